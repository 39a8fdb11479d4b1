import { GONE, OPENED } from "#analysis/parse/rewrite.ts";
import {
  childByField,
  children,
  descendants,
  kindOf,
  namedChildren,
  type NodeId,
  NONE,
  parentOf,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";
import { OUTPUT_NAMES, PLAIN_TYPES, STD_NAMES } from "./c-names.ts";

const CASTS: ReadonlySet<string> = new Set(["static_cast", "reinterpret_cast", "const_cast"]);

/** A tree while it becomes one of C. */
export interface Reshaping {
  readonly tree: SyntaxTree;
  /** By node, see rewrite.ts. */
  readonly actions: Uint8Array;
}

/** Numbers of kinds and fields by name; -1 for none. */
function numberOf(names: readonly string[], name: string): number {
  return names.indexOf(name);
}

/** Marks what C writes in other words: casts, names of `std`, tests, indices, what stands around declarations. */
export function spellAsC({ tree, actions }: Reshaping): void {
  const kind = (name: string): number => numberOf(tree.kindNames, name);
  const field = (name: string): number => numberOf(tree.fieldNames, name);
  const [brackets, cast, variadic] = [kind("parenthesized_expression"), kind("cast_expression"), kind("variadic_parameter")];
  const [index, type, value] = [field("index"), field("type"), field("value")];
  const open = (node: NodeId, as: number): void => {
    actions[node] = OPENED;
    tree.fields[node] = as;
  };
  const namespaces = new Set(
    descendants(tree, 0, ["namespace_definition"]).flatMap((node) => {
      const name = childByField(tree, node, "name");
      return name === NONE
        ? []
        : textOf(tree, name)
            .split("::")
            .map((part) => part.trim());
    }),
  );
  for (let node = 1; node < tree.count; node++) {
    const parts = (): NodeId[] => children(tree, node);
    switch (kindOf(tree, node)) {
      case "condition_clause": {
        const [test, more] = namedChildren(tree, node).filter((child) => kindOf(tree, child) !== "comment");
        if (test === undefined || more !== undefined || /declaration|init_statement/u.test(kindOf(tree, test))) break;
        tree.kinds[node] = brackets;
        tree.fields[test] = 0;
        break;
      }
      case "subscript_argument_list":
        if (namedChildren(tree, node).length === 1) open(node, index);
        break;
      case "call_expression":
        castOf(node);
        break;
      case "qualified_identifier":
        if (isPlainName(tree, node, namespaces)) {
          open(node, tree.fields[node] as number);
          for (const child of parts()) {
            if (child === childByField(tree, node, "name")) tree.fields[child] = 0;
            else actions[child] = GONE;
          }
        }
        break;
      case "linkage_specification":
      case "namespace_definition":
        open(node, 0);
        for (const child of parts()) {
          if (child !== childByField(tree, node, "body")) actions[child] = GONE;
          else if (kindOf(tree, child) === "declaration_list") open(child, 0);
          else tree.fields[child] = 0;
        }
        break;
      case "noexcept":
        if (namedChildren(tree, node).length === 0) actions[node] = GONE;
        break;
      case "throw_statement":
        // What is thrown is an object that is made for it.
        for (const child of parts()) actions[child] = GONE;
        break;
      case "using_declaration":
      case "static_assert_declaration":
        if (kindOf(tree, tree.parents[node] as number) === "compound_statement") actions[node] = GONE;
        break;
      case "...":
        if (kindOf(tree, tree.parents[node] as number) !== "parameter_list") break;
        tree.kinds[node] = variadic;
        tree.flags[node] = (tree.flags[node] as number) | 1;
        break;
    }
  }

  /** `static_cast<T>(x)` and `int(x)`. */
  function castOf(node: NodeId): void {
    const callee = childByField(tree, node, "function");
    const list = childByField(tree, node, "arguments");
    if (callee === NONE || list === NONE || namedChildren(tree, list).length !== 1) return;
    if (kindOf(tree, callee) === "primitive_type") tree.fields[callee] = type;
    else if (kindOf(tree, callee) === "template_function") {
      const name = childByField(tree, callee, "name");
      const types = childByField(tree, callee, "arguments");
      if (!CASTS.has(textOf(tree, name)) || types === NONE || namedChildren(tree, types).length !== 1) return;
      open(callee, type);
      open(types, type);
      for (const child of [...children(tree, callee), ...children(tree, types)])
        if (child !== types && kindOf(tree, child) !== "type_descriptor") actions[child] = GONE;
    } else return;
    tree.kinds[node] = cast;
    open(list, value);
  }
}

/** `std::memcpy`, `std::size_t`, `::read`: what C names without more. So it does what stands in a namespace of the file. */
function isPlainName(tree: SyntaxTree, node: NodeId, namespaces: ReadonlySet<string>): boolean {
  const name = childByField(tree, node, "name");
  if (name === NONE) return false;
  const scope = childByField(tree, node, "scope");
  const around = scope === NONE ? "" : textOf(tree, scope);
  if (kindOf(tree, name) === "qualified_identifier")
    return (around === "" || namespaces.has(around)) && isPlainName(tree, name, namespaces);
  if (!["identifier", "type_identifier", "primitive_type"].includes(kindOf(tree, name))) return false;
  const text = textOf(tree, name);
  if (around === "std") return STD_NAMES.has(text) || OUTPUT_NAMES.has(text) || PLAIN_TYPES.has(text);
  // Where a function is given its name this is a member of a class, or as good as one.
  return (around === "" || namespaces.has(around)) && kindOf(tree, parentOf(tree, node)) !== "function_declarator";
}

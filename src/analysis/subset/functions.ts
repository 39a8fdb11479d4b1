import {
  childByField,
  childrenByField,
  descendants,
  kindOf,
  namedChildren,
  type NodeId,
  NONE,
  parentOf,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";
import { GONE } from "#analysis/parse/rewrite.ts";
import { INPUT_NAMES } from "./c-names.ts";
import { isMadeOfC, type PlainTypes } from "./plain-types.ts";
import type { Reshaping } from "./spelling.ts";

/** What a file says around a function. */
export interface Surroundings {
  readonly types: PlainTypes;
  /** Names of variables outside of functions whose values are more than bytes. */
  readonly objects: ReadonlySet<string>;
  /** Names of functions that the file declares with different parameters, or in different namespaces. */
  readonly overloaded: ReadonlySet<string>;
}

export function surroundings({ tree, actions }: Reshaping, types: PlainTypes): Surroundings {
  const objects = new Set<string>();
  const parameters = new Map<string, string>();
  const overloaded = new Set<string>();
  for (const node of descendants(tree, 0, ["declaration", "function_definition"])) {
    if (actions[node] === GONE || inFunction(tree, node)) continue;
    for (const declarator of childrenByField(tree, node, "declarator")) {
      const head = headOf(tree, declarator);
      const name = head === NONE ? NONE : childByField(tree, head, "declarator");
      if (name === NONE) {
        if (!types.declaresPlain(node))
          for (const own of descendants(tree, declarator, ["identifier"])) objects.add(textOf(tree, own));
        continue;
      }
      const text = textOf(tree, name);
      const taken = `${namespaceOf(tree, node)}(${kindsOf(tree, childByField(tree, head, "parameters"))})`;
      if (parameters.has(text) && parameters.get(text) !== taken) overloaded.add(text);
      parameters.set(text, taken);
    }
  }
  return { types, objects, overloaded };
}

/** A function whose name is no more than a name, and of whose parts each means what it means in C. */
export function isFunctionOfC(reshaping: Reshaping, node: NodeId, { types, objects, overloaded }: Surroundings): boolean {
  const { tree } = reshaping;
  const head = headOf(tree, childByField(tree, node, "declarator"));
  if (head === NONE || childByField(tree, node, "body") === NONE || !isMadeOfC(reshaping, node)) return false;
  const name = childByField(tree, head, "declarator");
  if (kindOf(tree, name) !== "identifier" || overloaded.has(textOf(tree, name))) return false;
  const type = childByField(tree, node, "type");
  if (kindOf(tree, childByField(tree, node, "declarator")) !== "pointer_declarator" && !types.isPlain(type)) return false;
  const end = tree.after[node] as number;
  for (let part = node + 1; part < end; part++)
    if (reshaping.actions[part] !== GONE && !meansTheSame(tree, part, types, objects)) return false;
  return true;
}

function meansTheSame(tree: SyntaxTree, node: NodeId, types: PlainTypes, objects: ReadonlySet<string>): boolean {
  switch (kindOf(tree, node)) {
    case "declaration":
      return isLocalOfC(tree, node, types);
    case "parameter_declaration":
      return types.declaresPlain(node);
    case "type_definition":
      return types.declaresPlain(node);
    case "struct_specifier":
    case "union_specifier":
      return childByField(tree, node, "body") === NONE || types.isPlain(node);
    case "type_descriptor":
      return (
        !["cast_expression", "compound_literal_expression"].includes(kindOf(tree, parentOf(tree, node))) ||
        childByField(tree, node, "declarator") !== NONE ||
        types.isPlain(childByField(tree, node, "type"))
      );
    case "placeholder_type_specifier":
      return kindOf(tree, parentOf(tree, node)) === "declaration";
    case "identifier":
      return !INPUT_NAMES.has(textOf(tree, node)) && !objects.has(textOf(tree, node));
    case "subscript_expression":
      // No array has a text for a number.
      return namedChildren(tree, childByField(tree, node, "index")).every((index) => !/string/u.test(kindOf(tree, index)));
    default:
      return true;
  }
}

/** A variable that nothing makes and nothing ends. `Box box(n)` makes one, or declares a function. */
function isLocalOfC(tree: SyntaxTree, node: NodeId, types: PlainTypes): boolean {
  const declarators = childrenByField(tree, node, "declarator");
  const values = declarators.map((one) => (kindOf(tree, one) === "init_declarator" ? childByField(tree, one, "value") : NONE));
  if (values.some((value) => value !== NONE && kindOf(tree, value) === "argument_list")) return false;
  if (declarators.some((one) => kindOf(tree, one) === "function_declarator" && headOf(tree, one) !== NONE)) return false;
  if (kindOf(tree, childByField(tree, node, "type")) === "placeholder_type_specifier")
    return declarators.every(
      (one, at) =>
        kindOf(tree, childByField(tree, one, "declarator")) === "pointer_declarator" ||
        ["cast_expression", "number_literal", "string_literal"].includes(kindOf(tree, values[at] ?? 0)),
    );
  return types.declaresPlain(node);
}

/** The declarator of a function that gives its name itself; NONE for others, such as that of a pointer to a function. */
function headOf(tree: SyntaxTree, declarator: NodeId): NodeId {
  let node = declarator;
  while (node !== NONE && kindOf(tree, node) === "pointer_declarator") node = childByField(tree, node, "declarator");
  if (node === NONE || kindOf(tree, node) !== "function_declarator") return NONE;
  const name = childByField(tree, node, "declarator");
  return name !== NONE && kindOf(tree, name) !== "parenthesized_declarator" ? node : NONE;
}

function inFunction(tree: SyntaxTree, node: NodeId): boolean {
  for (let above = parentOf(tree, node); above > 0; above = parentOf(tree, above))
    if (["compound_statement", "field_declaration_list", "template_declaration"].includes(kindOf(tree, above))) return true;
  return false;
}

function namespaceOf(tree: SyntaxTree, node: NodeId): string {
  const names: string[] = [];
  for (let above = parentOf(tree, node); above > 0; above = parentOf(tree, above))
    if (kindOf(tree, above) === "namespace_definition") names.unshift(`${textOf(tree, childByField(tree, above, "name"))}::`);
  return names.join("");
}

/** Parameters without their names. */
function kindsOf(tree: SyntaxTree, list: NodeId): string {
  if (list === NONE) return "";
  return namedChildren(tree, list)
    .filter((child) => kindOf(tree, child) !== "comment")
    .map((child) => {
      const name = descendants(tree, child, ["identifier"])[0];
      const text = textOf(tree, child);
      return (name === undefined ? text : text.replace(textOf(tree, name), "")).replaceAll(/\s+/gu, "");
    })
    .filter((text) => text !== "void")
    .join();
}

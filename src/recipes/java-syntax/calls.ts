import {
  childByField,
  descendants,
  enclosing,
  kindOf,
  namedChildren,
  type NodeId,
  NONE,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";
import { nodesNear } from "#recipes/kit/place.ts";

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Kinds of functions, for what stands inside one. */
export const METHODS = ["method_declaration", "constructor_declaration", "lambda_expression"];

/** Calls of methods with one of these names that the range may mean, most likely first. */
export function callsNear(tree: SyntaxTree, range: Range, names: readonly string[]): NodeId[] {
  return nodesNear(tree, range, ["method_invocation"]).filter((call) => names.includes(methodName(tree, call)));
}

/** `new T(...)` with one of these types that the range may mean, most likely first. */
export function madeNear(tree: SyntaxTree, range: Range, types: readonly string[]): NodeId[] {
  return nodesNear(tree, range, ["object_creation_expression"]).filter((made) => types.includes(typeOf(tree, made)));
}

export function methodName(tree: SyntaxTree, call: NodeId): string {
  const callee = childByField(tree, call, "name");
  if (callee === NONE) return "";
  return textOf(tree, kindOf(tree, callee) === "field_access" ? childByField(tree, callee, "field") : callee);
}

/** What the method is called on; NONE for a bare name. */
export function objectOf(tree: SyntaxTree, call: NodeId): NodeId {
  const callee = childByField(tree, call, "name");
  return callee !== NONE && kindOf(tree, callee) === "field_access" ? childByField(tree, callee, "object") : NONE;
}

/** Text of the object, `""` for a bare name. */
export function objectText(tree: SyntaxTree, call: NodeId): string {
  const object = objectOf(tree, call);
  return object === NONE ? "" : textOf(tree, object);
}

/** The last name of the type that is made. */
export function typeOf(tree: SyntaxTree, made: NodeId): string {
  const type = childByField(tree, made, "type");
  return type === NONE
    ? ""
    : (textOf(tree, type)
        .replace(/<[\s\S]*$/u, "")
        .split(".")
        .at(-1) ?? "");
}

export function argumentsOf(tree: SyntaxTree, call: NodeId): NodeId[] {
  const list = childByField(tree, call, "arguments");
  return list === NONE ? [] : namedChildren(tree, list).filter((child) => !kindOf(tree, child).endsWith("comment"));
}

/** What stands between the quotes of a plain literal; undefined for anything else. */
export function literalAt(tree: SyntaxTree, node: NodeId | undefined): string | undefined {
  if (node === undefined || kindOf(tree, node) !== "string_literal") return undefined;
  const text = textOf(tree, node);
  return text.startsWith('"""') ? undefined : text.slice(1, -1);
}

/** Operands of a chain of `+` from left to right; the node itself where it is none. */
export function operandsOf(tree: SyntaxTree, node: NodeId): NodeId[] {
  if (kindOf(tree, node) !== "binary_expression" || textOf(tree, childByField(tree, node, "operator")) !== "+") return [node];
  return [...operandsOf(tree, childByField(tree, node, "left")), childByField(tree, node, "right")];
}

/** The variable that is declared with this value in a statement of its own, and that statement; undefined where there is none. */
export function declaredWith(
  tree: SyntaxTree,
  value: NodeId,
): { readonly name: string; readonly type: NodeId; readonly statement: NodeId; readonly declarator: NodeId } | undefined {
  const declarator = tree.parents[value] as NodeId;
  if (kindOf(tree, declarator) !== "variable_declarator" || childByField(tree, declarator, "value") !== value) return undefined;
  const statement = tree.parents[declarator] as NodeId;
  if (kindOf(tree, statement) !== "local_variable_declaration") return undefined;
  if (!["block", "constructor_body"].includes(kindOf(tree, tree.parents[statement] as NodeId))) return undefined;
  if (namedChildren(tree, statement).filter((child) => kindOf(tree, child) === "variable_declarator").length > 1)
    return undefined;
  const name = textOf(tree, childByField(tree, declarator, "name"));
  return { name, type: childByField(tree, statement, "type"), statement, declarator };
}

/** The function around a node; NONE for none. */
export function methodAround(tree: SyntaxTree, node: NodeId): NodeId {
  return enclosing(tree, tree.parents[node] as NodeId, METHODS);
}

/** The `import` of a class, behind the last one; undefined where the file has it already, or all of its package. */
export function importEdit(tree: SyntaxTree, path: string): { start: number; end: number; text: string } | undefined {
  const all = descendants(tree, 0, ["import_declaration"]);
  const folder = path.slice(0, path.lastIndexOf("."));
  const known = all.map((node) => textOf(tree, node).replaceAll(/\s+/gu, " "));
  if (known.includes(`import ${path};`) || known.includes(`import ${folder}.*;`)) return undefined;
  const last = all.at(-1) ?? descendants(tree, 0, ["package_declaration"])[0];
  if (last === undefined) return { start: 0, end: 0, text: `import ${path};\n\n` };
  const end = tree.ends[last] as number;
  return { start: end, end, text: `${all.length === 0 ? "\n" : ""}\nimport ${path};` };
}

/** Whether a class of that name that is another one is imported or declared in the file. */
export function isTaken(tree: SyntaxTree, path: string): boolean {
  const name = path.slice(path.lastIndexOf(".") + 1);
  return (
    descendants(tree, 0, ["import_declaration"]).some((node) => {
      const text = textOf(tree, node)
        .replace(/^import\s+/u, "")
        .replace(/\s*;$/u, "");
      return text.endsWith(`.${name}`) && text !== path;
    }) ||
    descendants(tree, 0, ["class_declaration", "interface_declaration", "enum_declaration", "record_declaration"]).some(
      (node) => textOf(tree, childByField(tree, node, "name")) === name,
    )
  );
}

import {
  childByField,
  descendants,
  enclosing,
  kindOf,
  namedChildren,
  type NodeId,
  NONE,
  parentOf,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { insertAfter } from "#recipes/kit/edit.ts";

const FUNCTIONS = ["function_declaration", "method_declaration", "func_literal"];

/** The innermost function around a node; NONE outside of all. */
export function functionAround(tree: SyntaxTree, node: NodeId): NodeId {
  return enclosing(tree, node, FUNCTIONS);
}

/**
 * A function of the package behind the declaration that holds `user`, its comment above it; no edit where it stands there word for word, undefined where the
 * name means something else in the file.
 */
export function addFunction(tree: SyntaxTree, user: NodeId, comment: string, text: string): readonly TextEdit[] | undefined {
  const name = /^func (\w+)/u.exec(text)?.[1] ?? "";
  const top = namedChildren(tree, 0);
  const known = top.find(
    (node) => kindOf(tree, node) === "function_declaration" && textOf(tree, childByField(tree, node, "name")) === name,
  );
  if (known !== undefined) return textOf(tree, known).replaceAll("\r\n", "\n") === text ? [] : undefined;
  if (descendants(tree, 0, ["identifier"]).some((node) => textOf(tree, node) === name)) return undefined;
  let holder = user;
  while (parentOf(tree, holder) > 0) holder = parentOf(tree, holder);
  return [insertAfter(tree, holder, `\n\n// ${comment}\n${text}`)];
}

/** The text of each result of a function, in order; names are left out. */
export function resultTypes(tree: SyntaxTree, around: NodeId): string[] {
  const result = childByField(tree, around, "result");
  if (result === NONE) return [];
  if (kindOf(tree, result) !== "parameter_list") return [textOf(tree, result)];
  return namedChildren(tree, result).flatMap((one) => {
    if (kindOf(tree, one) !== "parameter_declaration") return [];
    const type = textOf(tree, childByField(tree, one, "type"));
    const names = namedChildren(tree, one).filter((child) => kindOf(tree, child) === "identifier").length;
    return Array.from({ length: Math.max(names, 1) }, () => type);
  });
}

/** How the function around a node hands an error on: it returns it as its last result, otherwise it panics. */
export function failure(tree: SyntaxTree, node: NodeId, error: string): string {
  const around = functionAround(tree, node);
  const types = around === NONE ? [] : resultTypes(tree, around);
  const zeros = types.slice(0, -1).map(zeroOf);
  if (types.at(-1) !== "error" || zeros.includes(undefined)) return `panic(${error})`;
  return `return ${[...zeros, error].join(", ")}`;
}

/** The value that a type begins with; undefined where its name alone does not tell. */
function zeroOf(type: string): string | undefined {
  if (type === "string") return '""';
  if (type === "bool") return "false";
  if (/^(?:u?int(?:8|16|32|64)?|uintptr|byte|rune|float(?:32|64))$/u.test(type)) return "0";
  if (/^(?:\*|\[\]|map\[|func\(|chan |interface\{|any$|error$)/u.test(type)) return "nil";
  return undefined;
}

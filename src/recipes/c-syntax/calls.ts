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

/** Calls of one of these functions that the range may mean, most likely first. */
export function callsNear(
  tree: SyntaxTree,
  range: { readonly start: number; readonly end: number },
  names: readonly string[],
): NodeId[] {
  return nodesNear(tree, range, ["call_expression"]).filter((call) => names.includes(calleeName(tree, call)));
}

/** The name of the function that is called; `""` where it is not a plain name. */
export function calleeName(tree: SyntaxTree, call: NodeId): string {
  const callee = childByField(tree, call, "function");
  return callee !== NONE && kindOf(tree, callee) === "identifier" ? textOf(tree, callee) : "";
}

export function argumentsOf(tree: SyntaxTree, call: NodeId): NodeId[] {
  const list = childByField(tree, call, "arguments");
  return list === NONE ? [] : namedChildren(tree, list).filter((child) => kindOf(tree, child) !== "comment");
}

/** What stands within casts and brackets. */
export function plainOf(tree: SyntaxTree, node: NodeId): NodeId {
  let plain = node;
  while (plain !== NONE && /^(?:cast|parenthesized)_expression$/u.test(kindOf(tree, plain)))
    plain =
      kindOf(tree, plain) === "cast_expression" ? childByField(tree, plain, "value") : (namedChildren(tree, plain)[0] ?? NONE);
  return plain;
}

/** The text of a plain name, otherwise `""`. */
export function nameAt(tree: SyntaxTree, node: NodeId | undefined): string {
  return node !== undefined && node !== NONE && kindOf(tree, node) === "identifier" ? textOf(tree, node) : "";
}

/** The text as part of a regular expression that finds just this. */
export function literally(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, "\\$&");
}

/** The declarator of an array with this name whose size is written, in the function around the node or outside of all; NONE where another declaration may be meant. */
export function arrayDeclarator(tree: SyntaxTree, node: NodeId, name: string): NodeId {
  if (name === "") return NONE;
  const definition = enclosing(tree, node, ["function_definition"]);
  const inside = definition === NONE ? [] : declarators(tree, definition, name);
  const found =
    inside.length > 0
      ? inside
      : declarators(tree, 0, name).filter((one) => enclosing(tree, one, ["function_definition"]) === NONE);
  const [only] = found;
  if (only === undefined || found.length > 1 || kindOf(tree, only) !== "array_declarator") return NONE;
  if (enclosing(tree, only, ["parameter_list"]) !== NONE || childByField(tree, only, "size") === NONE) return NONE;
  return only;
}

/** The nodes that declare the name within a node: the name itself, or the array or pointer around it. */
export function declarators(tree: SyntaxTree, within: NodeId, name: string): NodeId[] {
  return descendants(tree, within, ["identifier"]).flatMap((node) => {
    if (textOf(tree, node) !== name || tree.fieldNames[tree.fields[node] as number] !== "declarator") return [];
    const parent = tree.parents[node] as NodeId;
    return [/^(?:array|pointer)_declarator$/u.test(kindOf(tree, parent)) ? parent : node];
  });
}

/** The line of an `#include` with this header, behind the last one that stands outside of any condition; undefined where it is there already. */
export function includeEdit(tree: SyntaxTree, header: string): { start: number; end: number; text: string } | undefined {
  const all = descendants(tree, 0, ["preproc_include"]);
  if (all.some((node) => textOf(tree, node).includes(`<${header}>`))) return undefined;
  const last = all.findLast((node) => tree.parents[node] === 0);
  if (last === undefined) return { start: 0, end: 0, text: `#include <${header}>\n` };
  const end = tree.ends[last] as number;
  return tree.text[end - 1] === "\n"
    ? { start: end, end, text: `#include <${header}>\n` }
    : { start: end, end, text: `\n#include <${header}>` };
}

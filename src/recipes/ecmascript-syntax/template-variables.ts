import { childByField, kindOf, NONE, type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { insertAfter, replaceNode } from "#recipes/kit/edit.ts";
import { addEntry } from "./entries.ts";

/** Edit that adds the entries to the object of variables; undefined where that is no object literal without spreads. */
export function withVariables(
  tree: SyntaxTree,
  call: NodeId,
  variables: NodeId | undefined,
  text: NodeId,
  argument: number,
  entries: string,
): TextEdit | undefined {
  if (variables !== undefined) {
    const plain = kindOf(tree, variables) === "object" && !textOf(tree, variables).includes("...");
    const known = entries.split(", ").map((entry) => entry.split(":")[0] ?? "");
    const clash = known.some((name) => new RegExp(`\\b${name}\\b\\s*[:,}]`).test(textOf(tree, variables)));
    return plain && !clash ? addEntry(tree, variables, entries) : undefined;
  }
  if (argument === 1) return insertAfter(tree, text, `, { ${entries} }`);
  const list = childByField(tree, call, "arguments");
  return list === NONE ? undefined : replaceNode(tree, list, `({ ${entries} })`);
}

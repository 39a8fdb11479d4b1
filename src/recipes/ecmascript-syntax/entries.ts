import { childByField, kindOf, type NodeId, namedChildren, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { indentationAt, insertAfter, replaceNode, startsLine } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { stringValue } from "./expressions.ts";

/** A `key: value` of an object literal. */
export interface Entry {
  readonly pair: NodeId;
  readonly key: string;
  readonly value: NodeId;
}

/** The entries of object literals that a place may mean, most likely first; those of objects within the place included. */
export function entriesNear(tree: SyntaxTree, range: { readonly start: number; readonly end: number }): Entry[] {
  return nodesNear(tree, range, ["pair"]).map((pair) => {
    const key = childByField(tree, pair, "key");
    return { pair, key: stringValue(tree, key) ?? textOf(tree, key), value: childByField(tree, pair, "value") };
  });
}

/** Edit that adds an entry at the end of an object literal, in its layout. */
export function addEntry(tree: SyntaxTree, object: NodeId, text: string): TextEdit {
  const last = namedChildren(tree, object).findLast((child) => kindOf(tree, child) !== "comment");
  if (last === undefined) return replaceNode(tree, object, `{ ${text} }`);
  const separator = startsLine(tree, last) ? `,\n${indentationAt(tree.text, tree.starts[last] as number)}` : ", ";
  return insertAfter(tree, last, separator + text);
}

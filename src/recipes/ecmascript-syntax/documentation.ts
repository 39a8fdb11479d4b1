import { kindOf, NONE, type NodeId, parentOf, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { isFunction } from "./expressions.ts";

const HOLDERS = new Set(["program", "statement_block", "class_body", "object"]);

/** What the comments right before the functions around a node say of them, innermost first; `""` for none. */
export function documentationAt(tree: SyntaxTree, node: NodeId): string {
  const texts: string[] = [];
  let within = false;
  for (let at = node; at !== NONE; at = parentOf(tree, at)) {
    within ||= isFunction(tree, at);
    const parent = parentOf(tree, at);
    if (!within || parent === NONE || !HOLDERS.has(kindOf(tree, parent))) continue;
    texts.push(...commentsBefore(tree, parent, at));
    within = false;
  }
  return texts.join("\n");
}

function commentsBefore(tree: SyntaxTree, parent: NodeId, node: NodeId): string[] {
  const found: string[] = [];
  for (let child = parent + 1; child < node; child = tree.after[child] as number) {
    if (kindOf(tree, child) === "comment") found.push(textOf(tree, child));
    else found.length = 0;
  }
  return found;
}

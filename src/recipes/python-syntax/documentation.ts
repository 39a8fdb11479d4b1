import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, enclosing, kindOf, namedChildren, NONE, textOf } from "#analysis/parse/tree.ts";

/** What the docstrings of the functions around a node say of them, innermost first; `""` for none. */
export function documentationAt(tree: SyntaxTree, node: NodeId): string {
  const texts: string[] = [];
  for (
    let at = enclosing(tree, node, ["function_definition"]);
    at !== NONE;
    at = enclosing(tree, tree.parents[at] as number, ["function_definition"])
  ) {
    const first = namedChildren(tree, childByField(tree, at, "body")).find((child) => kindOf(tree, child) !== "comment");
    const text = first === undefined ? "" : textOf(tree, first);
    if (/^[ru]*["']/iu.test(text)) texts.push(text);
    if (at === 0) break;
  }
  return texts.join("\n");
}

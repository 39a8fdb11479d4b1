import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { children, isNamed, textOf } from "#analysis/parse/tree.ts";

/** Keywords in front of a function that say how it runs: `async`, `static`, `get`, `set`, `*`. */
export function modifiersOf(tree: SyntaxTree, node: NodeId): readonly string[] {
  return children(tree, node).flatMap((part) => {
    const text = isNamed(tree, part) ? "" : textOf(tree, part);
    return ["async", "static", "get", "set", "*"].includes(text) ? [text] : [];
  });
}

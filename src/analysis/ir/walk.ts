import type { Expression, Pattern } from "./expression.ts";
import type { Statement } from "./statement.ts";

export type Node = Expression | Statement | Pattern;

/**
 * Calls `enter` for every statement, expression and pattern below, outer ones first and in the order of their text, and `leave` when all below one was visited.
 * The types that declarations and casts write are left out.
 */
export function walk(root: unknown, enter: (node: Node) => void, leave?: (node: Node) => void): void {
  if (typeof root !== "object" || root === null) return;
  if (Array.isArray(root)) {
    for (const inner of root) walk(inner, enter, leave);
    return;
  }
  const node = root as Readonly<Record<string, unknown>>;
  const named = typeof node["kind"] === "string";
  if (named) enter(root as Node);
  // Plain objects: nothing is inherited, and this is called for every node of every function.
  for (const key in node) {
    const inner = node[key];
    if (typeof inner === "object" && key !== "shape") walk(inner, enter, leave);
  }
  if (named) leave?.(root as Node);
}

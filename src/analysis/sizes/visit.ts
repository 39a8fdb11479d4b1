import type { Expression } from "#analysis/ir/expression.ts";
import type { Statement } from "#analysis/ir/statement.ts";
import { type Part, walk } from "#analysis/ir/walk.ts";

export type Node = Expression | Statement;

/** Calls `look` for every statement and expression below, outer ones first, with those around it; types that declarations write are left out. */
export function visitNodes(root: Part, look: (node: Node, around: readonly Node[]) => void): void {
  const around: Node[] = [];
  walk(
    root,
    (inner) => {
      const node = inner as Node;
      look(node, around);
      around.push(node);
    },
    () => around.pop(),
  );
}

/** Whether some node below fulfils the test. */
export function holds(root: Part, test: (node: Node) => boolean): boolean {
  let found = false;
  visitNodes(root, (node) => {
    found ||= test(node);
  });
  return found;
}

/** The name of what an expression stands for, behind casts: `name` of `(char *)name`. */
export function plainName(node: Expression): string {
  if (node.kind === "wrapped" && node.how === "cast") return plainName(node.operand);
  return node.kind === "name" ? node.name : "";
}

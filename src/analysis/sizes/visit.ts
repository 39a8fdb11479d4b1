import type { Expression } from "#analysis/ir/expression.ts";
import type { Statement } from "#analysis/ir/statement.ts";

export type Node = Expression | Statement;

/** Calls `look` for every statement and expression below, outer ones first, with those around it; types that declarations write are left out. */
export function visitNodes(root: unknown, look: (node: Node, around: readonly Node[]) => void): void {
  const around: Node[] = [];
  const into = (value: unknown): void => {
    if (Array.isArray(value)) {
      for (const inner of value) into(inner);
      return;
    }
    if (typeof value !== "object" || value === null) return;
    const node = value as Node;
    const named = typeof (value as { readonly kind?: unknown }).kind === "string";
    if (named) {
      look(node, around);
      around.push(node);
    }
    for (const [key, inner] of Object.entries(value)) if (key !== "shape") into(inner);
    if (named) around.pop();
  };
  into(root);
}

/** Whether some node below fulfils the test. */
export function holds(root: unknown, test: (node: Node) => boolean): boolean {
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

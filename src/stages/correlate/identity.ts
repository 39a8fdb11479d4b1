import {
  children,
  isNamed,
  kindOf,
  NONE,
  type NodeId,
  nodeAt,
  parentOf,
  type SyntaxTree,
  childByField,
  textOf,
} from "#analysis/parse/tree.ts";
import { digestJson } from "#lib/digest.ts";

/** The innermost statement that covers a node: the ancestor whose parent is a block, a module or a class body. */
export function statementOf(tree: SyntaxTree, node: NodeId): NodeId {
  let current = node;
  for (let parent = parentOf(tree, current); parent !== NONE; parent = parentOf(tree, current)) {
    if (tree.pack.blocks.includes(kindOf(tree, parent))) return current;
    current = parent;
  }
  return current;
}

/** Names of the enclosing functions and classes, outermost first, joined by dots; `""` at the top level. */
function enclosingSymbol(tree: SyntaxTree, node: NodeId): string {
  const names: string[] = [];
  for (let current = node; current !== NONE; current = parentOf(tree, current)) {
    const kind = kindOf(tree, current);
    const scope = tree.pack.scopes.find((one) => one.kind === kind);
    const name = scope === undefined ? NONE : childByField(tree, current, scope.name);
    if (name !== NONE && !(tree.starts[name] === tree.starts[node] && tree.ends[name] === tree.ends[node]))
      names.push(textOf(tree, name));
  }
  return names.toReversed().join(".");
}

/** The region's tokens joined by one space, comments left out: equal for code that differs in layout only. */
function normalizedCode(tree: SyntaxTree, node: NodeId): string {
  const tokens: string[] = [];
  const end = tree.after[node] as number;
  for (let current = node; current < end; current++) {
    const comment = tree.pack.comments.includes(kindOf(tree, current));
    if (comment) {
      current = (tree.after[current] as number) - 1;
      continue;
    }
    if (!isNamed(tree, current) || children(tree, current).length === 0) tokens.push(textOf(tree, current));
  }
  return tokens.join(" ");
}

/**
 * What a defect's identity is made of, beside its weakness family: the code of its statement and the symbol around it. Place and file name are
 * left out, so line shifts, reformatting and renames keep it.
 */
export function regionKey(tree: SyntaxTree, start: number, end: number): string {
  const node = nodeAt(tree, start, end);
  const statement = statementOf(tree, node);
  const head = tree.pack.scopes.some((scope) => scope.kind === kindOf(tree, statement)) ? node : statement;
  return digestJson({ symbol: enclosingSymbol(tree, node), code: normalizedCode(tree, head) });
}

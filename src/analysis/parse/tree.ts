import type { LanguagePack } from "./language-pack.ts";

/** Index of a node in the arrays of its tree; the root is 0, -1 means none. */
export type NodeId = number;

export const NONE: NodeId = -1;

/**
 * A concrete syntax tree copied once into flat arrays, in preorder: the subtree of node `n` is the half-open range
 * [n, after[n]) of indices. Named nodes and operators/keywords are kept; brackets, commas and quotes are not, their text lies between the kept
 * ranges. Offsets are UTF-16 units into `text`, half-open. The tree owns no WASM memory, nothing needs freeing.
 */
export interface SyntaxTree {
  readonly pack: LanguagePack;
  readonly text: string;
  readonly count: number;
  /** Kind number of each node; {@link kindNames} gives the name. */
  readonly kinds: Uint16Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly parents: Int32Array;
  /** Index after the last node of the subtree. */
  readonly after: Uint32Array;
  /** Field number under the parent, 0 for none; {@link fieldNames} gives the name. */
  readonly fields: Uint8Array;
  /** Bit 1: named; bit 2: error or missing; bit 4: something in the subtree is an error. */
  readonly flags: Uint8Array;
  readonly kindNames: readonly string[];
  readonly fieldNames: readonly string[];
}

export const NAMED = 1;
export const ERROR = 2;
export const HAS_ERROR = 4;

export function kindOf(tree: SyntaxTree, node: NodeId): string {
  return tree.kindNames[tree.kinds[node] as number] as string;
}

export function textOf(tree: SyntaxTree, node: NodeId): string {
  return tree.text.slice(tree.starts[node], tree.ends[node]);
}

export function isNamed(tree: SyntaxTree, node: NodeId): boolean {
  return ((tree.flags[node] as number) & NAMED) !== 0;
}

/** Children in source order, named and operators alike. */
export function children(tree: SyntaxTree, node: NodeId): NodeId[] {
  const found: NodeId[] = [];
  const end = tree.after[node] as number;
  for (let child = node + 1; child < end; child = tree.after[child] as number) found.push(child);
  return found;
}

export function namedChildren(tree: SyntaxTree, node: NodeId): NodeId[] {
  const found: NodeId[] = [];
  const end = tree.after[node] as number;
  for (let child = node + 1; child < end; child = tree.after[child] as number) if (isNamed(tree, child)) found.push(child);
  return found;
}

/** First child in the given field, or NONE. */
export function childByField(tree: SyntaxTree, node: NodeId, field: string): NodeId {
  const end = tree.after[node] as number;
  for (let child = node + 1; child < end; child = tree.after[child] as number) {
    if (tree.fieldNames[tree.fields[child] as number] === field) return child;
  }
  return NONE;
}

export function childrenByField(tree: SyntaxTree, node: NodeId, field: string): NodeId[] {
  return children(tree, node).filter((child) => fieldOf(tree, child) === field);
}

/** Field name of a node under its parent, `""` for none. */
export function fieldOf(tree: SyntaxTree, node: NodeId): string {
  return tree.fieldNames[tree.fields[node] as number] ?? "";
}

export function parentOf(tree: SyntaxTree, node: NodeId): NodeId {
  return tree.parents[node] as number;
}

/** The nearest ancestor (the node itself included) whose kind is in the list, or NONE. */
export function enclosing(tree: SyntaxTree, node: NodeId, kinds: readonly string[]): NodeId {
  for (let current = node; current !== NONE; current = parentOf(tree, current)) {
    if (kinds.includes(kindOf(tree, current))) return current;
  }
  return NONE;
}

/** The smallest node that covers the half-open range; the root when nothing smaller does. Of nodes with the same range the outermost. */
export function nodeAt(tree: SyntaxTree, start: number, end: number): NodeId {
  let node = 0;
  descend: for (;;) {
    if (tree.starts[node] === start && tree.ends[node] === end && node !== 0) return node;
    const last = tree.after[node] as number;
    for (let child = node + 1; child < last; child = tree.after[child] as number) {
      if ((tree.starts[child] as number) <= start && (tree.ends[child] as number) >= end) {
        node = child;
        continue descend;
      }
    }
    return node;
  }
}

/** All nodes of the subtree with one of the kinds, in source order. */
export function descendants(tree: SyntaxTree, node: NodeId, kinds: readonly string[]): NodeId[] {
  const found: NodeId[] = [];
  const end = tree.after[node] as number;
  for (let current = node; current < end; current++) {
    if (kinds.includes(kindOf(tree, current))) found.push(current);
  }
  return found;
}

/** Places of syntax errors: outermost error nodes, in source order. */
export function errorNodes(tree: SyntaxTree): NodeId[] {
  const found: NodeId[] = [];
  for (let node = 0; node < tree.count; ) {
    const flags = tree.flags[node] as number;
    if ((flags & ERROR) !== 0) {
      found.push(node);
      node = tree.after[node] as number;
    } else if ((flags & HAS_ERROR) !== 0) node++;
    else node = tree.after[node] as number;
  }
  return found;
}

import type { LanguagePack } from "./language-pack.ts";
import type { Scratch } from "./scratch.ts";
import type { NodeId, SyntaxTree } from "./tree.ts";

/** A tree without errors, and the range of its text that the next text has something else in. Offsets in UTF-16 units. */
export interface EarlierTree {
  readonly tree: SyntaxTree;
  readonly start: number;
  readonly end: number;
  /** Units by which the next text is longer. */
  readonly longer: number;
}

/** Whether what is flattened is what the cursor saw: only then can parts of one tree stand in the next. */
export function staysFlat({ elided, joined, places, subset }: LanguagePack): boolean {
  return elided === undefined && joined === undefined && places === undefined && subset === undefined;
}

/**
 * Children of the root that stand in the next tree too, when that has no errors either, by where they start there: those that have a neighbour between them and what
 * changed. Between two of them a parser is in one and the same state, and it looks no further than the next one.
 */
export function lastingChildren({ tree, start, end, longer }: EarlierTree): ReadonlyMap<number, NodeId> {
  const { starts, ends, after, count } = tree;
  const lasting = new Map<number, NodeId>();
  let previous = -1;
  for (let node = 1; node < count; node = after[node] as number) {
    const next = after[node] as number;
    if (next < count && (ends[next] as number) < start) lasting.set(starts[node] as number, node);
    else if (previous >= 0 && (starts[previous] as number) > end) lasting.set((starts[node] as number) + longer, node);
    previous = node;
  }
  return lasting;
}

/** Whether a node of an earlier tree and one that begins a subtree are of one kind and length: what a neighbour that is a comment let through shows there. */
export function isLike(from: SyntaxTree, node: NodeId, { kinds, starts, ends }: Scratch, other: NodeId): boolean {
  const length = (from.ends[node] as number) - (from.starts[node] as number);
  return from.kinds[node] === kinds[other] && length === (ends[other] as number) - (starts[other] as number);
}

/** Copies what lies below a node of an earlier tree to below the node `to`, whose own entries are in place but for what comes after it; there must be room. Gives the number after its last node. */
export function takeOver(from: SyntaxTree, node: NodeId, nodes: Scratch, to: NodeId): number {
  const { kinds, starts, ends, parents, after, fields, flags } = nodes;
  const last = from.after[node] as number;
  const shift = to - node;
  const offset = (starts[to] as number) - (from.starts[node] as number);
  for (let old = node + 1; old < last; old++) {
    const at = old + shift;
    starts[at] = (from.starts[old] as number) + offset;
    ends[at] = (from.ends[old] as number) + offset;
    parents[at] = (from.parents[old] as number) + shift;
    after[at] = (from.after[old] as number) + shift;
  }
  kinds.set(from.kinds.subarray(node + 1, last), to + 1);
  fields.set(from.fields.subarray(node + 1, last), to + 1);
  flags.set(from.flags.subarray(node + 1, last), to + 1);
  return last + shift;
}

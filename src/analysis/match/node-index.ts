import type { NodeId } from "#analysis/parse/tree.ts";
import { NAMED } from "#analysis/parse/tree.ts";
import type { Facts } from "./facts.ts";
import type { KindSet } from "./grammar.ts";
import { hashRange, type WordTable } from "./words.ts";

/** Nodes of one file by what they are. All lists ascend and are not to be changed. */
export interface NodeIndex {
  /** Leaves with the text of this word (its id in the table), or with a name that stands for one called so. Equal hashes may bring others in. */
  word(id: number): readonly NodeId[];
  kind(kind: number): Uint32Array;
  /** Named nodes of the kinds. */
  kinds(kinds: KindSet): Uint32Array;
}

/** Longer leaves are no words. */
const MAX_WORD = 80;
const NO_NODES: readonly NodeId[] = [];

export function nodeIndex(facts: Facts, words: WordTable): NodeIndex {
  const { tree, grammar } = facts;
  const { kinds: kindOf, count, text, starts, ends, after } = tree;
  const kindCount = tree.kindNames.length;
  const offsets = new Uint32Array(kindCount + 1);
  for (let node = 0; node < count; node++)
    offsets[(kindOf[node] as number) + 1] = (offsets[(kindOf[node] as number) + 1] as number) + 1;
  for (let kind = 0; kind < kindCount; kind++) offsets[kind + 1] = (offsets[kind + 1] as number) + (offsets[kind] as number);
  const nodes = new Uint32Array(count);
  const next = offsets.slice();
  for (let node = 0; node < count; node++) {
    const kind = kindOf[node] as number;
    const at = next[kind] as number;
    nodes[at] = node;
    next[kind] = at + 1;
  }

  const byWord = new Map<number, NodeId[]>();
  const aliases = aliasHashes(facts);
  const note = (hash: number, node: NodeId): void => {
    for (const id of words.ids(hash) ?? []) {
      const list = byWord.get(id);
      if (list === undefined) byWord.set(id, [node]);
      else if (list.at(-1) !== node) list.push(node);
    }
  };
  for (let node = 0; node < count; node++) {
    if (after[node] !== node + 1) continue;
    const start = starts[node] as number;
    const end = ends[node] as number;
    if (end - start > MAX_WORD) continue;
    const hash = hashRange(text, start, end);
    note(hash, node);
    if (aliases.size > 0) for (const other of aliases.get(hash) ?? []) note(other, node);
    if (grammar.string[kindOf[node] as number] === 1 && end - start > 2) note(hashRange(text, start + 1, end - 1), node);
  }

  const merged = new Map<KindSet, Uint32Array>();
  const ofKind = (kind: number): Uint32Array => nodes.subarray(offsets[kind], offsets[kind + 1]);
  return {
    word: (id) => byWord.get(id) ?? NO_NODES,
    kind: ofKind,
    kinds(kinds) {
      let list = merged.get(kinds);
      if (list === undefined) {
        const parts: Uint32Array[] = [];
        for (let kind = 0; kind < kindCount; kind++) {
          if (kinds[kind] !== 1) continue;
          const part = ofKind(kind);
          // Whether a node is named follows from its kind.
          if (part.length > 0 && ((tree.flags[part[0] as number] as number) & NAMED) !== 0) parts.push(part);
        }
        list = together(parts);
        merged.set(kinds, list);
      }
      return list;
    },
  };
}

function together(parts: readonly Uint32Array[]): Uint32Array {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  const all = new Uint32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all.toSorted();
}

/** For names imported under another name: hash of the local name → hashes of the names they stand for. */
function aliasHashes(facts: Facts): ReadonlyMap<number, readonly number[]> {
  const hashes = new Map<number, readonly number[]>();
  for (const [local, path] of facts.imports()) {
    const last = path.at(-1) as string;
    if (last !== local) hashes.set(hashRange(local, 0, local.length), [hashRange(last, 0, last.length)]);
  }
  return hashes;
}

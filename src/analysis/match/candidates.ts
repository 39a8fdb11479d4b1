import { unescape } from "#analysis/lower/escapes.ts";
import type { NodeId } from "#analysis/parse/tree.ts";
import { NAMED, NONE } from "#analysis/parse/tree.ts";
import type { Leaf } from "./compile-formula.ts";
import { type Facts, lastName } from "./facts.ts";
import { type NodeIndex, nodeIndex } from "./node-index.ts";
import { keyNode } from "./root.ts";
import type { WordTable } from "./words.ts";

/** Where in one file the leaves may match: told by kinds, names and tokens alone, long before anything is matched. */
export interface Candidates {
  /** Nodes that the leaf may match at, ascending. Not to be asked of a leaf without kinds. */
  of(leaf: Leaf): ArrayLike<NodeId>;
  /** Whether the leaf may match at this node. */
  at(leaf: Leaf, node: NodeId): boolean;
}

/** All words of the leaves that will be asked for must be in the table by now. */
export function candidatesOf(facts: Facts, words: WordTable): Candidates {
  const { tree, grammar } = facts;
  const index = nodeIndex(facts, words);
  const known = new Map<Leaf, ArrayLike<NodeId>>();
  let constants: ReadonlySet<string> | undefined;

  /** Nodes that carry the name, found upwards from where it stands. */
  function named(leaf: Leaf, key: number): NodeId[] {
    const { kinds } = leaf.root;
    const found = new Set<NodeId>();
    for (const name of index.word(key)) {
      for (let node = name; node !== NONE; node = tree.parents[node] as number) {
        const carries = keyNode(tree, grammar, node) === name;
        if (carries && kinds?.[tree.kinds[node] as number] === 1 && ((tree.flags[node] as number) & NAMED) !== 0) found.add(node);
        if (!carries && node !== name && lastName(tree, grammar, node) !== name) break;
      }
    }
    return [...found].toSorted((a, b) => a - b);
  }

  function hasConstants({ required }: Leaf): boolean {
    for (const text of required.constants) {
      constants ??= constantTexts(facts, index);
      if (!constants.has(text) && !constants.has(unescape(text))) return false;
    }
    return true;
  }

  function hasInside({ pattern, required }: Leaf, node: NodeId): boolean {
    const [start, end] = pattern.op === "statements" ? runFrom(facts, node) : [node, tree.after[node] as number];
    for (const word of required.words) if (!within(index.word(word), start, end)) return false;
    for (const kind of required.kinds) if (!within(index.kind(kind), start, end)) return false;
    return true;
  }

  function collect(leaf: Leaf): ArrayLike<NodeId> {
    const { root, required } = leaf;
    for (const word of required.words) if (index.word(word).length === 0) return [];
    for (const kind of required.kinds) if (index.kind(kind).length === 0) return [];
    if (!hasConstants(leaf)) return [];
    const all = leaf.key === undefined ? index.kinds(root.kinds as Uint8Array) : named(leaf, leaf.key);
    if (required.words.length + required.kinds.length === 0) return all;
    const found: NodeId[] = [];
    for (let at = 0; at < all.length; at++) if (hasInside(leaf, all[at] as NodeId)) found.push(all[at] as NodeId);
    return found;
  }

  return {
    of(leaf) {
      let nodes = known.get(leaf);
      if (nodes === undefined) {
        nodes = collect(leaf);
        known.set(leaf, nodes);
      }
      return nodes;
    },
    at(leaf, node) {
      const { root, key } = leaf;
      if (root.kinds?.[tree.kinds[node] as number] !== 1 || ((tree.flags[node] as number) & NAMED) === 0) return false;
      const nodes = known.get(leaf);
      if (nodes !== undefined) return within(nodes, node, node + 1);
      if (key !== undefined) {
        const name = keyNode(tree, grammar, node);
        if (name === NONE || !within(index.word(key), name, name + 1)) return false;
      }
      return hasInside(leaf, node) && hasConstants(leaf);
    },
  };
}

/** The statement around a node up to the end of its block: as far as a run of statements can reach. */
function runFrom(facts: Facts, node: NodeId): readonly [NodeId, NodeId] {
  const { tree } = facts;
  const marks = facts.statements();
  let first = node;
  while (first !== NONE && marks[first] === 0) first = tree.parents[first] as number;
  const block = first === NONE ? NONE : (tree.parents[first] as number);
  return block === NONE ? [node, node] : [first, tree.after[block] as number];
}

/** Whether an ascending list holds one of [start, end). */
function within(nodes: ArrayLike<NodeId>, start: NodeId, end: NodeId): boolean {
  let low = 0;
  let high = nodes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((nodes[middle] as NodeId) < start) low = middle + 1;
    else high = middle;
  }
  return low < nodes.length && (nodes[low] as NodeId) < end;
}

/** Every text that is constant in the file, as written and with its escapes resolved. */
function constantTexts(facts: Facts, index: NodeIndex): ReadonlySet<string> {
  const { grammar } = facts;
  const found = new Set<string>();
  for (const set of [grammar.string, grammar.kinds("binary_operator", "binary_expression")]) {
    const nodes = index.kinds(set);
    for (let at = 0; at < nodes.length; at++) {
      const text = facts.constantText(nodes[at] as NodeId);
      if (text === undefined) continue;
      found.add(text);
      if (text.includes("\\")) found.add(unescape(text));
    }
  }
  return found;
}

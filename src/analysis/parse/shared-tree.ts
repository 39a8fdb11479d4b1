import type { LanguagePack } from "./language-pack.ts";
import type { SyntaxTree } from "./tree.ts";

/** A tree that threads can hold together: sending it copies the text alone. */
export interface SharedTree {
  readonly text: string;
  readonly count: number;
  /** The arrays of the tree, those of the widest elements first. */
  readonly nodes: SharedArrayBuffer;
}

/** What trees of one grammar have in common. */
export interface TreeNames {
  readonly pack: LanguagePack;
  readonly kindNames: readonly string[];
  readonly fieldNames: readonly string[];
}

const BYTES_PER_NODE = 20;

/** A tree with room for its nodes, to be filled in. */
export function emptyTree(text: string, count: number, names: TreeNames): SyntaxTree {
  return openTree({ text, count, nodes: new SharedArrayBuffer(count * BYTES_PER_NODE) }, names);
}

/** For trees that {@link emptyTree} made; others are copied. */
export function shareTree(tree: SyntaxTree): SharedTree {
  const { text, count } = tree;
  const { buffer } = tree.starts;
  if (buffer instanceof SharedArrayBuffer && buffer.byteLength === count * BYTES_PER_NODE) return { text, count, nodes: buffer };
  const copy = emptyTree(text, count, tree);
  copy.starts.set(tree.starts);
  copy.ends.set(tree.ends);
  copy.parents.set(tree.parents);
  copy.after.set(tree.after);
  copy.kinds.set(tree.kinds);
  copy.fields.set(tree.fields);
  copy.flags.set(tree.flags);
  return { text, count, nodes: copy.starts.buffer as SharedArrayBuffer };
}

/** The tree over the shared arrays. */
export function openTree({ text, count, nodes }: SharedTree, { pack, kindNames, fieldNames }: TreeNames): SyntaxTree {
  return {
    pack,
    text,
    count,
    starts: new Uint32Array(nodes, 0, count),
    ends: new Uint32Array(nodes, count * 4, count),
    parents: new Int32Array(nodes, count * 8, count),
    after: new Uint32Array(nodes, count * 12, count),
    kinds: new Uint16Array(nodes, count * 16, count),
    fields: new Uint8Array(nodes, count * 18, count),
    flags: new Uint8Array(nodes, count * 19, count),
    kindNames,
    fieldNames,
  };
}

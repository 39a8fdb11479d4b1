import { emptyTree } from "./shared-tree.ts";
import { ERROR, HAS_ERROR, type SyntaxTree } from "./tree.ts";

/** What becomes of a node: it stays; its children take its place, in its field unless they have one; it goes with all below it; it stays, and all below it goes. */
const STAYS = 0;
export const OPENED = 1;
export const GONE = 2;
export const LEAF = 3;

/** The tree without what goes. The root stays. A leaf whose subtree held an error is one; errors must not lie in what is gone. */
export function rewrite(tree: SyntaxTree, actions: Uint8Array): SyntaxTree {
  const moved = new Int32Array(tree.count).fill(-1);
  let count = 0;
  for (let node = 0; node < tree.count; ) {
    const action = node === 0 ? STAYS : (actions[node] as number);
    if (action === STAYS || action === LEAF) moved[node] = count++;
    node = action === GONE || action === LEAF ? (tree.after[node] as number) : node + 1;
  }
  const made = emptyTree(tree.text, count, tree);
  const { fields, flags } = tree;
  for (let node = 0; node < tree.count; node++) {
    const parent = tree.parents[node] as number;
    const opened = parent > 0 && actions[parent] === OPENED;
    // A node that is opened stands for the one above it.
    if (opened && fields[node] === 0) fields[node] = fields[parent] as number;
    const above = opened ? (moved[parent] as number) : parent < 0 ? -1 : (moved[parent] as number);
    if (actions[node] === OPENED) {
      moved[node] = above;
      if (above >= 0) made.flags[above] = (made.flags[above] as number) | ((flags[node] as number) & ERROR);
      continue;
    }
    const at = moved[node] as number;
    if (at < 0 || (node > 0 && above < 0)) continue;
    made.kinds[at] = tree.kinds[node] as number;
    made.starts[at] = tree.starts[node] as number;
    made.ends[at] = tree.ends[node] as number;
    made.fields[at] = fields[node] as number;
    made.parents[at] = above;
    const bits = flags[node] as number;
    const leafError = actions[node] === LEAF && (bits & HAS_ERROR) !== 0 ? ERROR : 0;
    made.flags[at] = (bits & ~HAS_ERROR) | leafError;
  }
  for (let node = count - 1; node >= 0; node--) {
    const end = Math.max(made.after[node] as number, node + 1);
    made.after[node] = end;
    const parent = made.parents[node] as number;
    if (((made.flags[node] as number) & (ERROR | HAS_ERROR)) !== 0) {
      made.flags[node] = (made.flags[node] as number) | HAS_ERROR;
      if (parent >= 0) made.flags[parent] = (made.flags[parent] as number) | HAS_ERROR;
    }
    if (parent >= 0) made.after[parent] = Math.max(made.after[parent] as number, end);
  }
  return made;
}

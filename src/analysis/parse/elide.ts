import type { Scratch } from "./scratch.ts";

/**
 * Leaves nodes of some kinds out of the first `count` nodes: their children stand where they stood, in their field unless they have one of their own. Gives
 * how many are left. The root stays.
 */
export function elide(nodes: Scratch, count: number, gone: Uint8Array): number {
  const { kinds, starts, ends, parents, after, fields, flags } = nodes;
  // For each node its new number; for one that goes that of the node above it.
  const moved = new Int32Array(count);
  const inherited = new Uint8Array(count);
  const stays = new Uint8Array(count);
  const lasts: number[] = [];
  let left = 0;
  for (let node = 0; node < count; node++) {
    const parent = parents[node] as number;
    const above = parent < 0 ? -1 : (moved[parent] as number);
    const own = fields[node] as number;
    const field = own === 0 && parent >= 0 ? (inherited[parent] as number) : own;
    if (node > 0 && gone[kinds[node] as number] === 1) {
      moved[node] = above;
      inherited[node] = field;
      flags[above] = (flags[above] as number) | ((flags[node] as number) & ~1);
      continue;
    }
    // Arrays are overwritten from the front, behind what is still to be read.
    moved[node] = left;
    stays[node] = 1;
    lasts.push(after[node] as number);
    kinds[left] = kinds[node] as number;
    starts[left] = starts[node] as number;
    ends[left] = ends[node] as number;
    fields[left] = field;
    flags[left] = flags[node] as number;
    parents[left] = above;
    left++;
  }
  // The first node from there on that stays.
  let next = left;
  const first = new Int32Array(count + 1);
  first[count] = left;
  for (let node = count - 1; node >= 0; node--) {
    if (stays[node] === 1) next = moved[node] as number;
    first[node] = next;
  }
  for (const [node, last] of lasts.entries()) after[node] = first[last] as number;
  return left;
}

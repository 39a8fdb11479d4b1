import type { Thing } from "./thing.ts";

/** A part of the tree that only the holder of `owner` changes in place. */
interface Node {
  readonly owner: object;
  /** Nodes one level down, things on the lowest. */
  readonly slots: (Node | Thing | undefined)[];
}

/**
 * The things of one state by their number, as a tree of which copies share what neither has changed: copying takes no time, and comparing two takes as long as they
 * differ. Bagwell, Ideal Hash Trees (2001); the owners are the transients of Clojure.
 */
export interface Things {
  owner: object;
  root: Node;
  /** Levels of nodes above the things, less one, times the bits of each. */
  shift: number;
  /** Differs where something that was made differs in number or status, but for accidents. */
  made: number;
  /** Differs where something else failed or was released, but for accidents. */
  other: number;
}

const BITS = 4;
const WIDTH = 1 << BITS;
const MASK = WIDTH - 1;

function emptyNode(owner: object): Node {
  return { owner, slots: [] };
}

export function noThings(): Things {
  const owner = {};
  return { owner, root: emptyNode(owner), shift: 0, made: 0, other: 0 };
}

/** Both can be changed from now on without the other seeing it. */
export function copied(things: Things): Things {
  things.owner = {};
  return { ...things, owner: {} };
}

export function thingAt({ root, shift }: Things, id: number): Thing | undefined {
  if (id >>> shift >= WIDTH) return undefined;
  let node: Node | undefined = root;
  for (let level = shift; level > 0; level -= BITS) {
    node = node.slots[(id >>> level) & MASK] as Node | undefined;
    if (node === undefined) return undefined;
  }
  return node.slots[id & MASK] as Thing | undefined;
}

export function putThing(things: Things, id: number, thing: Thing | undefined): void {
  while (id >>> things.shift >= WIDTH) {
    things.root = { owner: things.owner, slots: [things.root] };
    things.shift += BITS;
  }
  const { owner } = things;
  let node = (things.root = owned(things.root, owner));
  for (let level = things.shift; level > 0; level -= BITS) {
    const at = (id >>> level) & MASK;
    node = node.slots[at] = owned(node.slots[at] as Node | undefined, owner);
  }
  const before = node.slots[id & MASK] as Thing | undefined;
  node.slots[id & MASK] = thing;
  if (before !== undefined) mark(things, before);
  if (thing !== undefined) mark(things, thing);
}

const STATUS: Readonly<Record<Thing["status"], number>> = { live: 1, unsure: 2, failed: 3, released: 4 };

/** Puts what a thing is into the marks, or takes it out again. */
function mark(things: Things, { id, what, status, escaped }: Thing): void {
  if (what === "made") things.made ^= Math.imul(id * 16 + STATUS[status] * 2 + (escaped ? 1 : 0), 0x9e3779b1);
  else if (status === "failed" || status === "released") things.other ^= Math.imul(id * 16 + STATUS[status], 0x85ebca6b);
}

function owned(node: Node | undefined, owner: object): Node {
  if (node === undefined) return emptyNode(owner);
  return node.owner === owner ? node : { owner, slots: node.slots.slice() };
}

/** All things, in the order of their numbers. */
export function allThings({ root, shift }: Things): Thing[] {
  const found: Thing[] = [];
  collect(root, shift, found);
  return found;
}

function collect({ slots }: Node, level: number, found: Thing[]): void {
  for (const slot of slots) {
    if (slot === undefined) continue;
    if (level === 0) found.push(slot as Thing);
    else collect(slot as Node, level - BITS, found);
  }
}

/** Calls `look` with each number under which the two hold something else, until it answers false; then so does this. */
export function differences(
  a: Things,
  b: Things,
  look: (id: number, a: Thing | undefined, b: Thing | undefined) => boolean,
): boolean {
  const shift = Math.max(a.shift, b.shift);
  return differing(raised(a, shift), raised(b, shift), shift, 0, look);
}

function raised({ owner, root, shift }: Things, to: number): Node {
  let node = root;
  for (let level = shift; level < to; level += BITS) node = { owner, slots: [node] };
  return node;
}

function differing(
  a: Node | undefined,
  b: Node | undefined,
  level: number,
  base: number,
  look: (id: number, a: Thing | undefined, b: Thing | undefined) => boolean,
): boolean {
  if (a === b) return true;
  const most = Math.max(a?.slots.length ?? 0, b?.slots.length ?? 0);
  for (let at = 0; at < most; at++) {
    const left = a?.slots[at];
    const right = b?.slots[at];
    if (left === right) continue;
    const id = base + (at << level);
    const going =
      level === 0
        ? look(id, left as Thing | undefined, right as Thing | undefined)
        : differing(left as Node | undefined, right as Node | undefined, level - BITS, id, look);
    if (!going) return false;
  }
  return true;
}

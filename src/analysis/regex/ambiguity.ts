import type { Automaton } from "./automaton.ts";

/** A text that an expression may read in many ways when `pump` is repeated. */
export interface Ambiguity {
  readonly growth: "exponential" | "polynomial";
  readonly prefix: string;
  readonly pump: string;
}

/** A countdown that ends the search without a clock. */
export interface Effort {
  left: number;
}

const MAX_FOUND = 12;

/**
 * Where an automaton reads one text in many ways (Weber and Seidl, "On the degree of ambiguity of finite automata", 1991): exponential where a state
 * returns to itself on two paths over one word; polynomial where two loops, one behind the other, read the same word. Gives up silently when
 * `effort` runs out: `effort.left` is then negative.
 */
export function ambiguities(automaton: Automaton, effort: Effort): readonly Ambiguity[] {
  const search = searcher(automaton, effort);
  const components = loops(automaton);
  const found: Ambiguity[] = [];
  for (const component of components) {
    for (const state of component) {
      if (found.length >= MAX_FOUND || effort.left < 0) break;
      const pump = twoPaths(search, state, new Set(component));
      if (pump !== undefined) found.push({ growth: "exponential", prefix: search.prefix(state), pump });
    }
  }
  for (const first of components) {
    for (const second of components) {
      if (first === second || found.length >= MAX_FOUND || effort.left < 0) continue;
      const both = twoLoops(search, first, second);
      if (both !== undefined) found.push({ growth: "polynomial", ...both });
    }
  }
  return found;
}

interface Search {
  readonly automaton: Automaton;
  readonly effort: Effort;
  /** A letter that all these states read, as its class, or -1. */
  shared(a: number, b: number, c: number): number;
  text(letters: readonly number[]): string;
  /** Shortest text from the start into the state. */
  prefix(state: number): string;
}

function searcher(automaton: Automaton, effort: Effort): Search {
  const { reads, next, first, alphabet } = automaton;
  const words = Math.ceil(alphabet.letters.length / 32);
  const masks = reads.map((classes) => {
    const mask = new Uint32Array(words);
    for (const index of classes) mask[index >> 5] = ((mask[index >> 5] as number) | (1 << (index & 31))) >>> 0;
    return mask;
  });
  const text = (letters: readonly number[]): string =>
    letters.map((letter) => String.fromCodePoint(alphabet.letters[letter] as number)).join("");
  return {
    automaton,
    effort,
    text,
    shared(a, b, c) {
      const [x, y, z] = [masks[a] as Uint32Array, masks[b] as Uint32Array, masks[c] as Uint32Array];
      for (let word = 0; word < words; word++) {
        const both = (x[word] as number) & (y[word] as number) & (z[word] as number);
        if (both !== 0) return word * 32 + (31 - Math.clz32(both & -both));
      }
      return -1;
    },
    prefix(state) {
      const from = new Map<number, number>(first.map((start) => [start, -1]));
      for (const current of from.keys()) {
        if (current === state) break;
        for (const target of (next[current] as ReadonlyMap<number, number>).keys())
          if (!from.has(target)) from.set(target, current);
      }
      const letters: number[] = [];
      for (let at = from.get(state) === undefined ? -1 : state; at >= 0; at = from.get(at) ?? -1)
        letters.unshift(reads[at]?.[0] ?? 0);
      return text(letters);
    },
  };
}

/** A word on which the state returns to itself in two ways, inside its strongly connected component. */
function twoPaths(search: Search, state: number, inside: ReadonlySet<number>): string | undefined {
  const { automaton } = search;
  const edges = (from: number): number[] => [...(automaton.next[from]?.keys() ?? [])].filter((target) => inside.has(target));
  const doubled = edges(state).find((target) => automaton.next[state]?.get(target) === 2);
  if (doubled !== undefined) {
    const way = walk(search, [doubled, doubled, doubled], [state, state, state], edges, edges, edges);
    const letter = search.shared(doubled, doubled, doubled);
    if (way !== undefined && letter >= 0) return search.text([letter, ...way]);
  }
  const targets = edges(state);
  for (const [index, a] of targets.entries()) {
    for (const b of targets.slice(index + 1)) {
      if (--search.effort.left < 0) return undefined;
      const letter = search.shared(a, b, b);
      if (letter < 0) continue;
      const way = walk(search, [a, b, b], [state, state, state], edges, edges, edges);
      if (way !== undefined) return search.text([letter, ...way]);
    }
  }
  return undefined;
}

/** A word that leads `p` to itself and to `q`, and `q` to itself: each repetition may end the first loop and begin the second. */
function twoLoops(
  search: Search,
  first: readonly number[],
  second: readonly number[],
): { prefix: string; pump: string } | undefined {
  const { automaton } = search;
  const [inFirst, inSecond] = [new Set(first), new Set(second)];
  const all = (from: number): number[] => [...(automaton.next[from]?.keys() ?? [])];
  const within = (set: ReadonlySet<number>) => (from: number) => all(from).filter((target) => set.has(target));
  if (!reaches(automaton, first[0] as number, inSecond)) return undefined;
  for (const p of first.slice(0, 8)) {
    for (const q of second.slice(0, 8)) {
      const way = walk(search, [p, p, q], [p, q, q], within(inFirst), all, within(inSecond));
      if (way !== undefined && way.length > 0) return { prefix: search.prefix(p), pump: search.text(way) };
    }
  }
  return undefined;
}

type Triple = readonly [number, number, number];

/** Letters of a shortest word that leads three states at once from one triple to the other; the empty word when they are equal. */
function walk(
  search: Search,
  from: Triple,
  to: Triple,
  first: (state: number) => readonly number[],
  second: (state: number) => readonly number[],
  third: (state: number) => readonly number[],
): number[] | undefined {
  const size = search.automaton.reads.length;
  const keyOf = (a: number, b: number, c: number): number => (a * size + b) * size + c;
  const goal = keyOf(...to);
  const before = new Map<number, { readonly key: number; readonly letter: number }>();
  const queue: Triple[] = [from];
  before.set(keyOf(...from), { key: -1, letter: -1 });
  for (const [a, b, c] of queue) {
    const key = keyOf(a, b, c);
    if (key === goal) return lettersTo(before, goal);
    const [nextA, nextB, nextC] = [first(a), b === a && first === second ? first(a) : second(b), third(c)];
    for (const x of nextA) {
      for (const y of nextB) {
        for (const z of third === second && b === c ? [y] : nextC) {
          if (--search.effort.left < 0) return undefined;
          const target = keyOf(x, y, z);
          if (before.has(target)) continue;
          const letter = search.shared(x, y, z);
          if (letter < 0) continue;
          before.set(target, { key, letter });
          queue.push([x, y, z]);
        }
      }
    }
  }
  return undefined;
}

function lettersTo(before: ReadonlyMap<number, { readonly key: number; readonly letter: number }>, goal: number): number[] {
  const letters: number[] = [];
  for (let step = before.get(goal); step !== undefined && step.key >= 0; step = before.get(step.key))
    letters.unshift(step.letter);
  return letters;
}

function reaches({ next }: Automaton, from: number, goal: ReadonlySet<number>): boolean {
  const seen = new Set([from]);
  for (const state of seen) {
    if (goal.has(state)) return true;
    for (const target of next[state]?.keys() ?? []) seen.add(target);
  }
  return false;
}

/** Strongly connected components that hold a loop (Tarjan 1972, with a stack of its own), in the order of their first state. */
function loops({ next }: Automaton): number[][] {
  const edges = next.map((ways) => [...ways.keys()]);
  const order = new Int32Array(next.length).fill(-1);
  const low = new Int32Array(next.length);
  const open = new Uint8Array(next.length);
  const path: number[] = [];
  const found: number[][] = [];
  let count = 0;
  const enter = (state: number): { state: number; edge: number } => {
    order[state] = low[state] = count++;
    open[state] = 1;
    path.push(state);
    return { state, edge: 0 };
  };
  for (const [root] of edges.entries()) {
    if (order[root] !== -1) continue;
    const stack = [enter(root)];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const { state } = top;
      const target = edges[state]?.[top.edge++];
      if (target !== undefined) {
        if (order[target] === -1) stack.push(enter(target));
        else if (open[target] === 1) low[state] = Math.min(low[state] as number, order[target] as number);
        continue;
      }
      stack.pop();
      const parent = stack.at(-1);
      if (parent !== undefined) low[parent.state] = Math.min(low[parent.state] as number, low[state] as number);
      if (low[state] !== order[state]) continue;
      const component = path.splice(path.indexOf(state));
      for (const member of component) open[member] = 0;
      if (component.length > 1 || edges[state]?.includes(state) === true) found.push(component.toSorted((a, b) => a - b));
    }
  }
  return found.toSorted((a, b) => (a[0] as number) - (b[0] as number));
}

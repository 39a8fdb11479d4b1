import { type Alphabet, alphabetOf, type CharSet } from "./char-set.ts";
import { setsOf } from "./parse-regex.ts";
import type { RegexNode } from "./syntax.ts";

/**
 * Positions of an expression (Glushkov 1961): each set of characters in it is a state, entered by reading one of them. An edge counts the ways
 * to get from one to the next without reading, 1 or "more than one" (2): such a pair reads the same text in two ways.
 */
export interface Automaton {
  readonly alphabet: Alphabet;
  /** By state: the classes of letters it reads. */
  readonly reads: readonly (readonly number[])[];
  /** By state: where it goes on, with the number of ways. */
  readonly next: readonly ReadonlyMap<number, number>[];
  /** States that may read the first letter. */
  readonly first: readonly number[];
}

const MAX_STATES = 300;
/** Counts up to this are written out; larger ones are taken for loops. */
const MAX_COPIES = 3;

type Ways = Map<number, number>;

interface Part {
  /** Ways to match without reading. */
  readonly empty: number;
  readonly first: Ways;
  readonly last: Ways;
}

const NOTHING: Part = { empty: 1, first: new Map(), last: new Map() };

/** The automaton of an expression; undefined for one with too many states. What stands in a look-around is a dead end of its own. */
export function automatonOf(root: RegexNode): Automaton | undefined {
  const sets = setsOf(root);
  const alphabet = alphabetOf(sets);
  const indexOf = new Map(sets.map((set, index) => [set.join(), index]));
  const reads: (readonly number[])[] = [];
  const next: Ways[] = [];
  const bodies = new Map<number, RegexNode>();

  const state = (set: CharSet): Part => {
    const id = reads.length;
    reads.push(alphabet.classes[indexOf.get(set.join()) as number] as readonly number[]);
    next.push(new Map());
    return { empty: 0, first: new Map([[id, 1]]), last: new Map([[id, 1]]) };
  };

  const connect = (from: Ways, to: Ways): void => {
    for (const [state, ways] of from) for (const [target, more] of to) add(next[state] as Ways, target, ways * more);
  };

  const join = (a: Part, b: Part): Part => {
    connect(a.last, b.first);
    return {
      empty: Math.min(2, a.empty * b.empty),
      first: sum(a.first, b.first, a.empty),
      last: sum(b.last, a.last, b.empty),
    };
  };

  const repeat = (node: Extract<RegexNode, { op: "repeat" }>): Part => {
    const once = (): Part => build(node.inner);
    if (node.max === 0) return NOTHING;
    const optional = (part: Part): Part => ({ ...part, empty: 1 });
    if (node.max <= MAX_COPIES) {
      let part = NOTHING;
      for (let copy = 0; copy < node.max; copy++) part = join(part, copy < node.min ? once() : optional(once()));
      return part;
    }
    const part = once();
    connect(part.last, part.first);
    return node.min === 0 ? optional(part) : { ...part, empty: Math.min(1, part.empty) };
  };

  const build = (node: RegexNode): Part => {
    if (reads.length > MAX_STATES) return NOTHING;
    switch (node.op) {
      case "empty":
      case "edge":
        return NOTHING;
      case "set":
        return state(node.set);
      case "sequence":
        return node.items.reduce((part, item) => join(part, build(item)), NOTHING);
      case "choice":
        return node.items.map(build).reduce((a, b) => ({
          empty: Math.min(2, a.empty + b.empty),
          first: sum(a.first, b.first, 1),
          last: sum(a.last, b.last, 1),
        }));
      case "repeat":
        return repeat(node);
      case "group":
        bodies.set(node.index, node.inner);
        return build(node.inner);
      case "atomic":
        return build(node.inner);
      case "reference": {
        const body = bodies.get(node.index);
        bodies.delete(node.index);
        return body === undefined ? NOTHING : build(body);
      }
      case "look":
        return { empty: 1, first: build(node.inner).first, last: new Map() };
      default:
        return node satisfies never;
    }
  };

  const whole = build(root);
  return reads.length > MAX_STATES ? undefined : { alphabet, reads, next, first: [...whole.first.keys()] };
}

function add(ways: Ways, state: number, count: number): void {
  const total = Math.min(2, (ways.get(state) ?? 0) + count);
  if (total > 0) ways.set(state, total);
}

function sum(a: Ways, b: Ways, factor: number): Ways {
  const result = new Map(a);
  for (const [state, ways] of b) add(result, state, ways * factor);
  return result;
}

import type { Shape, Span } from "#analysis/ir/expression.ts";
import { hull, type NumberValue, type Origin, type Value } from "./value.ts";

/** `unsure`: making it may have failed, and nobody looked. `failed`: it did, on this way. */
export type Status = "live" | "unsure" | "failed" | "released";

/** What is known of a text in a region: its length without the end mark. */
export interface Text {
  readonly low: number;
  readonly high: number;
  readonly origin?: Origin | undefined;
  /** The end mark may be missing. */
  readonly open?: Span;
}

/** Something in memory: a variable, what was allocated, a literal, an opened file. */
export interface Thing {
  readonly id: number;
  readonly what: "variable" | "made" | "text" | "outside";
  readonly name: string;
  /** Of `made`: who releases it, see the facts. */
  readonly family: string;
  readonly status: Status;
  /** Bytes, or elements where `shape` is an array's. */
  readonly bytes: NumberValue | undefined;
  readonly length: NumberValue | undefined;
  /** What a cell holds that nobody wrote. */
  readonly blank: "nothing" | "zero" | "unknown";
  readonly shape: Shape | undefined;
  readonly made: Span;
  readonly released: Span | undefined;
  /** Somebody else may hold its address. */
  readonly escaped: boolean;
  readonly cells: ReadonlyMap<string, Value>;
  readonly texts: ReadonlyMap<string, Text>;
}

/** One way through the program, up to here. */
export interface State {
  readonly things: Map<number, Thing>;
  /** Variables of the open functions, innermost last; the first frame holds the globals. */
  readonly frames: readonly ReadonlyMap<string, number>[];
  /** A test was passed whose answer nobody knows: tests that hang together may have been answered otherwise. */
  readonly loose: boolean;
}

export function fork(state: State): State {
  return { ...state, things: new Map(state.things) };
}

export function change(state: State, id: number, changes: Partial<Thing>): void {
  const thing = state.things.get(id);
  if (thing !== undefined) state.things.set(id, { ...thing, ...changes });
}

export function variable(state: State, name: string): Thing | undefined {
  for (const frame of [state.frames.at(-1), state.frames[0]]) {
    const id = frame?.get(name);
    if (id !== undefined) return state.things.get(id);
  }
  return undefined;
}

/** The state that is both, or undefined where they differ in more than numbers. */
function joined(a: State, b: State): State | undefined {
  if (a.frames.length !== b.frames.length) return undefined;
  for (const [index, frame] of a.frames.entries()) {
    const other = b.frames[index];
    if (other === undefined) return undefined;
    for (const [name, id] of frame) if (other.has(name) && other.get(name) !== id) return undefined;
  }
  for (const [id, thing] of a.things) {
    const other = b.things.get(id);
    if (thing === other) continue;
    if (other === undefined ? thing.what === "made" : other.status !== thing.status || other.escaped !== thing.escaped)
      return undefined;
  }
  const things = new Map(a.things);
  for (const [id, other] of b.things) {
    const thing = a.things.get(id);
    if (thing === other) continue;
    if (thing === undefined) {
      if (other.what === "made") return undefined;
      things.set(id, other);
      continue;
    }
    const both = joinedThing(thing, other);
    if (both === undefined) return undefined;
    things.set(id, both);
  }
  const frames = a.frames.map((frame, index) => {
    const other = b.frames[index];
    return other === undefined || other === frame ? frame : new Map([...other, ...frame]);
  });
  return { things, frames, loose: a.loose || b.loose };
}

function joinedThing(a: Thing, b: Thing): Thing | undefined {
  if (a.status !== b.status || a.escaped !== b.escaped) return undefined;
  const cells = new Map<string, Value>();
  for (const [key, value] of a.cells) {
    const other = b.cells.get(key);
    const both = other === undefined ? undefined : joinedValue(value, other);
    if (both === undefined) return undefined;
    cells.set(key, both);
  }
  if (a.cells.size !== b.cells.size) return undefined;
  const texts = new Map(a.texts);
  for (const [key, text] of b.texts) {
    const other = texts.get(key);
    if (other === undefined) return undefined;
    const open = other.open ?? text.open;
    texts.set(key, {
      low: Math.min(text.low, other.low),
      high: Math.max(text.high, other.high),
      origin: other.origin ?? text.origin,
      ...(open === undefined ? {} : { open }),
    });
  }
  return texts.size === b.texts.size ? { ...a, cells, texts } : undefined;
}

function joinedValue(a: Value, b: Value): Value | undefined {
  if (a === b) return a;
  if (a.kind === "number" && b.kind === "number") {
    const both = hull(a, b);
    return a.low === b.low && a.high === b.high ? { ...both, reached: a.reached && b.reached } : { ...both, reached: false };
  }
  if (a.kind === "pointer" && b.kind === "pointer")
    return a.to === b.to && a.path === b.path ? { ...a, offset: { ...hull(a.offset, b.offset), reached: false } } : undefined;
  if (a.kind !== b.kind) return undefined;
  return a.kind === "null" || a.kind === "unknown" || a.kind === "nothing" ? a : undefined;
}

/** Few states that stand for all: equal in what was made and released, their numbers put together. What is too much is left out. */
export function thinned(states: readonly State[], most: number): readonly State[] {
  if (states.length <= 3) return states;
  const kept: State[] = [];
  for (const state of states) {
    let done = false;
    for (const [at, other] of kept.entries()) {
      const both = joined(other, state);
      if (both === undefined) continue;
      kept[at] = both;
      done = true;
      break;
    }
    if (!done) kept.push(state);
  }
  return kept.slice(0, most);
}

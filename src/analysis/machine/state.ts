import type { Text, Thing } from "./thing.ts";
import { copied, differences, putThing, thingAt, type Things } from "./things.ts";
import { ANY, hull, type Value } from "./value.ts";

/** One way through the program, up to here. */
export interface State {
  readonly things: Things;
  /** Variables of the open functions, innermost last; the first frame holds the globals. */
  readonly frames: readonly ReadonlyMap<string, number>[];
  /** A test was passed whose answer nobody knows: tests that hang together may have been answered otherwise. */
  readonly loose: boolean;
}

export function fork(state: State): State {
  return { ...state, things: copied(state.things) };
}

export function change(state: State, id: number, changes: Partial<Thing>): void {
  const thing = thingAt(state.things, id);
  if (thing !== undefined) putThing(state.things, id, { ...thing, ...changes });
}

export function variable(state: State, name: string): Thing | undefined {
  for (const frame of [state.frames.at(-1), state.frames[0]]) {
    const id = frame?.get(name);
    if (id !== undefined) return thingAt(state.things, id);
  }
  return undefined;
}

/** The state that is both, or undefined where they differ in more than numbers. */
function joined(a: State, b: State): State | undefined {
  if (a.frames.length !== b.frames.length) return undefined;
  for (const [index, frame] of a.frames.entries()) {
    const other = b.frames[index];
    if (other === undefined) return undefined;
    if (frame === other) continue;
    for (const [name, id] of frame) if (other.has(name) && other.get(name) !== id) return undefined;
  }
  const alike = differences(a.things, b.things, (_id, thing, other) => {
    if (thing === undefined || other === undefined) return (thing ?? other)?.what !== "made";
    return other.status === thing.status && other.escaped === thing.escaped;
  });
  if (!alike) return undefined;
  const things = copied(a.things);
  const possible = differences(a.things, b.things, (id, thing, other) => {
    const both = thing === undefined || other === undefined ? (thing ?? other) : joinedThing(thing, other);
    if (both !== undefined && both !== thing) putThing(things, id, both);
    return both !== undefined;
  });
  if (!possible) return undefined;
  const frames = a.frames.map((frame, index) => {
    const other = b.frames[index];
    return other === undefined || other === frame ? frame : new Map([...other, ...frame]);
  });
  return { things, frames, loose: a.loose || b.loose };
}

function joinedThing(a: Thing, b: Thing): Thing | undefined {
  if (a.status !== b.status || a.escaped !== b.escaped) return undefined;
  const open = a.blank === "unknown" && b.blank === "unknown";
  const cells = a.cells === b.cells ? a.cells : joinedCells(a.cells, b.cells, open);
  const texts = a.texts === b.texts ? a.texts : joinedTexts(a.texts, b.texts, open);
  return cells === undefined || texts === undefined ? undefined : { ...a, cells, texts };
}

/** `open`: what a cell holds that is missing is not known. */
function joinedCells(
  a: ReadonlyMap<string, Value>,
  b: ReadonlyMap<string, Value>,
  open: boolean,
): ReadonlyMap<string, Value> | undefined {
  const cells = new Map<string, Value>();
  const mayGo = (value: Value): boolean => open && (value.kind === "number" || value.kind === "unknown");
  for (const [key, value] of a) {
    const other = b.get(key);
    const both = other === undefined ? undefined : joinedValue(value, other);
    if (both !== undefined) cells.set(key, both);
    else if (other !== undefined || !mayGo(value)) return undefined;
  }
  for (const [key, value] of b) if (!a.has(key) && !mayGo(value)) return undefined;
  return cells;
}

function joinedTexts(
  a: ReadonlyMap<string, Text>,
  b: ReadonlyMap<string, Text>,
  open: boolean,
): ReadonlyMap<string, Text> | undefined {
  const texts = new Map<string, Text>();
  for (const [key, text] of a) {
    const other = b.get(key);
    if (other === undefined) {
      if (!open) return undefined;
      continue;
    }
    const ends = other.open ?? text.open;
    texts.set(key, {
      low: Math.min(text.low, other.low),
      high: Math.max(text.high, other.high),
      origin: other.origin ?? text.origin,
      ...(ends === undefined ? {} : { open: ends }),
    });
  }
  return open || texts.size === b.size ? texts : undefined;
}

function joinedValue(a: Value, b: Value): Value | undefined {
  if (a === b) return a;
  if (a.kind === "number" && b.kind === "number") {
    const both = hull(a, b);
    return a.low === b.low && a.high === b.high ? { ...both, reached: a.reached && b.reached } : { ...both, reached: false };
  }
  if (a.kind === "pointer" && b.kind === "pointer")
    return a.to === b.to && a.path === b.path ? { ...a, offset: { ...hull(a.offset, b.offset), reached: false } } : undefined;
  if (a.kind !== b.kind) {
    if (isPlain(a) && isPlain(b)) return ANY;
    return undefined;
  }
  return a.kind === "null" || a.kind === "unknown" || a.kind === "nothing" ? a : undefined;
}

/** A number, or what may be one, that nobody chose. */
function isPlain(value: Value): boolean {
  return (value.kind === "number" || value.kind === "unknown") && value.origin === undefined;
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
    if (!done && kept.length < most) kept.push(state);
  }
  return kept;
}

import { type Machine, pressure } from "./machine.ts";
import { keep } from "./memory.ts";
import type { State } from "./state.ts";
import type { Text, Thing } from "./thing.ts";
import { copied, differences, putThing, thingAt } from "./things.ts";
import { ANY, hull, type NumberValue, UNKNOWN, type Value } from "./value.ts";

/** So few are not worth putting together. */
const FEW = 3;
/** Where more are left, what is only known of things from outside is given up. */
const MANY = 6;
/** More are not even compared. */
const TRIED = 64;

/** `strictly`: but for numbers, all is alike. `loosely`: what is made is alike. `anyhow`: what differs is forgotten, and nobody is told of it any more. */
type How = "strictly" | "loosely" | "anyhow";

interface Joining {
  readonly how: How;
  /** Addresses that were forgotten, though somebody may hold them. */
  readonly dropped: Value[];
  /** Whether a value that not all states hold may be forgotten. */
  lost(value: Value): boolean;
}

/** Few states that stand for all: equal in what was made and released, their numbers put together. What is too much is left out. */
export function thinned(machine: Machine, states: readonly State[], most: number): readonly State[] {
  if (states.length <= FEW || (states.length <= most && apart.has(states))) return states;
  const pressed = pressure(machine);
  let kept = together(machine, states.slice(0, TRIED), "strictly");
  if (kept.length > (pressed > 0 ? FEW : MANY)) kept = together(machine, kept, "loosely");
  const least = pressed > 1 ? FEW : pressed > 0 ? most / 2 : most;
  if (pressed > 0 && kept.length > least) kept = together(machine, kept, "anyhow");
  apart.add(kept);
  if (kept.length <= least) return kept;
  if (pressed > 0) machine.cut = true;
  return kept.slice(0, least);
}

/** States that were compared with each other, and which nothing was done with since. */
const apart = new WeakSet<readonly State[]>();

function together(machine: Machine, states: readonly State[], how: How): readonly State[] {
  const kept: State[] = [];
  const hint: Hint = { id: -1 };
  for (const state of states) {
    const count = kept.length;
    let at = 0;
    for (; at < count; at++) {
      const other = kept[at] as State;
      if (!mayJoin(other, state, how)) continue;
      machine.steps--;
      const both = joined(other, state, how, hint);
      if (both === undefined) continue;
      kept[at] = both;
      break;
    }
    if (at === count) kept.push(state);
  }
  return kept;
}

function mayJoin({ things: a }: State, { things: b }: State, how: How): boolean {
  return how === "anyhow" || (a.made === b.made && (how === "loosely" || a.other === b.other));
}

/** The number of the thing that kept two states apart last: it will keep others apart too. */
interface Hint {
  id: number;
}

/** The state that is both, or undefined where they differ in more than is allowed. */
function joined(a: State, b: State, how: How, hint: Hint): State | undefined {
  if (!namesAgree(a.frames, b.frames)) return undefined;
  const joining: Joining = {
    how,
    dropped: [],
    lost: (value) =>
      value.kind === "null" ||
      value.kind === "unknown" ||
      (value.kind === "number" && value.origin === undefined) ||
      (value.kind === "pointer" && (thingAt(a.things, value.to) ?? thingAt(b.things, value.to))?.what === "outside"),
  };
  const changed: Thing[] = [];
  const fits = (id: number, thing: Thing | undefined, other: Thing | undefined): boolean => {
    const both = thing === other ? thing : eitherThing(thing, other, joining);
    if (both === undefined && thing !== other) {
      hint.id = id;
      return false;
    }
    if (both !== undefined && both !== thing) changed.push(both);
    return true;
  };
  if (hint.id >= 0 && !fits(hint.id, thingAt(a.things, hint.id), thingAt(b.things, hint.id))) return undefined;
  changed.length = 0;
  joining.dropped.length = 0;
  if (!differences(a.things, b.things, fits)) return undefined;
  const things = copied(a.things);
  for (const thing of changed) putThing(things, thing.id, thing);
  const both = { things, frames: joinedFrames(a.frames, b.frames), loose: a.loose || b.loose };
  for (const value of joining.dropped) keep(both, value);
  return both;
}

/** Whether no name stands for two things. */
function namesAgree(a: State["frames"], b: State["frames"]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  // The innermost one differs most often.
  for (let at = a.length - 1; at >= 0; at--) {
    const frame = a[at];
    const other = b[at];
    if (frame === other || frame === undefined || other === undefined) continue;
    for (const [name, id] of frame) if ((other.get(name) ?? id) !== id) return false;
  }
  return true;
}

function joinedFrames(a: State["frames"], b: State["frames"]): State["frames"] {
  if (a.every((frame, at) => frame === b[at])) return a;
  return a.map((frame, at) => {
    const other = b[at];
    return other === undefined || other === frame ? frame : new Map([...other, ...frame]);
  });
}

function eitherThing(a: Thing | undefined, b: Thing | undefined, joining: Joining): Thing | undefined {
  if (a === undefined || b === undefined) {
    const one = a ?? b;
    return one?.what !== "made" ? one : joining.how === "anyhow" ? { ...one, escaped: true } : undefined;
  }
  const alike = b.status === a.status && b.escaped === a.escaped;
  const may = alike || joining.how === "anyhow" || (joining.how === "loosely" && a.what !== "made");
  return may ? joinedThing(a, b, joining) : undefined;
}

/** The first one itself where that is both. */
function joinedThing(a: Thing, b: Thing, joining: Joining): Thing | undefined {
  const anyhow = joining.how === "anyhow";
  const open = anyhow || (a.blank === "unknown" && b.blank === "unknown");
  const cells = a.cells === b.cells ? a.cells : joinedCells(a.cells, b.cells, open, joining);
  if (cells === undefined) return undefined;
  const texts = a.texts === b.texts ? a.texts : joinedTexts(a.texts, b.texts, open);
  if (texts === undefined) return undefined;
  // What is live on one way and released on the other is somebody else's from now on.
  const settled = anyhow && a.what === "made" && a.status !== b.status;
  const status = a.status === b.status ? a.status : settled ? "live" : "unsure";
  const escaped = a.escaped || b.escaped || settled;
  const lost = anyhow && (isFewer(cells, a.cells, b.cells) || isFewer(texts, a.texts, b.texts));
  const blank = a.blank === b.blank && !lost ? a.blank : "unknown";
  const asked = Math.max(a.asked, b.asked);
  const bytes = joinedSize(a.bytes, b.bytes);
  const length = joinedSize(a.length, b.length);
  const same =
    cells === a.cells &&
    texts === a.texts &&
    status === a.status &&
    escaped === a.escaped &&
    asked === a.asked &&
    blank === a.blank &&
    bytes === a.bytes &&
    length === a.length;
  return same ? a : { ...a, status, escaped, asked, blank, bytes, length, cells, texts };
}

function isFewer({ size }: ReadonlyMap<string, unknown>, ...others: readonly ReadonlyMap<string, unknown>[]): boolean {
  return others.some((other) => size < other.size);
}

function joinedSize(a: NumberValue | undefined, b: NumberValue | undefined): NumberValue | undefined {
  if (a === b || a === undefined || b === undefined) return a === b ? a : undefined;
  if (isSame(a, b)) return a;
  return a.low === b.low && a.high === b.high ? hull(a, b) : { ...hull(a, b), reached: false };
}

/** `open`: what a cell holds that is missing is not known. */
function joinedCells(
  a: ReadonlyMap<string, Value>,
  b: ReadonlyMap<string, Value>,
  open: boolean,
  joining: Joining,
): ReadonlyMap<string, Value> | undefined {
  let cells: Map<string, Value> | undefined;
  const mayGo = (value: Value): boolean =>
    open && (value.kind === "number" || value.kind === "unknown" || isDropped(joining, value));
  for (const [key, value] of a) {
    const other = b.get(key);
    const both = other === undefined ? undefined : joinedValue(value, other, joining);
    if (both === undefined && (other !== undefined || !mayGo(value))) return undefined;
    if (both === value) continue;
    cells ??= new Map(a);
    if (both === undefined) cells.delete(key);
    else cells.set(key, both);
  }
  for (const [key, value] of b) if (!a.has(key) && !mayGo(value)) return undefined;
  return cells ?? a;
}

function joinedTexts(
  a: ReadonlyMap<string, Text>,
  b: ReadonlyMap<string, Text>,
  open: boolean,
): ReadonlyMap<string, Text> | undefined {
  if (a.size === 0 && (open || b.size === 0)) return a;
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

/** Whether a value may be forgotten, which is then noted. */
function isDropped({ how, dropped }: Joining, ...values: readonly Value[]): boolean {
  if (how !== "anyhow") return false;
  dropped.push(...values);
  return true;
}

function joinedValue(a: Value, b: Value, joining: Joining): Value | undefined {
  if (a === b) return a;
  if (a.kind === "number" && b.kind === "number") {
    if (isSame(a, b)) return a;
    const both = hull(a, b);
    return a.low === b.low && a.high === b.high ? { ...both, reached: a.reached && b.reached } : { ...both, reached: false };
  }
  if (a.kind === "pointer" && b.kind === "pointer" && a.to === b.to && a.path === b.path)
    return { ...a, offset: { ...hull(a.offset, b.offset), reached: false } };
  if (a.kind === b.kind && (a.kind === "null" || a.kind === "unknown" || a.kind === "nothing")) return a;
  if (isPlain(a) && isPlain(b)) return ANY;
  const loosely = joining.how === "loosely" && joining.lost(a) && joining.lost(b);
  return loosely || isDropped(joining, a, b) ? UNKNOWN : undefined;
}

/** Whether putting both together gives the first one. */
function isSame(a: NumberValue, b: NumberValue): boolean {
  return (
    a.low === b.low &&
    a.high === b.high &&
    a.reached === b.reached &&
    a.origin === b.origin &&
    a.float === b.float &&
    a.vague === b.vague &&
    a.nonzero === b.nonzero &&
    a.counts === undefined &&
    a.upTo === undefined &&
    (a.term === b.term ||
      (a.term !== undefined &&
        b.term !== undefined &&
        a.term.id === b.term.id &&
        a.term.times === b.term.times &&
        a.term.add === b.term.add))
  );
}

/** A number, or what may be one, that nobody chose. */
function isPlain(value: Value): boolean {
  return (value.kind === "number" || value.kind === "unknown") && value.origin === undefined;
}

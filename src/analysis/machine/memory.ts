import type { Shape, Span } from "#analysis/ir/expression.ts";
import { type Machine, type Step } from "./machine.ts";
import { putThing, thingAt } from "./things.ts";
import { change, type State } from "./state.ts";
import type { Thing } from "./thing.ts";
import { asNumber, between, exactly, NULL, type NumberValue, type PointerValue, rangeOf, UNKNOWN, type Value } from "./value.ts";

export const ZERO = exactly(0);

/** Numbers that one place may give to things of one state before it is given up to tell them the same on all ways. */
const MOST_ALIKE = 64;

/** What is made at one place has one number on all ways, so that ways can be put together again. */
export function create(machine: Machine, state: State, thing: Partial<Thing> & Pick<Thing, "what" | "name" | "made">): number {
  const id = numberFor(machine, state, thing);
  putThing(state.things, id, {
    id,
    family: "",
    status: "live",
    bytes: undefined,
    length: undefined,
    blank: "unknown",
    shape: undefined,
    released: undefined,
    escaped: false,
    asked: 0,
    cells: new Map(),
    texts: new Map(),
    ...thing,
  });
  return id;
}

function numberFor(machine: Machine, state: State, { what, made, name }: Pick<Thing, "what" | "name" | "made">): number {
  const numbers = numbersAt(
    machine,
    (made.start * WHATS.length + WHATS.indexOf(what)) * DEPTHS + machine.calls.length,
    what === "text" ? "" : name,
  );
  for (let at = 0; at < MOST_ALIKE; at++) {
    const id = (numbers[at] ??= machine.ids++);
    const before = thingAt(state.things, id);
    // A variable whose block is entered once more is the same variable.
    if (before === undefined || (what === "variable" && before.what === "variable" && !before.escaped)) return id;
  }
  return machine.ids++;
}

const WHATS: readonly Thing["what"][] = ["variable", "made", "text", "outside"];
/** More calls are never open at once. */
const DEPTHS = 64;

function numbersAt(machine: Machine, place: number, name: string): number[] {
  let names = machine.numbers.get(place);
  if (names === undefined) machine.numbers.set(place, (names = new Map()));
  let numbers = names.get(name);
  if (numbers === undefined) names.set(name, (numbers = []));
  return numbers;
}

export function pointerTo(id: number, shape: Shape | undefined): PointerValue {
  return { kind: "pointer", to: id, path: "", offset: ZERO, shape, length: undefined };
}

export function keyOf({ path, offset }: PointerValue): string | undefined {
  if (offset.low !== offset.high) return undefined;
  if (offset.low !== 0) return `${path}[${offset.low}]`;
  let key = firstKeys.get(path);
  if (key === undefined) {
    // Bounded: a process may look at any number of files.
    if (firstKeys.size > MOST_KEYS) firstKeys.clear();
    firstKeys.set(path, (key = `${path}[0]`));
  }
  return key;
}

const MOST_KEYS = 20_000;
/** The key of the first element of a region: put together once, as most places are read many times. */
const firstKeys = new Map<string, string>([["", "[0]"]]);

/** How many elements lie in the region that an address leads into. */
export function lengthOf(thing: Thing, pointer: PointerValue): NumberValue | undefined {
  if (pointer.path !== "") return pointer.length === undefined ? undefined : exactly(pointer.length);
  const { shape, length, bytes } = thing;
  const own = shape?.kind === "array" ? shape.element : shape;
  const unit = pointer.shape?.kind === "array" ? undefined : pointer.shape?.bytes;
  if (length !== undefined && (pointer.shape === own || own?.bytes === unit)) return length;
  const all = bytes ?? (length !== undefined && own?.bytes !== undefined ? times(length, own.bytes) : undefined);
  if (all === undefined || unit === undefined || unit === 0) return undefined;
  const { term } = all;
  const shared =
    term !== undefined && term.times % unit === 0
      ? { id: term.id, times: term.times / unit, add: Math.floor(term.add / unit) }
      : undefined;
  return {
    ...between(Math.floor(all.low / unit), Math.floor(all.high / unit)),
    reached: all.reached,
    ...(shared === undefined ? {} : { term: shared }),
  };
}

function times(value: NumberValue, factor: number): NumberValue {
  return {
    ...value,
    low: value.low * factor,
    high: value.high * factor,
    upTo: undefined,
    term: value.term && { id: value.term.id, times: value.term.times * factor, add: value.term.add * factor },
  };
}

/** Bytes from an address to the end of its region. */
export function bytesBehind(state: State, pointer: PointerValue): NumberValue | undefined {
  const thing = thingAt(state.things, pointer.to);
  if (thing === undefined) return undefined;
  if (pointer.path !== "" && pointer.shape?.bytes === undefined) return undefined;
  const unit = pointer.shape?.bytes ?? (pointer.offset.low === 0 && pointer.offset.high === 0 ? 1 : undefined);
  if (unit === undefined) return undefined;
  const { path, offset } = pointer;
  const length = path === "" && thing.bytes !== undefined ? undefined : lengthOf(thing, pointer);
  const all = length === undefined ? (path === "" ? thing.bytes : undefined) : times(length, unit);
  if (all === undefined) return undefined;
  return {
    ...between(all.low - offset.high * unit, all.high - offset.low * unit),
    ...(offset.low === 0 && offset.high === 0 ? { term: all.term } : {}),
  };
}

export function storyOf(thing: Thing): Step[] {
  const steps: Step[] = [];
  if (thing.what === "made") steps.push({ ...thing.made, note: `${thing.name} is made here` });
  else if (thing.what === "variable") steps.push({ ...thing.made, note: `${thing.name} is declared here` });
  if (thing.released !== undefined) steps.push({ ...thing.released, note: "it is released here" });
  return steps.map(({ start, end, note }) => ({ start, end, note }));
}

/** What lies at an address; the address has been looked at. */
export function load(machine: Machine, state: State, pointer: PointerValue, place: Span): Value {
  const thing = thingAt(state.things, pointer.to);
  if (thing === undefined) return UNKNOWN;
  const { shape } = pointer;
  const key = keyOf(pointer);
  if (shape?.kind === "array") return decayed(pointer, shape, key);
  if (shape?.kind === "record") return key === undefined ? UNKNOWN : recordAt(thing, key);
  if (thing.what === "text" && key !== undefined && pointer.path === "") {
    const { low } = pointer.offset;
    return low < thing.name.length ? exactly(thing.name.charCodeAt(low)) : low === thing.name.length ? ZERO : UNKNOWN;
  }
  const known = key === undefined ? undefined : thing.cells.get(key);
  if (known !== undefined) return known;
  if (shape?.kind === "unknown" && key !== undefined && hasFields(thing, key)) return recordAt(thing, key);
  if (thing.blank === "zero" && key !== undefined) return shape?.kind === "pointer" ? NULL : ZERO;
  const origin = thing.texts.get(pointer.path)?.origin;
  if (
    thing.blank === "nothing" &&
    key !== undefined &&
    !thing.texts.has(pointer.path) &&
    thing.cells.size === 0 &&
    thing.shape?.kind !== "array" &&
    thing.shape?.kind !== "record"
  )
    return { kind: "nothing" };
  const made = freshOf(machine, state, shape, place, thing, origin);
  if (key !== undefined && made.kind === "pointer")
    change(state, thing.id, { cells: new Map(thingAt(state.things, thing.id)?.cells).set(key, made) });
  return made;
}

/** Something of which only the type is known. */
export function freshOf(
  machine: Machine,
  state: State,
  shape: Shape | undefined,
  place: Span,
  owner?: Thing,
  origin?: { start: number; end: number; note: string },
): Value {
  if (shape?.kind === "pointer") {
    const texts = origin === undefined ? {} : { texts: new Map([["", { low: 0, high: Infinity, origin }]]) };
    const name = owner?.name ?? "";
    const id = create(machine, state, { what: "outside", name, made: place, status: "unsure", escaped: true, ...texts });
    return pointerTo(id, shape.element);
  }
  const range = rangeOf(shape);
  if (range !== undefined) {
    const number = between(range[0], range[1], origin);
    return origin === undefined ? { ...number, term: { id: machine.ids++, times: 1, add: 0 } } : number;
  }
  return origin === undefined ? UNKNOWN : { kind: "unknown", origin };
}

function decayed(pointer: PointerValue, shape: Shape, key: string | undefined): Value {
  const element = shape.element;
  const whole = pointer.path === "" && pointer.offset.high === 0 && pointer.offset.low === 0;
  const length = shape.length?.kind === "constant" && typeof shape.length.value === "number" ? shape.length.value : undefined;
  if (whole) return { kind: "pointer", to: pointer.to, path: "", offset: ZERO, shape: element, length: undefined };
  return key === undefined ? UNKNOWN : { kind: "pointer", to: pointer.to, path: key, offset: ZERO, shape: element, length };
}

/** A record of which nothing is declared here was filled field by field. */
function hasFields({ cells }: Thing, key: string): boolean {
  for (const name of cells.keys()) if (name.startsWith(`${key}.`)) return true;
  return false;
}

function recordAt(thing: Thing, key: string): Value {
  const cells = new Map<string, Value>();
  for (const [name, value] of thing.cells) if (name.startsWith(`${key}.`)) cells.set(name.slice(key.length), value);
  return { kind: "record", cells };
}

/** Puts a value at an address; the address has been looked at. */
export function store(state: State, pointer: PointerValue, value: Value): void {
  const thing = thingAt(state.things, pointer.to);
  // What lies where nobody can tell may be used from anywhere.
  if (thing === undefined || keyOf(pointer) === undefined) keep(state, value);
  if (thing === undefined) return;
  const key = keyOf(pointer);
  const cells = new Map(thing.cells);
  if (key === undefined) {
    for (const [name, inner] of cells) {
      if (!name.startsWith(`${pointer.path}[`)) continue;
      keep(state, inner);
      cells.delete(name);
    }
    change(state, thing.id, { cells, blank: "unknown", ...endedSomewhere(thing, pointer, value) });
    return;
  }
  if (value.kind === "record") {
    for (const name of cells.keys()) if (name.startsWith(`${key}.`)) cells.delete(name);
    for (const [name, inner] of value.cells) cells.set(key + name, inner);
  } else cells.set(key, value);
  change(state, thing.id, { cells, ...textAfter(thing, pointer, value) });
}

/** Somebody may hold this address from now on. */
export function keep(state: State, value: Value): void {
  if (value.kind === "record") for (const inner of value.cells.values()) keep(state, inner);
  if (value.kind === "pointer") change(state, value.to, { escaped: true });
}

/** A zero written where nobody can tell may be the end mark. */
function endedSomewhere(thing: Thing, { path }: PointerValue, value: Value): Partial<Thing> {
  const text = thing.texts.get(path);
  const number = asNumber(value);
  if (text?.open === undefined || number.low !== 0 || number.high !== 0) return {};
  const { open: _, ...ended } = text;
  return { texts: new Map(thing.texts).set(path, ended) };
}

/** A zero written into a text ends it there at the latest. */
function textAfter(thing: Thing, pointer: PointerValue, value: Value): Partial<Thing> {
  const text = thing.texts.size === 0 ? undefined : thing.texts.get(pointer.path);
  if (text === undefined) return {};
  const { low, high } = pointer.offset;
  const number = asNumber(value);
  const texts = new Map(thing.texts);
  const origin = text.origin === undefined ? {} : { origin: text.origin };
  if (number.low === 0 && number.high === 0)
    texts.set(pointer.path, { low: Math.min(text.low, low), high: Math.min(text.high, high), ...origin });
  else if (number.low <= 0 && number.high >= 0) texts.set(pointer.path, { ...text, low: Math.min(text.low, low) });
  return { texts };
}

/** Nothing is known of what lies there. */
export function isForgotten({ cells, texts, blank }: Thing): boolean {
  return blank === "unknown" && cells.size === 0 && texts.size === 0;
}

/** Whatever an address leads to may have been changed, and somebody may keep it. */
export function expose(state: State, value: Value, seen: Set<number> = new Set()): void {
  if (value.kind === "record") for (const inner of value.cells.values()) expose(state, inner, seen);
  if (value.kind !== "pointer" || seen.has(value.to)) return;
  seen.add(value.to);
  const thing = thingAt(state.things, value.to);
  if (thing === undefined) return;
  for (const inner of thing.cells.values()) expose(state, inner, seen);
  if (thing.what === "text" || (isForgotten(thing) && thing.escaped && thing.status !== "unsure")) return;
  change(state, thing.id, {
    escaped: true,
    cells: new Map(),
    texts: new Map(),
    blank: "unknown",
    ...(thing.status === "unsure" ? { status: "live" as const } : {}),
  });
}

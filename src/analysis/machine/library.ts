import type { Call } from "#analysis/ir/expression.ts";
import type { MemoryModel } from "#analysis/models/schema.ts";
import { type Machine, type Outcome, report } from "./machine.ts";
import { thingAt } from "./things.ts";
import { follow } from "./access.ts";
import { bytesBehind, expose, isForgotten, storyOf } from "./memory.ts";
import { fillArguments } from "./fills.ts";
import { nameOf } from "./places.ts";
import { change, fork, type State } from "./state.ts";
import { product, result } from "./results.ts";
import { putText, readText } from "./text.ts";
import { asNumber, NULL, type NumberValue, UNKNOWN, type Value } from "./value.ts";

/** A call of what stands outside of the file, as the models know it. */
export function callLibrary(
  machine: Machine,
  state: State,
  name: string,
  models: readonly MemoryModel[],
  values: readonly Value[],
  node: Call,
): readonly Outcome[] {
  const [model] = models;
  if (model === undefined) {
    for (const value of values) expose(state, value);
    exposeGlobals(state);
    if (/^[A-Z_\d]+$/u.test(name) || machine.ir.macros?.has(name) === true) exposeLocals(state);
    return [{ state, value: UNKNOWN }];
  }
  for (const place of model.follows ?? []) {
    const value = values[Number(place)];
    const argument = node.arguments[Number(place)]?.value;
    if (value === undefined || argument === undefined || (value.kind === "null" && touchesNothing(model, values, place)))
      continue;
    if (!follow(machine, state, value, argument, nameOf(argument))) return [];
    if (model.text?.to !== place && model.writes?.to !== place) readText(machine, state, value, node, name);
  }
  const template = model.prints ?? model.text?.template;
  if (template !== undefined) printed(machine, state, values, Number(template), node, name);
  for (const [access, range] of [
    ["write", model.writes && { at: model.writes.to, bytes: model.writes.bytes }],
    ["read", model.reads && { at: model.reads.from, bytes: model.reads.bytes }],
  ] as const)
    if (range !== undefined) block(machine, state, access, values[Number(range.at)], product(values, range.bytes), node, name);
  if (model.writes !== undefined)
    blur(
      state,
      values[Number(model.writes.to)],
      model.reads === undefined &&
        name === "memset" &&
        asNumber(values[1] ?? UNKNOWN).high === 0 &&
        asNumber(values[1] ?? UNKNOWN).low === 0,
    );
  if (model.text !== undefined) putText(machine, state, model.text, values, node, name);
  if (model.fills !== undefined) fillArguments(machine, state, model.fills, values, node);
  const failed =
    model.resizes === true && model.fails === "null" ? [{ state: { ...fork(state), loose: true }, value: NULL }] : [];
  if (model.releases !== undefined && !release(machine, state, model, values[Number(model.releases)], node)) return failed;
  return [...result(machine, state, name, model, values, node), ...failed];
}

/** `send(s, NULL, 0, 0)`: where no byte is read or written the address may be any. */
function touchesNothing({ reads, writes }: MemoryModel, values: readonly Value[], place: string): boolean {
  const bytes = reads?.from === place ? reads.bytes : writes?.to === place ? writes.bytes : undefined;
  return bytes !== undefined && product(values, bytes).high === 0;
}

/** A macro can write to any variable that it can name. */
export function exposeLocals(state: State): void {
  for (const id of state.frames.at(-1)?.values() ?? []) {
    const thing = thingAt(state.things, id);
    if (thing === undefined || thing.shape?.kind === "array") continue;
    let cells: Map<string, Value> | undefined;
    for (const [key, value] of thing.cells)
      if (value.kind === "number" || value.kind === "null") (cells ??= new Map(thing.cells)).delete(key);
    if (cells !== undefined || thing.blank !== "unknown") change(state, id, { cells: cells ?? thing.cells, blank: "unknown" });
  }
}

/** Arguments that a format reads to their end mark. */
function printed(machine: Machine, state: State, values: readonly Value[], at: number, node: Call, name: string): void {
  const format = values[at]?.kind === "pointer" ? thingAt(state.things, values[at].to) : undefined;
  if (format?.what !== "text") return;
  const holes = [...format.name.matchAll(/%(?:%|[-+ #0]*(?:\d+|\*)?(\.)?(?:\d+|\*)?(?:hh?|ll?|[jztLq])?([a-zA-Z]))/gu)];
  if (holes.some(([hole]) => hole.includes("*"))) return;
  for (const [position, [, cut, kind]] of holes.filter(([hole]) => hole !== "%%").entries())
    if (kind === "s" && cut === undefined) readText(machine, state, values[at + 1 + position], node, name);
}

function exposeGlobals(state: State): void {
  for (const id of state.frames[0]?.values() ?? []) {
    const thing = thingAt(state.things, id);
    if (thing === undefined || !thing.escaped || isForgotten(thing)) continue;
    for (const value of thing.cells.values()) expose(state, value);
    change(state, id, { cells: new Map(), texts: new Map(), blank: "unknown" });
  }
}

/** So many bytes are read or written at once. */
function block(
  machine: Machine,
  state: State,
  access: "read" | "write",
  value: Value | undefined,
  bytes: NumberValue,
  node: Call,
  name: string,
): void {
  if (value?.kind !== "pointer") return;
  const thing = thingAt(state.things, value.to);
  const room = bytesBehind(state, value);
  if (thing === undefined || room === undefined || thing.status === "failed") return;
  const past = bytes.low > room.high;
  const chosen = bytes.origin !== undefined && room.high !== Infinity && (bytes.high > room.high || bytes.low < 0);
  const same =
    bytes.term !== undefined &&
    room.term !== undefined &&
    bytes.term.id === room.term.id &&
    bytes.term.times === room.term.times &&
    bytes.term.add > room.term.add;
  if (!past && !chosen && !same) return;
  const story = storyOf(thing);
  if (bytes.origin !== undefined) story.unshift({ ...bytes.origin, note: `${bytes.origin.note} comes in` });
  const count = past
    ? `${bytes.low} bytes`
    : chosen
      ? `as many bytes as ${bytes.origin?.note ?? "somebody"} says`
      : "more bytes than were made";
  report(
    machine,
    access,
    node,
    `${name} ${access === "read" ? "reads" : "writes"} ${count}, but ${thing.name} has ${room.high === Infinity ? "fewer" : `${Math.max(0, room.high)} bytes`}.`,
    story,
    past ? undefined : 0.65,
  );
}

/** What lies there is not known any more; zeros are, where all of it was set to them. */
function blur(state: State, value: Value | undefined, zero = false): void {
  if (value?.kind !== "pointer") return;
  const thing = thingAt(state.things, value.to);
  if (thing === undefined) return;
  const all = value.path === "" && value.offset.low === 0 && value.offset.high === 0;
  change(state, value.to, {
    cells: new Map(),
    blank: zero && all ? "zero" : "unknown",
    texts: zero && all ? new Map([["", { low: 0, high: 0 }]]) : new Map(),
  });
}

function release(machine: Machine, state: State, model: MemoryModel, value: Value | undefined, node: Call): boolean {
  if (value?.kind !== "pointer") return true;
  const thing = thingAt(state.things, value.to);
  if (thing === undefined) return true;
  const family = model.family ?? model.gives ?? "heap";
  const name = nameOf(node.arguments[Number(model.releases)]?.value ?? node.callee);
  if (thing.status === "released") {
    report(machine, "twice", node, `${name} was released before.`, storyOf(thing));
    return false;
  }
  if (thing.status === "failed") {
    if (family !== "heap") report(machine, "null", node, `${name} is null on this way.`, storyOf(thing));
    return family === "heap";
  }
  if (family === "heap") {
    if (thing.what === "variable" || thing.what === "text" || thing.family === "stack") {
      report(
        machine,
        "foreign",
        node,
        `${name} leads to ${thing.what === "text" ? "a literal" : thing.name}, which nothing allocated.`,
        storyOf(thing),
      );
      return true;
    }
    if (value.path !== "" || value.offset.low > 0 || value.offset.high < 0) {
      if (thing.what === "made")
        report(
          machine,
          "inside",
          node,
          `${name} was moved on, so it is not the address that the allocation gave.`,
          storyOf(thing),
        );
      change(state, thing.id, { escaped: true });
      return true;
    }
  } else if (thing.status === "unsure" && thing.what === "made")
    report(
      machine,
      "unchecked",
      node,
      `${thing.name} may have given nothing, and nobody asked before ${name} is used.`,
      storyOf(thing),
    );
  change(state, thing.id, { status: "released", released: { start: node.start, end: node.end } });
  return true;
}

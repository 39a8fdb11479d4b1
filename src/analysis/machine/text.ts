import type { Span } from "#analysis/ir/expression.ts";
import type { MemoryModel } from "#analysis/models/schema.ts";
import { type Machine, report } from "./machine.ts";
import { thingAt } from "./things.ts";
import { bytesBehind, storyOf } from "./memory.ts";
import { change, type State } from "./state.ts";
import type { Text } from "./thing.ts";
import { asNumber, type Origin, type Value } from "./value.ts";

/** What is known of the text that an address leads to. */
export function textAt(state: State, value: Value | undefined): Text | undefined {
  if (value?.kind !== "pointer") return undefined;
  const text = thingAt(state.things, value.to)?.texts.get(value.path);
  if (text === undefined) return undefined;
  const { low, high } = value.offset;
  if (low < 0) return undefined;
  return { ...text, low: Math.max(0, text.low - high), high: Math.max(0, text.high - low) };
}

/** Reports a text that is read although its end mark may be missing. */
export function readText(machine: Machine, state: State, value: Value | undefined, place: Span, name: string): void {
  if (value?.kind !== "pointer") return;
  const thing = thingAt(state.things, value.to);
  const open = thing?.texts.get(value.path)?.open;
  if (thing === undefined || open === undefined) return;
  report(
    machine,
    "open_text",
    place,
    `${name} reads ${thing.name || "a text"} to its end mark, which may not have been copied.`,
    [...storyOf(thing), { start: open.start, end: open.end, note: "as many bytes as fit are copied here" }],
  );
}

/** Puts a text into the buffer that a call names, and reports where it does not fit. */
export function putText(
  machine: Machine,
  state: State,
  model: NonNullable<MemoryModel["text"]>,
  values: readonly Value[],
  place: Span,
  name: string,
): void {
  const target = values[Number(model.to)];
  if (target?.kind !== "pointer") return;
  const most = model.most === undefined ? undefined : asNumber(values[Number(model.most)] ?? { kind: "unknown" });
  const before = model.append === true ? (textAt(state, target) ?? { low: 0, high: Infinity }) : { low: 0, high: 0 };
  const source = sourceOf(state, model, values, place);
  const whole = { low: before.low + source.low, high: before.high + source.high, origin: source.origin };
  const room = bytesBehind(state, target);
  const thing = thingAt(state.things, target.to);
  if (thing === undefined) return;
  const story = [
    ...(source.origin === undefined ? [] : [{ ...source.origin, note: `${source.origin.note} comes in` }]),
    ...storyOf(thing),
  ];
  if (room !== undefined && room.high <= Number.MAX_SAFE_INTEGER) {
    const size = `${thing.name} has ${room.high} bytes`;
    if (most === undefined) {
      if (whole.low + 1 > room.high)
        report(machine, "copy", place, `${name} writes at least ${whole.low + 1} bytes, but ${size}.`, story, 0.85);
      else if (whole.high + 1 > room.high && source.origin !== undefined)
        report(
          machine,
          "copy",
          place,
          `${name} writes ${source.origin.note}${whole.high === Infinity ? ", however long it is" : `, up to ${whole.high + 1} bytes`}, but ${size}.`,
          story,
        );
    } else if (model.more === true) {
      if (
        source.high >= most.low &&
        before.low + most.low + 1 > room.high &&
        source.low + before.low + 1 > room.high - before.low
      )
        report(machine, "copy", place, `${name} may write ${before.low + most.low + 1} bytes, but ${size}.`, story, 0.6);
    } else if (
      most.low > room.high &&
      most.low < 2 ** 40 &&
      (model.cut === true || whole.high + 1 > room.high || source.origin !== undefined)
    )
      report(machine, "write", place, `${name} may write ${most.low} bytes, but ${size}.`, story);
  }
  const limit = most === undefined ? Infinity : most.high - (model.cut === true ? 0 : 1);
  const open =
    model.cut === true &&
    most !== undefined &&
    whole.high >= most.low &&
    (room === undefined || most.high >= room.low) &&
    room !== undefined;
  const kept: Text = {
    low: Math.min(whole.low, Math.max(0, limit)),
    high:
      model.more === true
        ? before.high + Math.min(source.high, most?.high ?? Infinity)
        : Math.min(whole.high, Math.max(0, limit)),
    ...(whole.origin === undefined ? {} : { origin: whole.origin }),
    ...(open ? { open: place } : {}),
  };
  const cells = new Map(thing.cells);
  for (const key of cells.keys()) if (key.startsWith(`${target.path}[`)) cells.delete(key);
  change(state, target.to, {
    cells,
    blank: "unknown",
    texts: new Map(thing.texts).set(target.path, moved(kept, target.offset.low)),
  });
}

/** The text of the whole region, where one was put behind its beginning. */
function moved(text: Text, by: number): Text {
  return by <= 0 ? text : { ...text, low: 0, high: text.high + by };
}

function sourceOf(
  state: State,
  { from, template, note }: NonNullable<MemoryModel["text"]>,
  values: readonly Value[],
  place: Span,
): Text {
  if (template !== undefined) return formatted(state, values, Number(template));
  if (from === undefined)
    return { low: 0, high: Infinity, origin: { start: place.start, end: place.end, note: note ?? "what is read" } };
  return textAt(state, values[Number(from)]) ?? { low: 0, high: Infinity };
}

/** How long a format becomes once its place-holders are filled with the arguments behind it. */
function formatted(state: State, values: readonly Value[], at: number): Text {
  const value = values[at];
  const thing = value?.kind === "pointer" ? thingAt(state.things, value.to) : undefined;
  if (thing?.what !== "text") return { low: 0, high: Infinity };
  let low = 0;
  let high = 0;
  let next = at + 1;
  let origin: Origin | undefined;
  const rest = thing.name.replaceAll(
    /%(?:%|([-+ #0]*)(\d*|\*)(?:\.(\d+|\*))?(?:hh?|ll?|[jztLq])?([a-zA-Z]))/gu,
    (hole, _flags, width: string | undefined, precision: string | undefined, kind: string | undefined) => {
      if (hole === "%%") return "%";
      if (width === "*") next++;
      if (precision === "*") next++;
      const given = values[next++];
      const least = Number(width) || 0;
      if (kind === "s") {
        const text = textAt(state, given) ?? { low: 0, high: Infinity };
        const cut = precision === undefined ? Infinity : precision === "*" ? Infinity : Number(precision);
        low += Math.max(least, Math.min(text.low, cut));
        high += Math.max(least, Math.min(text.high, cut));
        if (text.high > cut) return "";
        origin ??= text.origin;
      } else if (kind === "c") {
        low++;
        high++;
      } else if (/[dixXuo]/u.test(kind ?? "")) {
        const number = given === undefined ? undefined : asNumber(given);
        const digits = number?.low === number?.high && number !== undefined && kind !== "x" ? String(number.low).length : 1;
        low += Math.max(least, digits);
        high += Math.max(least, number?.low === number?.high && number !== undefined ? digits : 20);
      } else {
        low += least;
        high += Math.max(least, 330);
      }
      return "";
    },
  );
  return { low: low + rest.length, high: high + rest.length, ...(origin === undefined ? {} : { origin }) };
}

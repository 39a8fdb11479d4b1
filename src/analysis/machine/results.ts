import type { Call } from "#analysis/ir/expression.ts";
import type { MemoryModel } from "#analysis/models/schema.ts";
import { type Machine, type Outcome, report } from "./machine.ts";
import { thingAt } from "./things.ts";
import { create, pointerTo, store } from "./memory.ts";
import type { State } from "./state.ts";
import { textAt } from "./text.ts";
import { asNumber, between, compute, exactly, type NumberValue, type Origin, UNKNOWN, type Value } from "./value.ts";

/** A product of arguments: `0*1`. */
export function product(values: readonly Value[], text: string): NumberValue {
  let all = exactly(1);
  for (const place of text.split("*")) all = compute("*", all, asNumber(values[Number(place)] ?? UNKNOWN));
  return all;
}

/** What a call gives, as the models know it. */
export function result(
  machine: Machine,
  state: State,
  name: string,
  model: MemoryModel,
  values: readonly Value[],
  node: Call,
): readonly Outcome[] {
  const origin: Origin = { start: node.start, end: node.end, note: model.note ?? "input" };
  if (model.gives !== undefined) {
    const bytes = model.bytes === undefined ? undefined : product(values, model.bytes);
    if (
      bytes?.origin !== undefined &&
      (bytes.low < 0 || (bytes.high >= 2 ** 63 && bytes.measured !== true)) &&
      model.gives === "heap"
    )
      report(
        machine,
        "size",
        node,
        `${bytes.origin.note} chooses how much ${name} makes, and the product can be negative or wrap around.`,
        [{ ...bytes.origin, note: `${bytes.origin.note} comes in` }],
        0.45,
      );
    const id = create(machine, state, {
      what: "made",
      name: `what ${name} gives`,
      family: model.gives,
      made: { start: node.start, end: node.end },
      bytes: bytes && { ...bytes, low: Math.max(0, bytes.low) },
      status: model.fails === "null" && model.resizes !== true ? "unsure" : "live",
      blank: model.zeroed === true ? "zero" : "unknown",
    });
    return [{ state, value: pointerTo(id, undefined) }];
  }
  switch (model.result) {
    case "argument":
      return [{ state, value: values[0] ?? UNKNOWN }];
    case "length": {
      const text = textAt(state, values[0]);
      return [
        {
          state,
          value:
            text === undefined
              ? { ...between(0, Infinity), term: { id: machine.ids++, times: 1, add: 0 } }
              : between(text.low, text.high),
        },
      ];
    }
    case "number": {
      const text = values[0]?.kind === "pointer" ? thingAt(state.things, values[0].to) : undefined;
      if (text?.what === "text") return [{ state, value: exactly(Math.trunc(Number.parseFloat(text.name)) || 0) }];
      const from = textAt(state, values[0])?.origin;
      endPointer(state, values[1]);
      const [low, high] =
        name === "atoi" ? [-(2 ** 31), 2 ** 31 - 1] : name.startsWith("strtou") ? [0, Infinity] : [-Infinity, Infinity];
      return [{ state, value: between(low, high, from) }];
    }
    case "input": {
      if (model.range !== undefined) return [{ state, value: between(model.range[0], model.range[1], origin) }];
      const id = create(machine, state, {
        what: "outside",
        name: model.note ?? name,
        made: node,
        status: "unsure",
        escaped: true,
        texts: new Map([["", { low: 0, high: Infinity, origin }]]),
      });
      return [{ state, value: pointerTo(id, undefined) }];
    }
    case undefined:
      break;
  }
  if (model.range === undefined) return [{ state, value: UNKNOWN }];
  // What fills memory and tells how much it was tells no more than there was room for.
  const most = model.writes === undefined ? undefined : product(values, model.writes.bytes).high;
  if (most !== undefined && most < model.range[1]) return [{ state, value: { ...between(-1, most), tested: true } }];
  return [{ state, value: between(model.range[0], model.range[1]) }];
}

/** `strtol` leaves an address in its second argument. */
function endPointer(state: State, value: Value | undefined): void {
  if (value?.kind === "pointer") store(state, value, UNKNOWN);
}

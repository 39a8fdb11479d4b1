import type { Call } from "#analysis/ir/expression.ts";
import type { MemoryModel } from "#analysis/models/schema.ts";
import { type Machine, report } from "./machine.ts";
import { thingAt } from "./things.ts";
import { bytesBehind, storyOf } from "./memory.ts";
import { nameOf, write } from "./places.ts";
import { change, type State } from "./state.ts";
import { between, type Origin, rangeOf, type Value } from "./value.ts";

/** Values from outside are written through the arguments. */
export function fillArguments(
  machine: Machine,
  state: State,
  { from, template, note }: NonNullable<MemoryModel["fills"]>,
  values: readonly Value[],
  node: Call,
): void {
  const origin: Origin = { start: node.start, end: node.end, note };
  const format = template === undefined ? undefined : values[Number(template)];
  const text = format?.kind === "pointer" ? thingAt(state.things, format.to) : undefined;
  const kinds =
    text?.what === "text"
      ? [...text.name.matchAll(/%(?:%|(\*)?(\d*)(?:hh?|ll?|[jztLqm])?([a-zA-Z]|\[\^?\]?[^\]]*\]))/gu)].filter(
          (hole) => hole[0] !== "%%" && hole[1] === undefined,
        )
      : [];
  for (const [position, value] of values.slice(Number(from)).entries()) {
    const argument = node.arguments[Number(from) + position]?.value ?? node;
    const hole = kinds[position];
    if (value.kind !== "pointer") continue;
    if (hole !== undefined && /^[s[]/u.test(hole[3] ?? "")) {
      const width = Number(hole[2]) || Infinity;
      const room = bytesBehind(state, value);
      const thing = thingAt(state.things, value.to);
      if (room !== undefined && thing !== undefined && width + 1 > room.high)
        report(
          machine,
          "copy",
          node,
          `${nameOf(node.callee)} writes ${width === Infinity ? "a word of any length" : `up to ${width + 1} bytes`}, but ${thing.name} has ${room.high} bytes.`,
          storyOf(thing),
          0.8,
        );
      if (thing !== undefined)
        change(state, thing.id, {
          cells: new Map(),
          blank: "unknown",
          texts: new Map(thing.texts).set(value.path, { low: 0, high: width, origin }),
        });
      continue;
    }
    const digits = Number(hole?.[2]) || 0;
    const range = rangeOf(value.shape) ?? [-Infinity, Infinity];
    const limit = digits > 0 && digits < 19 && /[diu]/u.test(hole?.[3] ?? "") ? 10 ** digits - 1 : Infinity;
    write(
      machine,
      state,
      value,
      between(Math.max(range[0], -limit), Math.min(range[1], limit), origin),
      argument,
      nameOf(argument),
    );
  }
}

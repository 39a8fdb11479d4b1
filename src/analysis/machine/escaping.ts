import type { Span } from "#analysis/ir/expression.ts";
import { type Machine, type Outcome, report } from "./machine.ts";
import { thingAt } from "./things.ts";

/** Reports that a function gives back the address of a variable of its own, at the place that is told. */
export function escaping(machine: Machine, { state, value }: Outcome, { start, end }: Span): void {
  if (value.kind !== "pointer") return;
  const thing = thingAt(state.things, value.to);
  if (thing?.what !== "variable" || !new Set(state.frames.at(-1)?.values()).has(value.to)) return;
  const text = `The address of ${thing.name} is given back, and the variable ends with its function.`;
  report(machine, "escaping", { start, end }, text);
}

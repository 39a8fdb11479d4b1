import type { Span } from "#analysis/ir/expression.ts";
import type { FunctionIr } from "#analysis/ir/file.ts";
import { escaping } from "./escaping.ts";
import { thinned } from "./join.ts";
import { type Machine, type Outcome, pressure, report } from "./machine.ts";
import { copied, putThing, thingAt } from "./things.ts";
import { create, expose, freshOf } from "./memory.ts";
import { fitted } from "./places.ts";
import type { State } from "./state.ts";
import { isExact, UNKNOWN, type Value } from "./value.ts";

const MOST_CALLS = 48;
const MOST_UNCERTAIN = 3;
const MOST_OUTCOMES = 8;

/** Runs a function of the file with these arguments. */
export function invoke(machine: Machine, state: State, index: number, given: readonly Value[], site: Span): readonly Outcome[] {
  const code = machine.ir.functions[index];
  if (code === undefined) return [{ state, value: UNKNOWN }];
  const before = machine.calls.filter((call) => call.index === index);
  const certain = given.every((value) => isExact(value) || value.kind === "null");
  if (
    before.some(
      (call) =>
        certain &&
        given.length > 0 &&
        call.given.length === given.length &&
        call.given.every((value, at) => same(value, given[at])),
    )
  ) {
    report(machine, "deep", site, `${code.name} calls itself with what it was given, so it never comes back.`, [
      { start: code.start, end: code.start + 1, note: `${code.name} is declared here` },
    ]);
    return [];
  }
  const depth = depthOf(machine);
  if (machine.calls.length >= depth) machine.cut = true;
  if (machine.calls.length >= depth || (before.length >= MOST_UNCERTAIN && !certain)) {
    for (const value of given) expose(state, value);
    return [{ state, value: returned(machine, state, code, site) }];
  }
  machine.calls.push({ index, given });
  const outcomes = run(machine, enter(machine, state, code, given), code);
  machine.calls.pop();
  if (machine.steps > 0) machine.visited.add(index);
  return outcomes.map(({ state: after, value }) => ({ state: leave(machine, after, value, site), value }));
}

/** So many functions may be open at once; calls of further ones are taken like calls of functions of other files. */
function depthOf(machine: Machine): number {
  return ([MOST_CALLS, 2, 1] as const)[pressure(machine)];
}

function same(a: Value, b: Value | undefined): boolean {
  if (b === undefined) return false;
  return a.kind === "number" && b.kind === "number" ? a.low === b.low && a.high === b.high : a.kind === b.kind;
}

/** The state inside of a function whose parameters have these values; those without one may be anything. */
export function enter(machine: Machine, state: State, code: FunctionIr, given: readonly Value[]): State {
  const frame = new Map<string, number>();
  for (const [position, parameter] of code.parameters.entries()) {
    if (parameter.name === "") continue;
    const shape =
      parameter.shape?.kind === "array"
        ? { ...parameter.shape, kind: "pointer" as const, bytes: 8, length: undefined }
        : parameter.shape;
    const value =
      given[position] === undefined
        ? freshOf(machine, state, shape, parameter)
        : fitted(machine, state, given[position], shape, parameter);
    const id = create(machine, state, {
      what: "variable",
      name: parameter.name,
      made: parameter,
      shape,
      cells:
        value.kind === "record"
          ? new Map([...value.cells].map(([key, inner]) => [`[0]${key}`, inner]))
          : new Map([["[0]", value]]),
    });
    frame.set(parameter.name, id);
  }
  return { ...state, frames: [...state.frames, frame] };
}

/** Every way through the body, with what it gives back. */
export function run(machine: Machine, state: State, code: FunctionIr): readonly Outcome[] {
  const { next, returns } = machine.run([state], code.body);
  const outcomes = [...returns, ...thinned(machine, next, MOST_OUTCOMES).map((after) => ({ state: after, value: UNKNOWN }))];
  return outcomes.length > MOST_OUTCOMES ? few(machine, outcomes) : outcomes;
}

/** Outcomes whose values are alike share a state where they can. */
function few(machine: Machine, outcomes: readonly Outcome[]): readonly Outcome[] {
  const groups = Map.groupBy(outcomes, ({ value }) =>
    value.kind === "number"
      ? `${value.low} ${value.high} ${value.nonzero === true}`
      : value.kind === "pointer"
        ? `to ${value.to}`
        : value.kind,
  );
  return [...groups.values()]
    .flatMap((group) =>
      thinned(
        machine,
        group.map(({ state }) => state),
        2,
      ).map((state) => ({ state, value: (group[0] as Outcome).value })),
    )
    .slice(0, MOST_OUTCOMES);
}

/** Back in the caller: the variables of the function are gone. */
function leave(machine: Machine, state: State, value: Value, site: Span): State {
  const frame = state.frames.at(-1) ?? new Map<string, number>();
  const things = copied(state.things);
  const locals = new Set(frame.values());
  escaping(machine, { state, value }, site);
  for (const id of locals) if (thingAt(things, id)?.escaped !== true) putThing(things, id, undefined);
  return { ...state, things, frames: state.frames.slice(0, -1) };
}

function returned(machine: Machine, state: State, code: FunctionIr, site: Span): Value {
  return freshOf(machine, state, code.returns, site);
}

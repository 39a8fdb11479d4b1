import type { Expression } from "#analysis/ir/expression.ts";
import type { Loop } from "#analysis/ir/statement.ts";
import { assume } from "./assume.ts";
import { thinned } from "./join.ts";
import { type Flow, type Machine, pressure } from "./machine.ts";
import { thingAt } from "./things.ts";
import { report } from "./machine.ts";
import { expose, freshOf, ZERO } from "./memory.ts";
import { change, fork, type State, variable } from "./state.ts";
import type { Thing } from "./thing.ts";
import { ANY, asNumber, exactly, isExact, type NumberValue, rangeOf, type Value } from "./value.ts";
import { namesIn, type Written, writtenIn } from "./written.ts";

/** Rounds that are run one by one as long as the test is certain, by the pressure. */
const ROUNDS = [1100, 1100, 64] as const;
/** Rounds after a test whose answer nobody knows, by the pressure. */
const UNCERTAIN = [2, 1, 0] as const;
const MOST = 8;
/** What a round costs beside its expressions, in steps. */
const OVERHEAD = 8;

/** Runs a loop round by round; where that does not end, once more with all that it changes unknown but for the bounds that its test sets. */
export function runLoop(machine: Machine, states: readonly State[], loop: Loop): Flow {
  const flow: Flow = { next: [], breaks: [], continues: [], returns: [], gotos: new Map() };
  const ends: State[] = [];
  const written = writtenIn(loop);
  const seen = new Set<string>();
  let open = states;
  let uncertain = 0;
  let spent = 0;
  let asked = 0;
  let first = loop.late;
  for (let round = 0; open.length > 0; round++) {
    const pressed = pressure(machine);
    const widened = uncertain > UNCERTAIN[pressed] || spent >= ROUNDS[pressed] || machine.steps <= 0;
    if (widened) open = thinned(machine, open, MOST).map((state) => widen(machine, state, loop, written));
    const partings = first
      ? open.map((state) => ({ yes: [state], no: [] as readonly State[] }))
      : open.map((state) => test(machine, state, loop));
    first = false;
    const yes = partings.flatMap((parting) => parting.yes);
    const no = partings.flatMap((parting) => parting.no);
    ends.push(...no);
    if (yes.length === 0) break;
    machine.steps -= yes.length * OVERHEAD;
    spent += yes.length;
    if (no.length > 0 || loop.test === undefined || loop.test.kind === "constant") uncertain++;
    else if (!widened && isEndless(machine, loop, written, yes, seen, flow, round)) return flow;
    const guessed = loop.test !== undefined && no.length > 0 && asked++ > 0 && !widened ? 1 : 0;
    machine.guessed += guessed;
    const inner = machine.run(thinned(machine, yes, MOST), loop.body);
    machine.guessed -= guessed;
    ends.push(...inner.breaks);
    flow.returns.push(...inner.returns);
    for (const [name, jumped] of inner.gotos) flow.gotos.set(name, [...(flow.gotos.get(name) ?? []), ...jumped]);
    if (inner.breaks.length + inner.returns.length + inner.gotos.size > 0) uncertain++;
    open = thinned(machine, [...inner.next, ...inner.continues], MOST);
    const { update } = loop;
    if (update !== undefined) open = open.flatMap((state) => machine.evaluate(state, update).map((outcome) => outcome.state));
    if (widened) {
      // What a round changed may be anything by the end.
      ends.push(...open.map((state) => widen(machine, state, loop, written)).flatMap((state) => test(machine, state, loop).no));
      break;
    }
  }
  flow.next = thinned(machine, ends, MOST);
  return flow;
}

function test(machine: Machine, state: State, loop: Loop): { yes: readonly State[]; no: readonly State[] } {
  return loop.test === undefined ? { yes: [state], no: [] } : assume(machine, state, loop.test);
}

const WAITS = /sleep|wait|pause|poll|select|accept|recv|read|lock|yield|join|get|scan/iu;

/** Whether everything that the test depends on is as it was in an earlier round: then it is so for ever. */
function isEndless(
  machine: Machine,
  loop: Loop,
  written: Written,
  states: readonly State[],
  seen: Set<string>,
  flow: Flow,
  round: number,
): boolean {
  const { asked } = written;
  if (loop.test === undefined || loop.test.kind === "constant" || written.leaves || flow.returns.length > 0) return false;
  if (
    [...written.calls].some(
      (name) => name === "" || WAITS.test(name) || machine.models.ends.has(name) || !isKnownCall(machine, name),
    )
  )
    return false;
  const [state] = states;
  if (state === undefined || states.length > 1) return false;
  const needed = closure(asked, written);
  const parts: string[] = [];
  for (const name of needed) {
    const thing = variable(state, name);
    if (thing === undefined) continue;
    const value = thing.cells.get("[0]");
    if (
      thing.escaped ||
      value === undefined ||
      !isExact(value) ||
      (state.frames[0]?.has(name) === true &&
        round > 0 &&
        !written.names.has(name) &&
        thing.shape?.name.includes("atomic") === true)
    )
      return false;
    parts.push(`${name}=${value.low}`);
  }
  const key = parts.join(" ");
  if (!seen.has(key)) {
    seen.add(key);
    return false;
  }
  report(
    machine,
    "forever",
    loop.test,
    parts.length === 0
      ? "Nothing that this test asks for changes in the loop."
      : `The loop comes back to ${parts.join(", ")}, and the test holds then.`,
    [{ start: loop.start, end: loop.start + 1, note: "the loop begins here" }],
  );
  return true;
}

function isKnownCall(machine: Machine, name: string): boolean {
  return machine.models.memory.has(name) || machine.named.has(name);
}

/** The names, and those of which they are made in the loop. */
function closure(names: ReadonlySet<string>, written: Written): ReadonlySet<string> {
  const all = new Set(names);
  for (const name of all) for (const value of written.names.get(name) ?? []) for (const other of namesIn(value)) all.add(other);
  return all;
}

/** The state in any round: what the loop writes may be anything, counters go on from where they are. */
function widen(machine: Machine, before: State, loop: Loop, written: Written): State {
  const state = fork(before);
  for (const [name, values] of written.names) {
    const thing = variable(state, name);
    if (thing === undefined) continue;
    const value = thing.cells.get("[0]");
    const cells = new Map(thing.cells);
    if (thing.shape?.kind === "array" || thing.shape?.kind === "record") {
      loosen(state, thing);
      continue;
    }
    cells.set("[0]", widened(machine, state, thing, value, values, name, loop, written));
    if (value !== undefined) release(state, value);
    change(state, thing.id, { cells });
  }
  for (const name of written.through) {
    const thing = variable(state, name);
    const value = thing?.cells.get("[0]");
    if (thing === undefined) continue;
    if (thing.shape?.kind === "array" || thing.shape?.kind === "record") loosen(state, thing);
    else if (value?.kind === "pointer") {
      const target = thingAt(state.things, value.to);
      if (target !== undefined && target.what !== "text") loosen(state, target);
    }
  }
  return state;
}

function loosen(state: State, thing: Thing): void {
  for (const value of thing.cells.values()) release(state, value);
  change(state, thing.id, { cells: new Map(), texts: new Map(), blank: "unknown" });
}

/** What a place held may now be held elsewhere. */
function release(state: State, value: Value): void {
  if (value.kind === "pointer" && thingAt(state.things, value.to)?.what !== "variable") expose(state, value);
}

function widened(
  machine: Machine,
  state: State,
  thing: Thing,
  value: Value | undefined,
  values: readonly (Expression | undefined)[],
  name: string,
  loop: Loop,
  written: Written,
): Value {
  const steps = values.map((one) => stepOf(one, name));
  const up = steps.every((by) => by !== undefined && by > 0);
  const down = steps.every((by) => by !== undefined && by < 0);
  if ((up || down) && value !== undefined && (value.kind === "number" || value.kind === "pointer")) {
    const now = value.kind === "number" ? value : value.offset;
    const one = steps.length === 1 && Math.abs(steps[0] ?? 0) === 1 && now.reached && !written.leaves && value.kind === "number";
    const next: NumberValue = {
      kind: "number",
      low: up ? now.low : -Infinity,
      high: up ? Infinity : now.high,
      reached: false,
      vague: true,
      ...(one ? { counts: up ? 1 : -1 } : {}),
    };
    if (value.kind === "pointer") return { ...value, offset: next };
    const range = rangeOf(thing.shape);
    return range === undefined ? next : { ...next, low: Math.max(next.low, range[0]), high: Math.min(next.high, range[1]) };
  }
  return value?.kind === "pointer" || thing.shape?.kind === "pointer" || value === undefined || value.kind === "nothing"
    ? freshOf(machine, state, thing.shape, loop)
    : ranged(thing);
}

function ranged(thing: Thing): NumberValue {
  const range = rangeOf(thing.shape);
  return { ...ANY, ...(range === undefined ? {} : { low: range[0], high: range[1] }), vague: true };
}

/** By how much `x = x + 2` moves on; undefined for any other value. */
function stepOf(value: Expression | undefined, name: string): number | undefined {
  if (value?.kind !== "binary" || value.left.kind !== "name" || value.left.name !== name || value.right.kind !== "constant")
    return undefined;
  const by = asNumber(typeof value.right.value === "number" ? exactly(value.right.value) : ZERO).low;
  return value.operator === "+" ? by : value.operator === "-" ? -by : undefined;
}

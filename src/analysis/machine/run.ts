import type { Expression } from "#analysis/ir/expression.ts";
import type { Statement } from "#analysis/ir/statement.ts";
import { assume } from "./assume.ts";
import { escaping } from "./escaping.ts";
import { overflows } from "./evaluate.ts";
import { runLoop } from "./loop.ts";
import { thinned } from "./join.ts";
import { each, type Flow, type Machine } from "./machine.ts";
import { copied, putThing, thingAt } from "./things.ts";
import { create } from "./memory.ts";
import { addressOf, fitted, nameOf, write } from "./places.ts";
import { change, fork, type State } from "./state.ts";
import { asNumber, exactly, rangeOf, UNKNOWN } from "./value.ts";

/** States that are followed side by side. */
const MOST = 16;

function emptyFlow(next: readonly State[] = []): Flow {
  return { next, breaks: [], continues: [], returns: [], gotos: new Map() };
}

/** Runs the statements of a block on every way; what leaves them is kept apart. */
export function run(machine: Machine, states: readonly State[], statements: readonly Statement[]): Flow {
  const flow = through(machine, states, statements);
  const [before] = states;
  const frame = before?.frames.at(-1);
  if (before === undefined || frame === undefined || before.frames.length <= 1) return flow;
  if (flow.next.some(({ frames }) => frames.at(-1) !== frame) && statements.some(({ kind }) => kind === "declare"))
    flow.next = flow.next.map((state) => closed(state, frame));
  return flow;
}

/** The state behind a block: its variables are gone, and the names mean what they meant before it. */
function closed(state: State, frame: ReadonlyMap<string, number>): State {
  const inner = state.frames.at(-1);
  if (inner === undefined || inner === frame) return state;
  const kept = new Set(frame.values());
  const things = copied(state.things);
  for (const id of inner.values()) {
    const thing = kept.has(id) ? undefined : thingAt(things, id);
    if (thing?.what === "variable" && !thing.escaped) putThing(things, id, undefined);
  }
  return { ...state, things, frames: [...state.frames.slice(0, -1), frame] };
}

function through(machine: Machine, states: readonly State[], statements: readonly Statement[]): Flow {
  const flow = emptyFlow(states);
  let again = 0;
  // So many states were found to be apart.
  let alike = 0;
  for (let at = 0; at < statements.length; at++) {
    const statement = statements[at] as Statement;
    if (statement.kind === "label") {
      flow.next = [...flow.next, ...(flow.gotos.get(statement.name) ?? [])];
      flow.gotos.delete(statement.name);
    }
    if (flow.next.length > 0) {
      if (flow.next.length > alike) flow.next = thinned(machine, flow.next, MOST);
      alike = flow.next.length;
      const inner = step(machine, flow.next, statement);
      flow.next = inner.next;
      leaving(flow, inner);
    }
    if (at < statements.length - 1 || flow.gotos.size === 0 || again >= 2) continue;
    // A jump back.
    const back = statements.findIndex((one) => one.kind === "label" && flow.gotos.has(one.name));
    if (back < 0) break;
    again++;
    at = back - 1;
  }
  return flow;
}

function leaving(flow: Flow, inner: Flow): void {
  flow.breaks.push(...inner.breaks);
  flow.continues.push(...inner.continues);
  flow.returns.push(...inner.returns);
  for (const [name, states] of inner.gotos) flow.gotos.set(name, [...(flow.gotos.get(name) ?? []), ...states]);
}

function step(machine: Machine, states: readonly State[], statement: Statement): Flow {
  machine.steps -= states.length;
  switch (statement.kind) {
    case "expression":
      return emptyFlow(states.flatMap((state) => machine.evaluate(state, statement.expression).map((outcome) => outcome.state)));
    case "declare":
      return emptyFlow(states.flatMap((state) => declare(machine, state, statement)));
    case "assign":
      return emptyFlow(states.flatMap((state) => assign(machine, state, statement)));
    case "if":
      return branch(machine, states, statement);
    case "block":
      return run(machine, states, statement.body);
    case "loop":
      return runLoop(machine, states, statement);
    case "switch":
      return choose(machine, states, statement);
    case "return": {
      const flow = emptyFlow();
      for (const state of states)
        flow.returns.push(
          ...(statement.value === undefined ? [{ state, value: UNKNOWN }] : machine.evaluate(state, statement.value)),
        );
      // Of functions that the file itself calls it is told where they are called.
      if (machine.calls.length === 1) for (const outcome of flow.returns) escaping(machine, outcome, statement);
      return flow;
    }
    case "jump":
      return { ...emptyFlow(), [statement.how === "break" ? "breaks" : "continues"]: [...states] };
    case "goto":
      return { ...emptyFlow(), gotos: new Map([[statement.name, [...states]]]) };
    case "throw":
      return emptyFlow();
    case "assert":
    case "class":
    case "export":
    case "function":
    case "import":
    case "label":
    case "reexport":
    case "try":
      break;
  }
  return emptyFlow(states);
}

/** A variable: nothing lies in it yet. */
function declare(machine: Machine, state: State, { name, shape, kept, start, end }: Statement & { kind: "declare" }): State[] {
  const global = state.frames.length <= 1;
  const lengths =
    shape.kind === "array" && shape.length !== undefined ? machine.evaluate(state, shape.length) : [{ state, value: UNKNOWN }];
  return lengths.map(({ state: after, value }) => {
    const length = shape.kind === "array" && shape.length !== undefined ? asNumber(value) : undefined;
    const id = create(machine, after, {
      // What is kept lives on when the function comes back.
      what: kept && !global ? "outside" : "variable",
      name,
      made: { start, end },
      shape,
      length,
      bytes: shape.kind === "array" ? undefined : shape.bytes === undefined ? undefined : exactly(shape.bytes),
      blank: global || kept ? "zero" : "nothing",
    });
    const frames = [...after.frames];
    frames[frames.length - 1] = withVariable(frames.at(-1) ?? NO_NAMES, name, id);
    return { ...after, frames };
  });
}

const NO_NAMES: ReadonlyMap<string, number> = new Map();
/** By the frame before, and the number of the variable. */
const frames = new WeakMap<ReadonlyMap<string, number>, Map<number, ReadonlyMap<string, number>>>();

/** The frame with one variable more. The same one on all ways, so that ways are compared by it at once. */
function withVariable(frame: ReadonlyMap<string, number>, name: string, id: number): ReadonlyMap<string, number> {
  if (frame.get(name) === id) return frame;
  let larger = frames.get(frame);
  if (larger === undefined) frames.set(frame, (larger = new Map()));
  let found = larger.get(id);
  if (found === undefined) larger.set(id, (found = new Map(frame).set(name, id)));
  return found;
}

function assign(machine: Machine, state: State, statement: Statement & { kind: "assign" }): State[] {
  const { target, value: node } = statement;
  const place: Expression | undefined =
    target.kind === "name"
      ? { kind: "name", start: target.start, end: target.end, name: target.name }
      : target.kind === "place"
        ? target.place
        : undefined;
  if (place === undefined) return machine.evaluate(state, node).map((outcome) => outcome.state);
  return each(machine.evaluate(state, node), ({ state: valued, value }) =>
    each(addressOf(machine, valued, place), ({ state: after, value: address }) => {
      if (address.kind !== "pointer")
        return write(machine, after, address, value, target, nameOf(place)) ? [{ state: after, value }] : [];
      overflows(machine, node, value, rangeOf(address.shape), address.shape?.signed === true);
      if (address.shape?.kind === "array" && target.kind === "name") {
        fillArray(machine, after, address.to, node, value);
        return [{ state: after, value }];
      }
      return write(machine, after, address, value, target, nameOf(place)) ? [{ state: after, value }] : [];
    }),
  ).map((outcome) => outcome.state);
}

/** `int a[] = {1, 2}`, `char s[] = "text"`. */
function fillArray(
  machine: Machine,
  state: State,
  id: number,
  node: Expression,
  value: ReturnType<typeof asNumber> | Parameters<typeof fitted>[2],
): void {
  const thing = thingAt(state.things, id);
  if (thing === undefined) return;
  const element = thing.shape?.element;
  if (value.kind === "record") {
    const cells = new Map(
      [...value.cells].map(
        ([key, inner]) => [key, /^\[\d+\]$/u.test(key) ? fitted(machine, state, inner, element, node) : inner] as const,
      ),
    );
    const count = node.kind === "list" ? node.items.length : 0;
    change(state, id, {
      cells,
      blank: "zero",
      length: thing.length ?? exactly(Math.max(1, count)),
      ...(element?.bytes === 1 && cells.size <= 1 ? { texts: new Map([["", { low: 0, high: 0 }]]) } : {}),
    });
    return;
  }
  const text = value.kind === "pointer" ? thingAt(state.things, value.to) : undefined;
  const known = text?.texts.get("");
  change(state, id, {
    blank: "unknown",
    cells: new Map(),
    length: thing.length ?? text?.bytes,
    texts: known === undefined ? new Map() : new Map([["", known]]),
  });
}

function branch(machine: Machine, states: readonly State[], statement: Statement & { kind: "if" }): Flow {
  const flow = emptyFlow();
  let open = states;
  const ends: State[] = [];
  for (const { test, body } of statement.clauses) {
    const partings = open.map((state) => assume(machine, state, test));
    const inner = run(
      machine,
      thinned(
        machine,
        partings.flatMap(({ yes }) => yes),
        MOST,
      ),
      body,
    );
    ends.push(...inner.next);
    leaving(flow, inner);
    open = partings.flatMap(({ no }) => no);
  }
  const rest = run(machine, thinned(machine, open, MOST), statement.otherwise);
  leaving(flow, rest);
  flow.next = thinned(machine, [...ends, ...rest.next], MOST);
  return flow;
}

function choose(machine: Machine, states: readonly State[], statement: Statement & { kind: "switch" }): Flow {
  const flow = emptyFlow();
  let open = states;
  const entered = statement.cases.map((one) => {
    if (one.tests.length === 0) return [] as State[];
    const partings = one.tests.flatMap((right) =>
      open.map((state) =>
        assume(machine, fork(state), {
          kind: "compare",
          start: right.start,
          end: right.end,
          relation: "equal",
          left: statement.subject,
          right,
        }),
      ),
    );
    if (one.tests.length === 1) open = partings.flatMap(({ no }) => no);
    return partings.flatMap(({ yes }) => yes);
  });
  const fallback = statement.cases.findIndex((one) => one.tests.length === 0);
  if (fallback >= 0) entered[fallback] = [...open];
  let falling: readonly State[] = [];
  for (const [index, { body }] of statement.cases.entries()) {
    const inner = run(machine, thinned(machine, [...(statement.falls ? falling : []), ...(entered[index] ?? [])], MOST), body);
    falling = inner.next;
    flow.next = [...flow.next, ...inner.breaks, ...(statement.falls ? [] : inner.next)];
    leaving(flow, { ...inner, breaks: [] });
  }
  flow.next = thinned(machine, [...flow.next, ...falling, ...(fallback < 0 ? open : [])], MOST);
  return flow;
}

import type { Compare, Expression } from "#analysis/ir/expression.ts";
import { type Machine, report } from "./machine.ts";
import { thingAt } from "./things.ts";
import { storyOf } from "./memory.ts";
import { limited, MIRRORED, OPPOSITE, type Order, possible } from "./order.ts";
import { addressOf, nameOf } from "./places.ts";
import { change, fork, type State, variable } from "./state.ts";
import type { Thing } from "./thing.ts";
import { asNumber, between, type NumberValue, type Origin, rangeOf, type Value } from "./value.ts";
import { keyOf, ZERO } from "./memory.ts";

/** The ways on which a test holds and those on which it does not; both where nobody can tell. */
export interface Parting {
  readonly yes: readonly State[];
  readonly no: readonly State[];
  /** Something untrusted decides. */
  readonly origin?: Origin | undefined;
}

/** Evaluates a test; what its answer says of variables is noted on each way. The state that is given is used up. */
export function assume(machine: Machine, state: State, test: Expression): Parting {
  switch (test.kind) {
    case "not": {
      const { yes, no, origin } = assume(machine, state, test.operand);
      return { yes: no, no: yes, origin };
    }
    case "logical": {
      const all = test.operator === "and";
      let open: readonly State[] = [state];
      const done: State[] = [];
      let from: Origin | undefined;
      for (const operand of test.operands) {
        const partings = open.map((one) => assume(machine, one, operand));
        from ??= partings.find(({ origin }) => origin !== undefined)?.origin;
        done.push(...partings.flatMap(({ yes, no }) => (all ? no : yes)));
        open = partings.flatMap(({ yes, no }) => (all ? yes : no));
      }
      return all ? { yes: open, no: done, origin: from } : { yes: done, no: open, origin: from };
    }
    case "compare":
      return compare(machine, state, test);
    case "wrapped":
      if (test.how === "cast") return assume(machine, state, test.operand);
      break;
    case "assignment":
    case "binary":
    case "call":
    case "class":
    case "comprehension":
    case "conditional":
    case "constant":
    case "format":
    case "function":
    case "index":
    case "list":
    case "member":
    case "module":
    case "name":
    case "record":
    case "regex":
    case "sequence":
    case "size":
    case "text":
    case "unknown":
      break;
  }
  const outcomes = machine.evaluate(state, test);
  const [only] = outcomes;
  if (outcomes.length === 1 && only !== undefined) return truth(machine, only.state, test, only.value);
  const partings = outcomes.map(({ state: after, value }) => truth(machine, after, test, value));
  return {
    yes: partings.flatMap(({ yes }) => yes),
    no: partings.flatMap(({ no }) => no),
    origin: partings.find(({ origin }) => origin !== undefined)?.origin,
  };
}

function truth(machine: Machine, state: State, node: Expression, value: Value): Parting {
  switch (value.kind) {
    case "number": {
      if (value.low === 0 && value.high === 0) return { yes: [], no: [state] };
      if (value.low > 0 || value.high < 0 || value.nonzero === true) return { yes: [state], no: [] };
      const no = fork(state);
      narrow(machine, no, node, (number) => ({ ...number, low: 0, high: 0, reached: true, term: undefined, upTo: undefined }));
      narrow(machine, state, node, (number) => ({ ...number, low: number.low === 0 ? 1 : number.low, nonzero: true }));
      return unsure(state, no, value.origin);
    }
    case "null":
      return { yes: [], no: [state] };
    case "pointer":
      return pointerTruth(machine, state, value);
    case "unknown": {
      const no = fork(state);
      // What is tested may be handed on and tested again.
      if (value.origin === undefined) {
        narrow(machine, no, node, () => ZERO);
        narrow(machine, state, node, (number) => ({ ...number, nonzero: true }));
      }
      return unsure(state, no, value.origin);
    }
    case "function":
    case "nothing":
    case "record":
      break;
  }
  return { yes: [state], no: [] };
}

/** Both ways, from now on under a condition that nobody knows. */
function unsure(yes: State, no: State, origin?: Origin): Parting {
  return { yes: [{ ...yes, loose: true }], no: [{ ...no, loose: true }], origin };
}

function pointerTruth(machine: Machine, state: State, value: Value & { kind: "pointer" }): Parting {
  const thing = thingAt(state.things, value.to);
  const asked = machine.calls.length;
  if (thing?.status === "failed") {
    if (thing.asked > asked) change(state, thing.id, { asked });
    return { yes: [], no: [state] };
  }
  if (thing?.status !== "unsure") return { yes: [state], no: [] };
  const no = fork(state);
  change(no, thing.id, { status: "failed", asked });
  change(state, thing.id, { status: "live" });
  return { yes: [state], no: [{ ...no, loose: true }] };
}

function compare(machine: Machine, state: State, test: Compare): Parting {
  const yes: State[] = [];
  const no: State[] = [];
  let origin: Origin | undefined;
  for (const left of machine.evaluate(state, test.left))
    for (const right of machine.evaluate(left.state, test.right)) {
      const parting = compared(machine, right.state, test, left.value, right.value);
      yes.push(...parting.yes);
      no.push(...parting.no);
      origin ??= parting.origin;
    }
  return { yes, no, origin };
}

const isNull = (value: Value): boolean =>
  value.kind === "null" || (value.kind === "number" && value.low === 0 && value.high === 0);
const swapped = ({ yes, no, origin }: Parting): Parting => ({ yes: no, no: yes, origin });

function compared(machine: Machine, state: State, test: Compare, left: Value, right: Value): Parting {
  const { relation } = test;
  const equality = relation === "equal" || relation === "unequal";
  misread(machine, state, test, left, right);
  const number = left.kind !== "number" && right.kind !== "number";
  if (equality && number && (isNull(right) || isNull(left))) {
    const held = isNull(right) ? truth(machine, state, test.left, left) : truth(machine, state, test.right, right);
    return relation === "equal" ? swapped(held) : held;
  }
  if (equality && isNull(right) && left.kind === "pointer") {
    const held = pointerTruth(machine, state, left);
    return relation === "equal" ? swapped(held) : held;
  }
  if (left.kind === "pointer" && right.kind === "pointer") return pointers(machine, state, test, left, right);
  if (left.kind === "pointer" || right.kind === "pointer") return unsure(state, fork(state));
  return numbers(machine, state, test, asNumber(left), asNumber(right));
}

function pointers(
  machine: Machine,
  state: State,
  test: Compare,
  left: Value & { kind: "pointer" },
  right: Value & { kind: "pointer" },
): Parting {
  const same = left.to === right.to && left.path === right.path;
  if (same)
    return numbers(
      machine,
      state,
      {
        ...test,
        left: { kind: "unknown", start: 0, end: 0, operands: [] },
        right: { kind: "unknown", start: 0, end: 0, operands: [] },
      },
      left.offset,
      right.offset,
    );
  const made = [left, right].every(
    ({ to }) => thingAt(state.things, to)?.what === "made" || thingAt(state.things, to)?.what === "variable",
  );
  if (made && test.relation === "equal") return { yes: [], no: [state] };
  if (made && test.relation === "unequal") return { yes: [state], no: [] };
  return unsure(state, fork(state));
}

/** `fopen(...) < 0`, `malloc(...) == -1`: what gives null when it fails gives no negative number. */
function misread(machine: Machine, state: State, test: Compare, left: Value, right: Value): void {
  if (left.kind !== "pointer" || right.kind !== "number" || right.low !== right.high) return;
  const thing = thingAt(state.things, left.to);
  if (thing?.what !== "made" || thing.status !== "unsure") return;
  const wrong = test.relation === "less" ? right.low <= 0 : right.low !== 0;
  if (wrong) change(state, thing.id, { escaped: true });
  if (wrong)
    report(
      machine,
      "failure",
      test,
      `${thing.name} gives a null pointer when it fails, which ${nameOf(test.left)} is not compared with.`,
      storyOf(thing),
    );
}

function numbers(machine: Machine, state: State, test: Compare, left: NumberValue, right: NumberValue): Parting {
  const order: Order = test.relation === "equal" ? "==" : test.relation === "unequal" ? "!=" : (test.order ?? "<");
  const origin = left.origin ?? right.origin;
  const can = possible(order, left, right);
  const cannot = possible(OPPOSITE[order], left, right);
  if (!can) return { yes: [], no: [state] };
  if (!cannot) return { yes: [state], no: [] };
  const no = fork(state);
  for (const [one, holds] of [
    [state, order],
    [no, OPPOSITE[order]],
  ] as const) {
    narrow(machine, one, test.left, (number) => measured(limited(number, holds, right), holds, test.right));
    narrow(machine, one, test.right, (number) => measured(limited(number, MIRRORED[holds], left), MIRRORED[holds], test.left));
  }
  return unsure(state, no, origin);
}

/** `count <= SIZE_MAX / size`: what is made of both fits, however much it is. */
function measured(number: NumberValue, order: Order, other: Expression): NumberValue {
  let room = other;
  while (room.kind === "binary" && (room.operator === "/" || room.operator === "-")) room = room.left;
  const greatest =
    (room.kind === "name" && room.name.endsWith("_MAX")) ||
    (room.kind === "constant" && typeof room.value === "number" && room.value >= 2 ** 31 - 1);
  return greatest && room !== other && (order === "<" || order === "<=") ? { ...number, measured: true } : number;
}

/** Changes what is known of the variable or member that an expression names. */
function narrow(machine: Machine, state: State, node: Expression, to: (number: NumberValue) => NumberValue): void {
  if (node.kind === "wrapped" && node.how === "cast") {
    narrow(machine, state, node.operand, to);
    return;
  }
  if (node.kind === "assignment") {
    if (node.late !== true && node.target.kind === "name")
      narrow(machine, state, { kind: "name", start: node.start, end: node.end, name: node.target.name }, to);
    return;
  }
  if (node.kind === "name") {
    const thing = variable(state, node.name);
    if (thing !== undefined) narrowAt(state, thing, "[0]", to);
    return;
  }
  if (node.kind !== "member") return;
  const quiet = machine.quiet;
  machine.quiet = true;
  const [outcome] = addressOf(machine, fork(state), node);
  machine.quiet = quiet;
  const address = outcome?.value;
  const key = address?.kind === "pointer" ? keyOf(address) : undefined;
  if (address?.kind !== "pointer" || key === undefined) return;
  const thing = thingAt(state.things, address.to);
  const range = thing?.what === "outside" ? rangeOf(address.shape) : undefined;
  if (thing !== undefined) narrowAt(state, thing, key, to, range && between(range[0], range[1]));
}

/** `first`: what lies there before anything was noted. */
function narrowAt(state: State, thing: Thing, key: string, to: (number: NumberValue) => NumberValue, first?: NumberValue): void {
  const value = thing.cells.get(key) ?? (thing.blank === "unknown" ? first : undefined);
  if (value === undefined || (value.kind !== "number" && value.kind !== "unknown")) return;
  change(state, thing.id, { cells: new Map(thing.cells).set(key, to(asNumber(value))) });
}

import type { Assignment, Binary, Expression, Shape, Size } from "#analysis/ir/expression.ts";
import { assume } from "./assume.ts";
import { call } from "./call.ts";
import { exposeLocals } from "./library.ts";
import { each, type Machine, type Outcome, report } from "./machine.ts";
import { thingAt } from "./things.ts";
import { DOUBTFUL } from "./access.ts";
import { macroOf } from "./macros.ts";
import { create, pointerTo } from "./memory.ts";
import { addressOf, fitted, moved, nameOf, read, retyped, write } from "./places.ts";
import { fork, type State, variable } from "./state.ts";
import type { Thing } from "./thing.ts";
import { ANY, asNumber, between, compute, exactly, NULL, type NumberValue, rangeOf, UNKNOWN, type Value } from "./value.ts";

const CHAR: Shape = { kind: "number", name: "char", bytes: 1, signed: true, element: undefined, length: undefined };

const bytesIn = (text: string): number => new TextEncoder().encode(text).length;

/** What an expression is, on every way through it. The state that is given is used up. */
export function evaluate(machine: Machine, state: State, node: Expression): readonly Outcome[] {
  if (machine.steps-- <= 0) {
    machine.cut = true;
    return [];
  }
  const one = (value: Value): readonly Outcome[] => [{ state, value }];
  switch (node.kind) {
    case "constant":
      return one(constant(machine, state, node));
    case "name": {
      const thing = variable(state, node.name);
      const held = thing === undefined ? undefined : valueOf(thing);
      if (held !== undefined) return one(held);
      if (thing !== undefined) break;
      if (machine.ir.macros?.has(node.name) === true) exposeLocals(state);
      const index = machine.named.get(node.name) ?? -1;
      return one(index >= 0 ? { kind: "function", index } : (macroOf(machine, node.name) ?? UNKNOWN));
    }
    case "member":
    case "index":
      break;
    case "wrapped":
      if (node.how === "content") break;
      if (node.how === "address") return addressOf(machine, state, node.operand);
      return each(machine.evaluate(state, node.operand), ({ state: after, value }) => [
        { state: after, value: node.how === "cast" ? cast(machine, after, node, value) : value },
      ]);
    case "size":
      return one(sizeOf(machine, state, node));
    case "sequence": {
      let outcomes = one(UNKNOWN);
      for (const item of node.items) outcomes = each(outcomes, ({ state: after }) => machine.evaluate(after, item));
      return outcomes;
    }
    case "binary":
      return binary(machine, state, node);
    case "compare":
    case "logical":
    case "not": {
      const { yes, no } = assume(machine, state, node);
      return [
        ...yes.map((after) => ({ state: after, value: exactly(1) })),
        ...no.map((after) => ({ state: after, value: exactly(0) })),
      ];
    }
    case "conditional": {
      const { yes, no } = assume(machine, state, node.test);
      return [
        ...yes.flatMap((after) => machine.evaluate(after, node.consequence)),
        ...no.flatMap((after) => machine.evaluate(after, node.otherwise)),
      ];
    }
    case "assignment":
      return assignment(machine, state, node);
    case "call":
      return call(machine, state, node);
    case "record":
    case "list":
      return composed(machine, state, node);
    case "text":
      return node.parts
        .reduce((outcomes, part) => each(outcomes, ({ state: after }) => machine.evaluate(after, part)), one(UNKNOWN))
        .map(({ state: after }) => ({ state: after, value: UNKNOWN }));
    case "unknown":
      return node.operands
        .reduce((outcomes, part) => each(outcomes, ({ state: after }) => machine.evaluate(after, part)), one(UNKNOWN))
        .map(({ state: after }) => ({ state: after, value: ANY }));
    case "class":
    case "comprehension":
    case "format":
    case "function":
    case "module":
    case "regex":
      return one(UNKNOWN);
  }
  return each(addressOf(machine, state, node), ({ state: after, value }) => read(machine, after, value, node, nameOf(node)));
}

/** What a variable holds, where reading it needs no further look. */
function valueOf({ what, status, shape, cells }: Thing): Value | undefined {
  if (what !== "variable" || status !== "live" || shape?.kind === "array" || shape?.kind === "record") return undefined;
  const value = cells.get("[0]");
  return value?.kind === "nothing" ? undefined : value;
}

function constant(machine: Machine, state: State, node: Expression & { kind: "constant" }): Value {
  const { value } = node;
  if (value === null) return NULL;
  if (typeof value === "boolean") return exactly(value ? 1 : 0);
  if (typeof value === "number") return exactly(value, !Number.isInteger(value));
  if (typeof value !== "string") return UNKNOWN;
  const before = machine.literals.get(node);
  if (before !== undefined && thingAt(state.things, before) !== undefined) return pointerTo(before, CHAR);
  const length = bytesIn(value);
  const id = create(machine, state, {
    what: "text",
    name: value,
    made: node,
    bytes: exactly(length + 1),
    shape: CHAR,
    texts: new Map([["", { low: length, high: length }]]),
  });
  machine.literals.set(node, id);
  return pointerTo(id, CHAR);
}

function cast(machine: Machine, state: State, node: Expression & { kind: "wrapped" }, value: Value): Value {
  const { shape } = node;
  if (shape === undefined) return value;
  if (shape.kind === "pointer")
    return value.kind === "pointer"
      ? retyped(value, shape.element)
      : value.kind === "number" && value.origin !== undefined
        ? { kind: "unknown", wild: true, origin: value.origin }
        : value;
  if (value.kind === "pointer" || value.kind === "null") return shape.kind === "number" ? ANY : value;
  return fitted(machine, state, value, shape, node);
}

function sizeOf(machine: Machine, state: State, { shape, operand }: Size): Value {
  if (shape !== undefined || operand === undefined) return shapeBytes(shape);
  if (operand.kind === "constant" && typeof operand.value === "string") return exactly(bytesIn(operand.value) + 1);
  // Nothing is read: only the type counts.
  const { quiet } = machine;
  machine.quiet = true;
  const [outcome] = addressOf(machine, fork(state), operand);
  machine.quiet = quiet;
  const address = outcome?.value;
  if (address?.kind !== "pointer" || outcome === undefined) return between(1, Infinity);
  const element = address.shape?.kind === "array" ? address.shape.element?.bytes : undefined;
  const length = address.path === "" ? thingAt(outcome.state.things, address.to)?.length : undefined;
  return length !== undefined && element !== undefined ? compute("*", length, exactly(element)) : shapeBytes(address.shape);
}

function shapeBytes(shape: Shape | undefined): NumberValue {
  if (shape?.bytes !== undefined) return exactly(shape.bytes);
  const count = shape?.length?.kind === "constant" && typeof shape.length.value === "number" ? shape.length.value : undefined;
  return count === undefined || shape?.element === undefined
    ? between(1, Infinity)
    : compute("*", exactly(count), shapeBytes(shape.element));
}

function binary(machine: Machine, state: State, node: Binary): readonly Outcome[] {
  return each(machine.evaluate(state, node.left), (left) =>
    each(machine.evaluate(left.state, node.right), (right) => {
      const { state: after } = right;
      const { operator } = node;
      if (left.value.kind === "pointer" && right.value.kind === "pointer") {
        const same = left.value.to === right.value.to && left.value.path === right.value.path;
        return [{ state: after, value: operator === "-" && same ? compute("-", left.value.offset, right.value.offset) : ANY }];
      }
      if (left.value.kind === "pointer") return [{ state: after, value: moved(left.value, asNumber(right.value), operator) }];
      if (right.value.kind === "pointer")
        return [{ state: after, value: operator === "+" ? moved(right.value, asNumber(left.value), "+") : UNKNOWN }];
      const [a, b] = [asNumber(left.value), asNumber(right.value)];
      if ((operator === "/" || operator === "%") && a.float !== true && b.float !== true) divides(machine, node, b, after.loose);
      if (operator === "/" && b.float !== true && b.low === 0 && b.high === 0) return [];
      return [{ state: after, value: compute(operator, a, b) }];
    }),
  );
}

function divides(machine: Machine, node: Binary, divisor: NumberValue, loose: boolean): void {
  const { low, high, origin, reached, nonzero } = divisor;
  if (low > 0 || high < 0 || nonzero === true) return;
  const name = nameOf(node.right);
  if (low === 0 && high === 0)
    report(machine, "zero", node, `The divisor ${name} is zero on this way.`, [], loose ? DOUBTFUL : undefined);
  else if (origin !== undefined)
    report(
      machine,
      "zero",
      node,
      `The divisor ${name} comes from ${origin.note} and may be zero.`,
      [{ ...origin, note: `${origin.note} comes in` }],
      0.6,
    );
  else if (reached) report(machine, "zero", node, `The divisor ${name} goes from ${low} to ${high} and is zero in between.`);
}

function assignment(machine: Machine, state: State, node: Assignment): readonly Outcome[] {
  const { target } = node;
  const place: Expression | undefined =
    target.kind === "name"
      ? { kind: "name", start: target.start, end: target.end, name: target.name }
      : target.kind === "place"
        ? target.place
        : undefined;
  if (place === undefined) return machine.evaluate(state, node.value);
  const befores = node.late === true ? machine.evaluate(state, place) : [{ state, value: UNKNOWN }];
  return each(befores, (before) =>
    each(machine.evaluate(before.state, node.value), ({ state: valued, value }) =>
      each(addressOf(machine, valued, place), ({ state: after, value: address }) => {
        if (address.kind === "pointer")
          overflows(machine, node.value, value, rangeOf(address.shape), address.shape?.signed === true);
        if (!write(machine, after, address, value, target, nameOf(place))) return [];
        return [{ state: after, value: node.late === true ? before.value : value }];
      }),
    ),
  );
}

/** Reports arithmetic whose result certainly lies outside of the type that it is put into. */
export function overflows(
  machine: Machine,
  node: Expression,
  value: Value,
  range: readonly [number, number] | undefined,
  signed: boolean,
): void {
  if (
    node.kind !== "binary" ||
    value.kind !== "number" ||
    value.float === true ||
    range === undefined ||
    !signed ||
    range[1] < 2 ** 31 - 1
  )
    return;
  if (value.low <= range[1] && value.high >= range[0]) return;
  if (!/^[-+*]$|^<<$/u.test(node.operator)) return;
  report(
    machine,
    "overflow",
    node,
    `The result, ${value.low === value.high ? value.low : `at least ${value.low}`}, lies outside of the type's range, which ends at ${range[1]}.`,
  );
}

function composed(machine: Machine, state: State, node: Expression & { kind: "record" | "list" }): readonly Outcome[] {
  const parts: readonly (readonly [string, Expression])[] =
    node.kind === "list"
      ? node.items.map((item, index) => [`[${index}]`, item.value] as const)
      : node.entries.flatMap(({ key, value }) => (typeof key === "string" ? [[`.${key}[0]`, value] as const] : []));
  let ways: readonly { readonly state: State; readonly cells: Map<string, Value> }[] = [{ state, cells: new Map() }];
  for (const [key, part] of parts.slice(0, 300))
    ways = ways.flatMap(({ state: before, cells }) =>
      machine.evaluate(before, part).map(({ state: after, value }, _at, all) => {
        const own = all.length === 1 ? cells : new Map(cells);
        if (value.kind === "record")
          for (const [below, inner] of value.cells) own.set(`${key.replace(/^(\..*)\[0\]$/u, "$1")}${below}`, inner);
        else own.set(key, value);
        return { state: after, cells: own };
      }),
    );
  return ways.map(({ state: after, cells }) => ({ state: after, value: { kind: "record", cells } }));
}

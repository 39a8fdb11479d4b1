import type { Expression, Shape, Span } from "#analysis/ir/expression.ts";
import { each, type Machine, type Outcome, report } from "./machine.ts";
import { putThing, thingAt } from "./things.ts";
import { bounds, follow } from "./access.ts";
import { create, freshOf, keep, keyOf, load, pointerTo, store, ZERO } from "./memory.ts";
import { type State, variable } from "./state.ts";
import { firstWrites } from "./written.ts";
import { asNumber, compute, exactly, NULL, type NumberValue, type PointerValue, rangeOf, UNKNOWN, type Value } from "./value.ts";

/** The address of what an expression names, or a value that is none. */
export function addressOf(machine: Machine, state: State, node: Expression): readonly Outcome[] {
  switch (node.kind) {
    case "name": {
      const thing = variable(state, node.name);
      return [{ state, value: thing === undefined ? UNKNOWN : pointerTo(thing.id, thing.shape) }];
    }
    case "index":
      return each(machine.evaluate(state, node.object), (object) =>
        each(machine.evaluate(object.state, node.index), (index) => [
          { state: index.state, value: moved(object.value, asNumber(index.value), "+") },
        ]),
      );
    case "member":
      return each(addressOf(machine, state, node.object), ({ state: after, value }) => {
        if (!follow(machine, after, value, node.object, nameOf(node.object))) return [];
        return [{ state: after, value: value.kind === "pointer" ? fieldOf(machine, value, node.name) : UNKNOWN }];
      });
    case "wrapped":
      if (node.how === "content") return machine.evaluate(state, node.operand);
      if (node.how === "cast") return addressOf(machine, state, node.operand);
      break;
    case "assignment":
    case "binary":
    case "call":
    case "class":
    case "compare":
    case "comprehension":
    case "conditional":
    case "constant":
    case "format":
    case "function":
    case "list":
    case "logical":
    case "module":
    case "not":
    case "record":
    case "regex":
    case "sequence":
    case "size":
    case "text":
    case "unknown":
      break;
  }
  return each(machine.evaluate(state, node), ({ state: after, value }) => {
    if (value.kind !== "record") return [{ state: after, value: UNKNOWN }];
    const id = create(machine, after, {
      what: "variable",
      name: "",
      made: node,
      cells: new Map([...value.cells].map(([key, inner]) => [`[0]${key}`, inner])),
    });
    return [{ state: after, value: pointerTo(id, undefined) }];
  });
}

function fieldOf({ ir }: Machine, pointer: PointerValue, name: string): Value {
  const key = keyOf(pointer);
  if (key === undefined) return UNKNOWN;
  const path = pathOf(key, name);
  const record = pointer.shape?.kind === "record" ? ir.records?.get(pointer.shape.name) : undefined;
  const shape = record?.get(name);
  const length = shape === undefined ? undefined : 1;
  return { kind: "pointer", to: pointer.to, path, offset: ZERO, shape, length };
}

const MOST_PATHS = 20_000;
const paths = new Map<string, Map<string, string>>();

/** The path of a field: put together once, as most fields are read many times. */
function pathOf(key: string, name: string): string {
  // Bounded: a process may look at any number of files.
  if (paths.size > MOST_PATHS) paths.clear();
  let names = paths.get(key);
  if (names === undefined) paths.set(key, (names = new Map()));
  let path = names.get(name);
  if (path === undefined) names.set(name, (path = `${key}.${name}`));
  return path;
}

/** An address so many elements further on. */
export function moved(value: Value, by: NumberValue, operator: string): Value {
  if (value.kind === "pointer") return { ...value, offset: compute(operator, value.offset, by) };
  return value.kind === "unknown" && by.origin !== undefined && value.origin === undefined ? { ...value } : value;
}

export function read(machine: Machine, state: State, address: Value, node: Span, name: string): readonly Outcome[] {
  if (!follow(machine, state, address, node, name)) return [];
  if (address.kind !== "pointer")
    return [
      {
        state,
        value: address.kind === "unknown" && address.origin !== undefined ? { kind: "unknown", origin: address.origin } : UNKNOWN,
      },
    ];
  if (address.shape?.kind !== "array") bounds(machine, state, address, node, "read", name);
  const value = load(machine, state, address, node);
  if (value.kind !== "nothing") return [{ state, value }];
  const thing = thingAt(state.things, address.to);
  if (thing?.what === "variable" && !machine.lenient && !mayBeWritten(machine, state, thing.name, node))
    report(
      machine,
      "unset",
      node,
      `${name} is read, but nothing was written to it before.`,
      [{ ...thing.made, note: `${thing.name} is declared without a value` }].map(({ start, end, note }) => ({
        start,
        end,
        note,
      })),
    );
  const fresh = freshOf(machine, state, address.shape, node);
  store(state, address, fresh);
  return [{ state, value: fresh }];
}

/** A write stands in front of the read in the text, though not on this way; or behind it in a loop, where only tests lead to the read whose answer nobody knows. */
function mayBeWritten(machine: Machine, { loose }: State, name: string, node: Span): boolean {
  const code = machine.ir.functions[machine.calls.at(-1)?.index ?? -1];
  const first = code && firstWrites(code).get(name);
  return code === undefined || (first !== undefined && (loose ? first.round : first.start) < node.start);
}

export function write(machine: Machine, state: State, address: Value, value: Value, node: Span, name: string): boolean {
  if (!follow(machine, state, address, node, name)) return false;
  if (address.kind !== "pointer") {
    keep(state, value);
    return true;
  }
  bounds(machine, state, address, node, "write", name);
  store(state, address, fitted(machine, state, value, address.shape, node));
  return true;
}

/** A value as it is once it lies in a place of that type. */
export function fitted(machine: Machine, state: State, value: Value, shape: Shape | undefined, place: Span): Value {
  if (shape?.kind === "pointer") return asAddress(machine, state, value, shape, place);
  if (shape?.kind !== "number" || value.kind === "pointer" || value.kind === "function") return value;
  const number = asNumber(value.kind === "nothing" ? UNKNOWN : value);
  const range = rangeOf(shape);
  if (range === undefined) return /float|double/u.test(shape.name) ? { ...number, float: true } : number;
  const whole =
    number.float === true ? { ...number, low: Math.trunc(number.low), high: Math.trunc(number.high), float: false } : number;
  if (whole.low >= range[0] && whole.high <= range[1]) return whole;
  if (!shape.signed && whole.low === whole.high && Number.isSafeInteger(whole.low)) {
    const size = range[1] + 1;
    return exactly(((whole.low % size) + size) % size);
  }
  if (whole.low > range[1] || whole.high < range[0]) return { kind: "number", low: range[0], high: range[1], reached: false };
  const low = Math.max(whole.low, range[0]);
  const high = Math.min(whole.high, range[1]);
  const wraps = whole.low !== -Infinity && whole.low < range[0] ? range[0] : low;
  return {
    ...whole,
    low: shape.signed ? wraps : whole.low < 0 ? 0 : low,
    high: whole.low < 0 && !shape.signed ? range[1] : high,
    reached: whole.reached && whole.low >= range[0] && whole.high <= range[1],
  };
}

function asAddress(machine: Machine, state: State, value: Value, shape: Shape, place: Span): Value {
  switch (value.kind) {
    case "number":
      if (value.low === 0 && value.high === 0) return NULL;
      return value.origin === undefined ? UNKNOWN : { kind: "unknown", wild: true, origin: value.origin };
    case "pointer":
      return retyped(value, shape.element);
    case "unknown":
      if (value.wild === true) return value;
      return tainted(freshOf(machine, state, shape, place), state, value.origin);
    case "nothing":
      return UNKNOWN;
    case "function":
    case "null":
    case "record":
      break;
  }
  return value;
}

/** What an untrusted address leads to is a text from outside. */
function tainted(value: Value, state: State, origin: { start: number; end: number; note: string } | undefined): Value {
  if (origin === undefined || value.kind !== "pointer") return value;
  const thing = thingAt(state.things, value.to);
  if (thing !== undefined)
    putThing(state.things, thing.id, { ...thing, texts: new Map([["", { low: 0, high: Infinity, origin }]]) });
  return value;
}

export function retyped(value: PointerValue, element: Shape | undefined): PointerValue {
  if (element === undefined || element.name === "void" || value.shape === element)
    return element?.name === "void" && value.shape !== undefined ? value : { ...value, shape: element ?? value.shape };
  const to = element.bytes;
  const { offset } = value;
  // How long a region is whose elements are of unknown size cannot be told in others.
  if (value.shape?.bytes === undefined && value.path !== "" && value.length !== undefined)
    return retyped({ ...value, length: undefined }, element);
  const from = value.shape?.bytes ?? 1;
  if (to === undefined || from === to || (offset.low === 0 && offset.high === 0))
    return {
      ...value,
      shape: element,
      ...(value.length === undefined || to === undefined || from === to
        ? {}
        : { length: Math.floor((value.length * from) / to) }),
    };
  const scaled: NumberValue = {
    ...offset,
    low: (offset.low * from) / to,
    high: (offset.high * from) / to,
    upTo: undefined,
    term: undefined,
  };
  return {
    ...value,
    shape: element,
    offset: scaled,
    length: value.length === undefined ? undefined : Math.floor((value.length * from) / to),
  };
}

/** How a message calls what an expression stands for. */
export function nameOf(node: Expression): string {
  switch (node.kind) {
    case "name":
      return node.name;
    case "member":
      return node.object.kind === "wrapped"
        ? `${nameOf(node.object.operand)}->${node.name}`
        : `${nameOf(node.object)}.${node.name}`;
    case "index":
      return nameOf(node.object);
    case "wrapped":
      return nameOf(node.operand);
    case "binary":
      return nameOf(node.left);
    case "assignment":
      return node.target.kind === "name" ? node.target.name : node.target.kind === "place" ? nameOf(node.target.place) : "this";
    case "call":
      return `${nameOf(node.callee)}()`;
    case "class":
    case "compare":
    case "comprehension":
    case "conditional":
    case "constant":
    case "format":
    case "function":
    case "list":
    case "logical":
    case "module":
    case "not":
    case "record":
    case "regex":
    case "sequence":
    case "size":
    case "text":
    case "unknown":
      break;
  }
  return "this";
}

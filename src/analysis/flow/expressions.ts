import type { Comprehension, Expression, Format, Text } from "#analysis/ir/expression.ts";
import { assign } from "./assign.ts";
import { evaluateCall } from "./calls.ts";
import { refine } from "./conditions.ts";
import type { Engine } from "./engine.ts";
import { emptyState, mergeInto, readState } from "./frame.ts";
import { foreignName } from "./member-facts.ts";
import { fill } from "./fill.ts";
import { exportOf, readIndex, readMember, sharedName } from "./members.ts";
import { functionValue, makeClass } from "./classes.ts";
import { compared, forgetSeen } from "./seen.ts";
import { noteRead } from "./recording.ts";
import { concatenate } from "./taint.ts";
import type { Frame, Given, Value } from "./types.ts";
import { anyElement, constantValue, deepTaints, EMPTY, join, joinTaints, PLAIN, withTaints } from "./value.ts";

/** What an expression gives at this point of the program. */
export function evaluate(engine: Engine, frame: Frame, node: Expression): Value {
  if (!engine.step(frame)) return EMPTY;
  switch (node.kind) {
    case "constant":
      return constantValue(node.value);
    case "name":
      return readName(engine, frame, node.name);
    case "member":
      return readMember(engine, frame, engine.evaluate(frame, node.object), node.name, node);
    case "index": {
      const object = engine.evaluate(frame, node.object);
      return readIndex(engine, frame, object, engine.evaluate(frame, node.index), node);
    }
    case "call":
      return evaluateCall(engine, frame, node);
    case "text":
      return text(engine, frame, node);
    case "format":
      return format(engine, frame, node);
    case "binary":
      return binary(engine, frame, node);
    case "compare":
      compared(engine, frame, node);
      return { ...EMPTY, test: node };
    case "not":
      engine.evaluate(frame, node.operand);
      return { ...EMPTY, test: node };
    case "logical":
      return logical(engine, frame, node);
    case "conditional":
      return conditional(engine, frame, node);
    case "list":
      return list(engine, frame, node);
    case "record":
      return record(engine, frame, node);
    case "function": {
      return functionValue(frame, node.index);
    }
    case "class":
      return makeClass(engine, frame, node.index);
    case "assignment": {
      const value = engine.evaluate(frame, node.value);
      const before = node.late === true && node.target.kind === "name" ? readName(engine, frame, node.target.name) : undefined;
      assign(engine, frame, node.target, value);
      return before ?? value;
    }
    case "size":
      return PLAIN;
    case "sequence":
      return node.items.reduce((_, item) => engine.evaluate(frame, item), EMPTY);
    case "wrapped": {
      const value = engine.evaluate(frame, node.operand);
      if (node.how === "type-name") return EMPTY;
      if (node.how === "answer") return value.test === undefined ? { ...value, test: node.operand } : value;
      if (node.how === "yield") frame.returned = frame.returned === undefined ? value : join(frame.returned, value);
      return value;
    }
    case "comprehension":
      return comprehension(engine, frame, node);
    case "regex":
      return { ...EMPTY, regex: { source: node.source, flags: node.flags }, type: "Regex" };
    case "module":
      return moduleValue(engine, frame, node.specifier);
    case "unknown":
      break;
  }
  let taints = EMPTY.taints;
  for (const operand of node.operands) taints = joinTaints(taints, engine.evaluate(frame, operand).taints);
  return withTaints(taints);
}

/** Arithmetic gives numbers, except where models say that an operator puts values together. */
function binary(engine: Engine, frame: Frame, node: Expression & { kind: "binary" }): Value {
  const left = engine.evaluate(frame, node.left);
  const right = engine.evaluate(frame, node.right);
  const { propagators } = frame.unit.models;
  const type = [left.type, right.type].find((one) => one !== "" && propagators.has(`${one}#${node.operator}`));
  if (type !== undefined) return { ...concatenate([left, right]), type };
  if (node.operator === "|" && left.type === "Record") return join(left, right);
  if (node.address === true) {
    // What lies a few places further is part of the same.
    const taints = joinTaints(left.taints, right.taints);
    return taints.length === 0 ? PLAIN : withTaints(taints);
  }
  return PLAIN;
}

/** The library or the project's file that a specifier means. */
export function moduleValue(engine: Engine, frame: Frame, specifier: string, written = specifier): Value {
  const module = engine.module(frame.unit, written);
  if (module === undefined) return specifier.startsWith(".") ? EMPTY : { ...EMPTY, path: specifier.replace(/^node:/u, "") };
  if (!module.pack.openModules) engine.ensure(module);
  if (module.state !== "done") engine.unsettled++;
  const whole = module.exports.get("=");
  return whole === undefined ? { ...EMPTY, module } : { ...whole, module };
}

function readName(engine: Engine, frame: Frame, name: string): Value {
  for (let current: Frame | undefined = frame; current !== undefined; current = current.parent) {
    const local = current.code.locals.has(name);
    if (!local && current.parent !== undefined) continue;
    const value = readState(current.state, name);
    if (current !== frame) noteRead(frame, current, name, value);
    if (value !== undefined) return value;
    if (local) return EMPTY;
  }
  for (const other of frame.unit.exportsFrom) {
    const value = exportOf(engine, other, name);
    if (value !== undefined) return value;
  }
  return sharedName(engine, frame.unit, name) ?? foreignName(frame.unit.models, name);
}

function text(engine: Engine, frame: Frame, node: Text): Value {
  const values = node.parts.map((part) => engine.evaluate(frame, part));
  if (!node.always && values.some((value) => value.fields !== undefined || value.elements !== undefined)) {
    // Lists are joined.
    let elements = EMPTY;
    let taints = EMPTY.taints;
    for (const value of values) {
      elements = join(elements, anyElement(value));
      taints = joinTaints(taints, value.taints);
    }
    const [first] = values;
    return { ...EMPTY, elements, taints, fields: first?.fields };
  }
  if (!node.always && values.every((value) => typeof value.constant === "number"))
    return constantValue(values.reduce((sum, value) => sum + (value.constant as number), 0));
  return concatenate(
    values.map((value) =>
      value.taints.length === 0 && (value.elements !== undefined || value.fields !== undefined)
        ? withTaints(deepTaints(value))
        : value,
    ),
  );
}

function format(engine: Engine, frame: Frame, node: Format): Value {
  const template = engine.evaluate(frame, node.template);
  const values: Given[] = node.values.map((one) => ({
    value: engine.evaluate(frame, one.value),
    name: one.name,
    spread: one.spread,
    node: one.value,
  }));
  return fill(template, values);
}

function logical(engine: Engine, frame: Frame, node: Expression & { kind: "logical" }): Value {
  const base = frame.state;
  let result: Value | undefined;
  const branch = emptyState(base);
  frame.state = branch;
  for (const [position, operand] of node.operands.entries()) {
    const value = engine.evaluate(frame, operand);
    result = result === undefined ? value : join(result, value);
    if (position < node.operands.length - 1 && node.operator !== "default")
      refine(engine, frame, operand, node.operator === "and");
  }
  frame.state = base;
  mergeInto(base, [branch, emptyState(base)]);
  base.dead = false;
  return { ...(result ?? EMPTY), test: node };
}

function conditional(engine: Engine, frame: Frame, node: Expression & { kind: "conditional" }): Value {
  engine.evaluate(frame, node.test);
  const base = frame.state;
  const branches = [true, false].map((truth) => {
    frame.state = emptyState(base);
    refine(engine, frame, node.test, truth);
    const before = frame.state;
    const value = engine.evaluate(frame, truth ? node.consequence : node.otherwise);
    // What was shown in this branch holds for its value only.
    const kept = {
      ...value,
      taints: value.taints.map((taint) => ({ ...taint, cleared: taint.cleared | (before.guards.get(taint.key) ?? 0) })),
    };
    return {
      state: frame.state,
      value:
        value.taints.length === 0
          ? value
          : {
              ...kept,
              parts: value.parts?.map((part) => ({
                ...part,
                taints: part.taints.map((taint) => ({ ...taint, cleared: taint.cleared | (before.guards.get(taint.key) ?? 0) })),
              })),
            },
    };
  });
  frame.state = base;
  mergeInto(
    base,
    branches.map((branch) => branch.state),
  );
  const [then, otherwise] = branches;
  return join(then?.value ?? EMPTY, otherwise?.value ?? EMPTY);
}

function list(engine: Engine, frame: Frame, node: Expression & { kind: "list" }): Value {
  const fields = new Map<string, Value>();
  let elements: Value | undefined;
  for (const [position, item] of node.items.entries()) {
    const value = engine.evaluate(frame, item.value);
    if (item.spread || elements !== undefined || position >= 32) {
      const inside = item.spread ? join(anyElement(value), withTaints(value.taints)) : value;
      elements = elements === undefined ? inside : join(elements, inside);
    } else fields.set(String(position), value);
  }
  return { ...EMPTY, fields, elements, type: "List" };
}

function record(engine: Engine, frame: Frame, node: Expression & { kind: "record" }): Value {
  const fields = new Map<string, Value>();
  let elements: Value | undefined;
  let taints = EMPTY.taints;
  for (const { key, value: inside } of node.entries) {
    const value = engine.evaluate(frame, inside);
    if (typeof key === "string") fields.set(key, value);
    else if (key === undefined) {
      for (const [name, field] of value.fields ?? []) fields.set(name, field);
      if (value.elements !== undefined) elements = elements === undefined ? value.elements : join(elements, value.elements);
      taints = joinTaints(taints, value.taints);
    } else {
      engine.evaluate(frame, key);
      elements = elements === undefined ? value : join(elements, value);
    }
  }
  return { ...EMPTY, fields, elements, taints, type: "Record" };
}

function comprehension(engine: Engine, frame: Frame, node: Comprehension): Value {
  const base = frame.state;
  frame.state = emptyState(base);
  for (const { pattern, source } of node.clauses) {
    const value = engine.evaluate(frame, source);
    assign(engine, frame, pattern, elementOf(engine, frame, value, source));
  }
  for (const test of node.tests) {
    engine.evaluate(frame, test);
    refine(engine, frame, test, true);
  }
  const { guards } = frame.state;
  if (node.key !== undefined) engine.evaluate(frame, node.key);
  const body = engine.evaluate(frame, node.body);
  frame.state = base;
  forgetSeen(frame);
  const cleared =
    guards.size === 0
      ? body
      : { ...body, taints: body.taints.map((taint) => ({ ...taint, cleared: taint.cleared | (guards.get(taint.key) ?? 0) })) };
  return { ...EMPTY, elements: cleared, type: node.key === undefined ? "List" : "Record" };
}

/** One element of a collection, or of what is not known to be one. */
export function elementOf(engine: Engine, frame: Frame, value: Value, span: { start: number; end: number }): Value {
  const inside = anyElement(value);
  if (inside !== EMPTY)
    return value.taints.length === 0
      ? inside
      : join(inside, readIndex(engine, frame, { ...value, fields: undefined, elements: undefined }, EMPTY, span));
  return readIndex(engine, frame, value, EMPTY, span);
}

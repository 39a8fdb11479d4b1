import type { Span } from "#analysis/ir/expression.ts";
import type { FunctionIr, Parameter } from "#analysis/ir/file.ts";
import { assign, fillPlace, rewrite } from "./assign.ts";
import { bindArguments } from "./binding.ts";
import { converted, isNumber } from "./declared.ts";
import { annotatedType, parameterOfType } from "./declared-type.ts";
import type { Engine } from "./engine.ts";
import { emptyState, readState, writeValue } from "./frame.ts";
import { newRecording, noteDepth } from "./recording.ts";
import { keep, repeated } from "./repeatable.ts";
import { type Application, applyGuards, applyHits, substitute, substituteTaints, writtenTo } from "./substitute.ts";
import { parameterTaint } from "./taint.ts";
import type { Callable, FileUnit, Frame, Given, Recording, Repeatable, Summary, Value } from "./types.ts";
import { EMPTY, join, joinTaints, PLAIN, withTaints } from "./value.ts";

const MAX_INLINE = 5;
const NOTHING_WRITTEN: ReadonlyMap<never, never> = new Map<never, never>();

export function newFrame(
  unit: FileUnit,
  code: FunctionIr,
  parent: Frame | undefined,
  depth: number,
  recording?: Recording,
): Frame {
  return {
    unit,
    code,
    parent,
    state: emptyState(),
    returned: undefined,
    thrown: [],
    ends: [],
    jumps: [],
    nested: [],
    depth,
    seen: undefined,
    filled: new Map(),
    recording,
    repeatable: undefined,
  };
}

/** What calling a function of the project gives; the caller's variables learn what the function does to them. */
export function invoke(engine: Engine, frame: Frame, callable: Callable, given: readonly Given[], site: Span): Value {
  const code = callable.unit.ir.functions[callable.index];
  if (code === undefined) return EMPTY;
  if (callable.closure !== undefined) return inline(engine, frame, callable, code, callable.closure, given);
  const summary = engine.summaryOf(callable.unit, callable.index);
  const application: Application = { engine, frame, summary, code, bound: bindArguments(code, callable.self, given), site };
  applyHits(application);
  applyGuards(application);
  if (summary.thrown.length > 0) frame.thrown = joinTaints(frame.thrown, substituteTaints(application, summary.thrown));
  const method = callable.self !== undefined && code.class >= 0 && !code.static;
  for (const index of summary.written.keys()) {
    const value = writtenTo(application, index);
    const one = given.filter((other) => other.name === "")[method ? index - 1 : index];
    if (value !== undefined && one?.node !== undefined && !(method && index === 0)) rewrite(engine, frame, one.node, value);
  }
  for (const [index, value] of summary.filled) {
    const one = given.filter((other) => other.name === "")[index];
    if (one?.node !== undefined) fillPlace(engine, frame, one.node, substitute(application, value));
  }
  const result = substitute(application, summary.returned);
  return code.generator && result.elements === undefined ? { ...result, elements: result } : result;
}

/** What a method leaves in its object. */
export function objectAfter(
  engine: Engine,
  frame: Frame,
  callable: Callable,
  given: readonly Given[],
  site: Span,
): Value | undefined {
  const code = callable.unit.ir.functions[callable.index];
  if (code === undefined || callable.closure !== undefined || callable.self === undefined) return undefined;
  const summary = engine.summaryOf(callable.unit, callable.index);
  return writtenTo({ engine, frame, summary, code, bound: bindArguments(code, callable.self, given), site }, 0);
}

/** A nested function runs in the middle of what is around it. */
function inline(
  engine: Engine,
  frame: Frame,
  callable: Callable,
  code: FunctionIr,
  closure: Frame,
  given: readonly Given[],
): Value {
  callable.unit.visited.add(code.index);
  for (let outer: Frame | undefined = frame; outer !== undefined; outer = outer.parent) if (outer.code === code) return EMPTY;
  if (frame.depth >= MAX_INLINE) {
    noteDepth(frame, frame.depth, true);
    return EMPTY;
  }
  const bound = bindArguments(code, callable.self, given);
  const known = engine.watch === undefined ? repeated(engine, frame, closure, code.index, bound, MAX_INLINE) : undefined;
  const call = known ?? follow(engine, frame, callable, code, closure, bound);
  frame.thrown = joinTaints(frame.thrown, call.thrown);
  return code.generator && call.returned.elements === undefined ? { ...call.returned, elements: call.returned } : call.returned;
}

function follow(
  engine: Engine,
  frame: Frame,
  { unit }: Callable,
  code: FunctionIr,
  closure: Frame,
  given: readonly Value[],
): Repeatable {
  const depth = frame.depth + 1;
  noteDepth(frame, depth, false);
  const recording = newRecording(frame.recording, depth);
  const { summary, changes, unsettled } = engine;
  const inner = newFrame(unit, code, closure, depth, recording);
  for (const [index, parameter] of code.parameters.entries()) {
    const value = given[index] ?? EMPTY;
    const known = value === EMPTY ? declared(engine, inner, parameter) : value;
    bindParameter(engine, inner, parameter, known.type === "" ? { ...known, type: typeOf(inner, parameter) } : known);
  }
  engine.run(inner, code.body);
  finishNested(engine, inner);
  const { returned = EMPTY, thrown } = inner;
  const call = { summary, changes, depth, given, recording, returned, thrown };
  if (engine.changes === changes && engine.unsettled === unsettled) keep(closure, code.index, call);
  return call;
}

/** Gives a parameter its value; one with a name of its own is no step of a trace. */
export function bindParameter(engine: Engine, frame: Frame, { pattern }: Parameter, value: Value): void {
  if (pattern.kind === "name") writeValue(frame.state, pattern.name, value);
  else assign(engine, frame, pattern, value);
}

/** Looks into functions that nobody was seen to call. */
export function finishNested(engine: Engine, frame: Frame): void {
  for (const callable of frame.nested) {
    if (callable.unit.visited.has(callable.index) || callable.closure === undefined) continue;
    frame.state.dead = false;
    engine.invoke(frame, callable, [], { start: 0, end: 0 });
  }
}

/** What is known of a parameter that got nothing: what its default and its decorators give. */
function declared(engine: Engine, frame: Frame, parameter: Parameter): Value {
  let value = parameter.default === undefined ? EMPTY : engine.evaluate(frame, parameter.default);
  for (const decorator of parameter.decorators) {
    const given = engine.evaluate(frame, decorator);
    if (given === PLAIN) return PLAIN;
    if (given.taints.length > 0) value = join(value, given);
  }
  return value;
}

export function typeOf(frame: Frame, parameter: Parameter): string {
  const { models } = frame.unit;
  const annotated = annotatedType(models, parameter.annotation);
  if (annotated !== undefined) return annotated;
  return models.parameterTypes.get(parameter.name) ?? "";
}

/** The parameter as it stands for itself while its function is summed up. */
export function parameterValue(engine: Engine, frame: Frame, summary: Summary, index: number): Value {
  const { code, unit } = frame;
  const parameter = code.parameters[index] as Parameter;
  const symbol = { kind: "parameter" as const, owner: summary.owner, index, path: [] };
  const self = index === 0 && code.class >= 0 && !code.static;
  if (self) {
    const owner = unit.classes.get(code.class);
    return { ...EMPTY, symbol, instance: owner, type: owner?.type ?? "" };
  }
  const handled = unit.handlers.get(code.index);
  const type = handled?.types[code.class >= 0 && !code.static ? index - 1 : index] || typeOf(frame, parameter);
  const known = declared(engine, frame, parameter);
  const number = isNumber(parameter.annotation);
  const by = parameter.decorators.length > 0 && known.taints.length > 0;
  // What a decorator or a framework checks has the declared form.
  if (known === PLAIN) return { ...PLAIN, type, symbol };
  if (parameter.annotation !== "" && (by || handled?.converts === true)) {
    const value = by ? known : withTaints([parameterTaint(unit, parameter, symbol, parameter.name)]);
    const given = converted(engine, frame, value, parameter.annotation, parameter);
    if (given !== value) return { ...given, type, symbol };
  }
  const taints = number ? [] : [parameterTaint(unit, parameter, symbol, parameter.name), ...known.taints];
  if (parameter.takes !== "one") return { ...EMPTY, type: parameter.takes === "rest" ? "List" : "Record", symbol, taints };
  const object = parameterOfType(engine, frame, parameter.annotation);
  return { ...object, type: type || object.type, symbol, taints, functions: known.functions };
}

/** Fields that the function has set on its parameters. */
export function writtenFields(frame: Frame, before: readonly Value[]): ReadonlyMap<number, ReadonlyMap<string, Value>> {
  let written: Map<number, ReadonlyMap<string, Value>> | undefined;
  for (const [index, parameter] of frame.code.parameters.entries()) {
    const after = readState(frame.state, parameter.name);
    const fields = after?.fields;
    if (fields === undefined || fields.size === 0 || after?.symbol !== before[index]?.symbol) continue;
    (written ??= new Map()).set(index, fields);
  }
  return written ?? NOTHING_WRITTEN;
}

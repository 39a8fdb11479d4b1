import type { Expression, Span } from "#analysis/ir/expression.ts";
import type { Parameter } from "#analysis/ir/file.ts";
import type { HandlerModel } from "#analysis/models/schema.ts";
import { prepareCall } from "./callee.ts";
import { converted, isNumber } from "./declared.ts";
import type { Engine } from "./engine.ts";
import { typeOf } from "./invoke.ts";
import { memberReferences } from "./references.ts";
import { reaching } from "./sinks.ts";
import { sourceTaint } from "./taint.ts";
import { comesFromOutside } from "./threat-model.ts";
import type { Callable, ClassUnit, FileUnit, Frame, Given, Prepared, Value } from "./types.ts";
import { EMPTY, PLAIN, withTaints } from "./value.ts";
import { holds, pattern } from "./when.ts";

/** Functions given to a call that will run them for requests. True when the call is one. */
export function registerHandlers(
  engine: Engine,
  frame: Frame,
  { references, self, given, object }: Prepared,
  site: Span,
): boolean {
  const models = references
    .flatMap((reference) => frame.unit.models.handlerCalls.get(reference) ?? [])
    .filter((model) => holds(model.when, self, given, object));
  if (models.length === 0) return false;
  const text = given.map((one) => one.value.constant).find((constant) => typeof constant === "string") ?? "";
  let registered = false;
  for (const model of models) {
    for (const one of given) {
      for (const callable of functionsIn(one.value)) {
        registered = true;
        handle(engine, frame, callable, model, text, site);
      }
    }
  }
  return registered;
}

/** Tables of handlers are given too: `{ resolvers: { Query: { user } } }`. */
const TABLE_DEPTH = 3;

function functionsIn({ functions, fields }: Value, depth = TABLE_DEPTH): readonly Callable[] {
  if (depth === 0 || fields === undefined) return functions;
  return [...functions, ...[...fields.values()].flatMap((field) => functionsIn(field, depth - 1))];
}

/** A function whose decorators make it a handler. */
export function decoratedHandler(
  engine: Engine,
  frame: Frame,
  callable: Callable,
  decorators: readonly Expression[],
  site: Span,
): void {
  for (const decorator of decorators) {
    const { references, text } = decoratorOf(engine, frame, decorator);
    for (const reference of references)
      for (const model of frame.unit.models.decorators.get(reference) ?? []) handle(engine, frame, callable, model, text, site);
  }
}

function decoratorOf(engine: Engine, frame: Frame, node: Expression): { references: readonly string[]; text: string } {
  if (node.kind === "call") {
    const { references, given } = prepareCall(engine, frame, node);
    const text = given.map((one) => one.value.constant).find((constant) => typeof constant === "string");
    return { references, text: typeof text === "string" ? text : "" };
  }
  if (node.kind === "member") {
    const references = memberReferences(engine.evaluate(frame, node.object), node.name, frame.unit.models.libraries);
    return { references, text: "" };
  }
  const { path } = engine.evaluate(frame, node);
  return { references: path === "" ? [] : [path], text: "" };
}

/** A function whose name makes it one that the system calls. */
export function namedHandler(engine: Engine, frame: Frame, callable: Callable, name: string, site: Span): void {
  const { handlerFunctions } = frame.unit.models;
  for (const model of handlerFunctions.get(name) ?? []) handle(engine, frame, callable, model, "", site);
  for (const model of handlerFunctions.get("*") ?? [])
    if (firstText(frame.unit) === model.directive && isExported(callable)) handle(engine, frame, callable, model, "", site);
}

const firstTexts = new WeakMap<FileUnit, string>();

/** The text that is the first statement of the file, behind comments; `""` for none. Asked for every function of the file. */
function firstText(unit: FileUnit): string {
  let known = firstTexts.get(unit);
  if (known === undefined) {
    known = /^(?:\s|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)*(["'])([^"'\n]*)\1/u.exec(unit.text)?.[2] ?? "";
    firstTexts.set(unit, known);
  }
  return known;
}

function isExported({ unit, index }: Callable): boolean {
  return unit.exports.values().some(({ functions }) => functions.some((one) => one.unit === unit && one.index === index));
}

/** Methods of a class that a framework calls for requests. */
export function handlerMethods(engine: Engine, frame: Frame, unit: ClassUnit, site: Span): void {
  for (const base of unit.basePaths) {
    for (const model of frame.unit.models.handlerMethods.get(base) ?? []) {
      const names = pattern(`^(?:${model.methods?.names ?? ""})$`);
      for (const index of unit.ir.methods) {
        const code = unit.unit.ir.functions[index];
        if (code === undefined || !names.test(code.name)) continue;
        const self: Value = { ...EMPTY, instance: unit, type: unit.type };
        handle(engine, frame, { unit: unit.unit, index, closure: unit.closure, self }, model, "", site);
      }
    }
  }
}

function handle(engine: Engine, frame: Frame, callable: Callable, model: HandlerModel, text: string, site: Span): void {
  const code = callable.unit.ir.functions[callable.index];
  if (code === undefined) return;
  if (comesFromOutside(model.label)) engine.sourceMet();
  const types = model.parameters === "all" ? [] : model.parameters.map((name) => (name === "source" ? "" : name));
  callable.unit.handlers.set(callable.index, { types, converts: model.converts === true });
  const own = code.class >= 0 && !code.static ? code.parameters.slice(1) : code.parameters;
  const given = own.map(
    (parameter, position): Given => ({
      value: parameterOf(engine, frame, callable, model, parameter, position, text),
      name: "",
      spread: false,
      node: undefined,
    }),
  );
  const bound = code.class >= 0 && !code.static && callable.self === undefined ? { ...callable, self: EMPTY } : callable;
  const returned = engine.invoke(frame, bound, given, site);
  for (const name of model.returns ?? []) {
    const kind = frame.unit.models.kinds.find((one) => one.kind === name);
    const bit = frame.unit.models.bits.get(name) ?? 0;
    if (kind === undefined) continue;
    const answered = answerOf(returned);
    const taints = [returned, ...(answered === undefined ? [] : [answered])].flatMap((value) => reaching(value, kind));
    for (const taint of taints) {
      if ((taint.cleared & bit) !== 0) continue;
      const { path, start, end } = taint.step;
      engine.report({ kind, bit, path, start, end, sink: "the answer", taint, leads: false, labels: undefined });
    }
  }
}

/** The first of what was returned where status or headers follow it: `page, 404`. */
function answerOf({ fields }: Value): Value | undefined {
  const next = fields?.get("1");
  return next === undefined || next.taints.length > 0 ? undefined : fields?.get("0");
}

function parameterOf(
  engine: Engine,
  frame: Frame,
  callable: Callable,
  model: HandlerModel,
  parameter: Parameter,
  position: number,
  text: string,
): Value {
  const type = typeOf(frame, parameter);
  const name = model.parameters === "all" ? "source" : (model.parameters[position] ?? "");
  if (name !== "source") return { ...EMPTY, type: name };
  if (type !== "") return { ...EMPTY, type };
  if (isNumber(parameter.annotation)) return model.converts === true ? PLAIN : EMPTY;
  if (model.except !== undefined && pattern(model.except).test(parameter.name)) return EMPTY;
  if (
    model.unless !== undefined &&
    parameter.name !== "" &&
    pattern(model.unless.replaceAll("{name}", parameter.name)).test(text)
  )
    return EMPTY;
  if (parameter.default?.kind === "call" && parameter.annotation === "") return EMPTY;
  const value = withTaints([
    sourceTaint(
      callable.unit,
      parameter,
      `handler ${callable.unit.path} ${callable.index} ${position}`,
      model.label ?? "remote",
      `${model.note} ${parameter.name}`.trim(),
    ),
  ]);
  return model.converts === true && parameter.annotation !== ""
    ? converted(engine, frame, value, parameter.annotation, parameter)
    : value;
}

import type { Span } from "#analysis/ir/expression.ts";
import type { Engine } from "./engine.ts";
import { asFacet, memberTaint, parameterTaint, sourceTaint } from "./taint.ts";
import type { Callable, ClassUnit, FileUnit, Frame, Taint, Value } from "./types.ts";
import { anyElement, constantValue, EMPTY, join, joinTaints, PLAIN } from "./value.ts";

/** References under which models may speak of a member. */
export function memberReferences(value: Value, name: string, libraries?: ReadonlySet<string>): string[] {
  const found: string[] = [];
  if (value.path !== "") found.push(`${value.path}.${name}`);
  const foreign =
    libraries !== undefined && value.type === "" && value.path !== "" && !libraries.has(value.path.split(/[.(]/u)[0] as string);
  if (value.type !== "") found.push(`${value.type}#${name}`);
  for (const base of value.instance === undefined ? [] : basePaths(value.instance)) found.push(`${base}#${name}`);
  if (
    (found.length === 0 || foreign || (value.taints.length > 0 && value.type === "")) &&
    value.class === undefined &&
    value.module === undefined
  )
    found.push(`*#${name}`);
  return found;
}

function basePaths(unit: ClassUnit, depth = 4): readonly string[] {
  const own = unit.type === "" ? unit.basePaths : [unit.type, ...unit.basePaths];
  return depth === 0 ? own : [...own, ...unit.bases.flatMap((base) => basePaths(base, depth - 1))];
}

/** A member of a value, by `a.name` or `a["name"]`. */
export function readMember(engine: Engine, frame: Frame, value: Value, name: string, span: Span): Value {
  const field = value.fields?.get(name);
  if (field !== undefined) return field;
  if (value.module !== undefined) {
    const exported = exportOf(engine, value.module, name);
    if (exported !== undefined) return exported;
  }
  const method = value.instance ?? value.class;
  if (method !== undefined) {
    const found = classMember(engine, method, name, value.instance === undefined ? undefined : value);
    if (found !== undefined) return extended(frame, value, name, found, span);
  }
  const models = frame.unit.models;
  const references = memberReferences(value, name, models.libraries);
  let type = "";
  let taints: readonly Taint[] = [];
  for (const reference of references) {
    type ||= models.readTypes.get(reference) ?? "";
    for (const source of models.readSources.get(reference) ?? []) {
      if (source.label !== "page") engine.sourceMet();
      taints = joinTaints(taints, [
        sourceTaint(frame.unit, span, `${reference}${value.symbol?.path.join(".") ?? ""}`, source.label, source.note),
      ]);
    }
  }
  if (
    value.taints.length > 0 &&
    references.some(
      (reference) =>
        models.sanitizers.get(reference)?.some((model) => model.clears === "all" && model.when === undefined) === true,
    )
  ) {
    // Callers of a method ask the models again; a member, such as a length, is harmless.
    return { ...PLAIN, path: value.path === "" ? "" : `${value.path}.${name}` };
  }
  for (const reference of references) {
    for (const model of models.propagators.get(reference) ?? []) {
      if (model.from.includes("this") && value.taints.length > 0) {
        return { ...EMPTY, type, taints: asFacet(value.taints, model.facet ?? "value") };
      }
    }
  }
  const path = value.path === "" ? "" : `${value.path}.${name}`;
  const fixed = path === "" ? undefined : models.constants.get(path);
  if (fixed !== undefined) return constantValue(fixed);
  return extended(frame, value, name, { ...EMPTY, path, type, taints }, span);
}

/** A parameter's member comes in where it is read. */
function readTaint(frame: Frame, taint: Taint, name: string, span: Span): Taint {
  const member = memberTaint(taint, name);
  if (taint.origin.kind === "source" || taint.step.length > 1) return member;
  return {
    ...member,
    step: { ...taint.step, path: frame.unit.path, start: span.start, end: span.end, note: `${taint.step.note}.${name}` },
  };
}

/** The member also carries what its object carries. */
function extended(frame: Frame, value: Value, name: string, found: Value, span: Span): Value {
  let { taints } = found;
  let symbol = found.symbol;
  if (value.taints.length > 0)
    taints = joinTaints(
      taints,
      value.taints.map((taint) => readTaint(frame, taint, name, span)),
    );
  if (value.symbol !== undefined && value.symbol.path.length < 4) {
    symbol = { ...value.symbol, path: [...value.symbol.path, name] };
    if (value.taints.length === 0 && found.functions.length === 0) {
      const code = frame.code.parameters[symbol.index];
      taints = joinTaints(taints, [parameterTaint(frame.unit, span, symbol, [code?.name ?? "", ...symbol.path].join("."))]);
    }
  }
  const elements = value.elements !== undefined && found === EMPTY ? value.elements : found.elements;
  return taints === found.taints && symbol === found.symbol && elements === found.elements
    ? found
    : { ...found, taints, symbol, elements };
}

/** What a module of the project exports under a name. A function is known without running the module's body. */
export function exportOf(engine: Engine, unit: FileUnit, name: string, depth = 6): Value | undefined {
  if (unit.state === "new" && unit.ir.openModule) {
    const index = unit.ir.functions.findIndex(
      (code) => code.parent === 0 && code.class < 0 && code.name === name && code.decorators.length === 0,
    );
    if (index >= 0) return { ...EMPTY, functions: [{ unit, index, closure: undefined, self: undefined }] };
  }
  engine.ensure(unit);
  const own = unit.exports.get(name);
  if (own !== undefined) return own;
  const whole = unit.exports.get("=");
  const field = name === "default" ? whole : whole?.fields?.get(name);
  if (field !== undefined) return field;
  if (unit.ir.openModule) {
    const value = unit.frame?.state.values.get(name);
    if (value !== undefined) return value;
  }
  for (const other of depth === 0 ? [] : unit.exportsFrom) {
    const value = exportOf(engine, other, name, depth - 1);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** A field or method of a class of the project, bound to its object. */
function classMember(engine: Engine, unit: ClassUnit, name: string, self: Value | undefined, depth = 6): Value | undefined {
  const method = methodOf(unit, name);
  if (method !== undefined) {
    const code = unit.unit.ir.functions[method];
    const property =
      code?.decorators.some((decorator) => decorator.kind === "name" && decorator.name.endsWith("property")) === true;
    const callable: Callable = {
      unit: unit.unit,
      index: method,
      closure: unit.closure,
      self: code?.static === true ? undefined : self,
    };
    if (property && self !== undefined) return unit.closure === undefined ? engine.summaryOf(unit.unit, method).returned : EMPTY;
    return { ...EMPTY, functions: [callable] };
  }
  const field = unit.fields.get(name);
  if (field !== undefined) return field;
  for (const base of depth === 0 ? [] : unit.bases) {
    const found = classMember(engine, base, name, self, depth - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function methodOf(unit: ClassUnit, name: string): number | undefined {
  return unit.ir.methods.find((index) => unit.unit.ir.functions[index]?.name === name);
}

/** The method of that name in the class or the nearest of its bases. */
export function inheritedMethod(unit: ClassUnit, name: string, depth = 6): { unit: ClassUnit; index: number } | undefined {
  const index = methodOf(unit, name);
  if (index !== undefined) return { unit, index };
  for (const base of depth === 0 ? [] : unit.bases) {
    const found = inheritedMethod(base, name, depth - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `value[key]` for a key that may not be known. */
export function readIndex(engine: Engine, frame: Frame, value: Value, key: Value, span: Span): Value {
  const { constant } = key;
  if (typeof constant === "string" || typeof constant === "number") {
    const known = value.fields?.get(String(constant));
    if (known !== undefined) return known;
    const member = readMember(engine, frame, value, String(constant), span);
    return value.elements === undefined ? member : join(member, value.elements);
  }
  const inside = anyElement(value);
  const member = extended(frame, value, "[]", EMPTY, span);
  return inside === EMPTY ? member : member === EMPTY ? inside : join(inside, member);
}

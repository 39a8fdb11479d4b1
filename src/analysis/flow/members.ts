import type { Span } from "#analysis/ir/expression.ts";
import type { ClassIr } from "#analysis/ir/file.ts";
import type { Engine } from "./engine.ts";
import { shapedFields } from "./declared.ts";
import { memberFacts } from "./member-facts.ts";
import { asFacet, memberTaint, parameterTaint, sourceTaint } from "./taint.ts";
import { comesFromOutside } from "./threat-model.ts";
import type { Callable, ClassUnit, FileUnit, Frame, Taint, Value } from "./types.ts";
import { anyElement, EMPTY, join, joinTaints, PLAIN } from "./value.ts";

/** Further files that may declare one function. */
const MAX_SYSTEMS = 4;

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
  const { models } = frame.unit;
  const facts = memberFacts(models, value, name);
  let taints: readonly Taint[] = [];
  for (const { reference, source } of facts.sources) {
    if (comesFromOutside(source.label)) engine.sourceMet();
    taints = joinTaints(taints, [
      sourceTaint(frame.unit, span, `${reference}${value.symbol?.path.join(".") ?? ""}`, source.label, source.note),
    ]);
  }
  if (value.taints.length > 0) {
    // Callers of a method ask the models again; a member, such as a length, is harmless.
    if (facts.harmless) return { ...PLAIN, path: facts.value.path };
    if (facts.facet !== undefined) return { ...EMPTY, type: facts.type, taints: asFacet(value.taints, facts.facet) };
  }
  if (facts.fixed) return facts.value;
  // Nothing of what is harmless is less so.
  if (value === PLAIN) return PLAIN;
  if (taints.length === 0) return extended(frame, value, name, facts.value, span);
  const shaped = facts.sources.some(({ source }) => source.shaped === true);
  return extended(frame, value, name, { ...facts.value, taints, fields: shaped ? shapedFields(value, EMPTY) : undefined }, span);
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

/** What a module of the project exports under a name, or the package of which it is a file. */
export function exportOf(engine: Engine, unit: FileUnit, name: string): Value | undefined {
  return exportOfFile(engine, unit, name) ?? sharedName(engine, unit, name);
}

/** What other files of a file's package declare under a name. Of several functions, as for different systems, any may be meant. */
export function sharedName(engine: Engine, unit: FileUnit, name: string): Value | undefined {
  const units = engine.package(unit)?.declared.get(name) ?? [];
  const values = units.flatMap((other) => (other === unit ? [] : (exportOfFile(engine, other, name) ?? [])));
  const [first, ...others] = values;
  if (first === undefined || first.functions.length === 0) return first;
  return others.slice(0, MAX_SYSTEMS).reduce((all, value) => (value.functions.length === 0 ? all : join(all, value)), first);
}

/** What one file exports under a name. A function is known without running the module's body. */
function exportOfFile(engine: Engine, unit: FileUnit, name: string, depth = 6): Value | undefined {
  if (unit.state === "new" && unit.ir.openModule) {
    const index = unit.ir.functions.findIndex(
      (code) => code.parent === 0 && code.class < 0 && code.name === name && code.decorators.length === 0,
    );
    if (index >= 0) return { ...EMPTY, functions: [{ unit, index, closure: undefined, self: undefined }] };
  }
  engine.ensure(unit);
  if (unit.state !== "done") engine.unsettled++;
  const own = unit.exports.get(name);
  if (own !== undefined) return own;
  if (unit.state === "running" && unit.ir.typed === true && unit.frame !== undefined) {
    // Files that name each other: the class is known before the other one has come to its end.
    const index = unit.ir.classes.findIndex((one) => one.name === name && one.partial !== true);
    if (index >= 0) return engine.evaluate(unit.frame, { kind: "class", index, start: 0, end: 0 });
  }
  const whole = unit.exports.get("=");
  const field = name === "default" ? whole : whole?.fields?.get(name);
  if (field !== undefined) return field;
  if (unit.ir.openModule) {
    const value = unit.frame?.state.values.get(name);
    if (value !== undefined) return value;
  }
  for (const other of depth === 0 ? [] : unit.exportsFrom) {
    const value = exportOfFile(engine, other, name, depth - 1);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** A field or method of a class of the project, bound to its object. */
function classMember(engine: Engine, unit: ClassUnit, name: string, self: Value | undefined, depth = 6): Value | undefined {
  const method = methodOf(unit, name);
  if (method !== undefined && unit.unit.ir.overloads === true) {
    const functions = unit.ir.methods.flatMap((index): Callable[] => {
      const code = unit.unit.ir.functions[index];
      if (code?.name !== name) return [];
      return [{ unit: unit.unit, index, closure: unit.closure, self: code.static ? undefined : self }];
    });
    return { ...EMPTY, functions };
  }
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
  const apart = partOf(unit, name);
  if (apart !== undefined) return { ...EMPTY, functions: [{ unit: apart.unit, index: apart.index, closure: undefined, self }] };
  for (const base of depth === 0 ? [] : unit.bases) {
    const found = classMember(engine, base, name, self, depth - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

const methodsByName = new WeakMap<ClassIr, ReadonlyMap<string, number>>();

/** The method of that name that stands in another file than the class. */
function partOf({ parts }: ClassUnit, name: string): { unit: FileUnit; index: number } | undefined {
  for (const { unit, ir } of parts) {
    const index = methodIn(ir, unit, name);
    if (index !== undefined) return { unit, index };
  }
  return undefined;
}

function methodIn(ir: ClassIr, unit: FileUnit, name: string): number | undefined {
  let methods = methodsByName.get(ir);
  if (methods === undefined) {
    methods = new Map(ir.methods.map((index) => [unit.ir.functions[index]?.name ?? "", index] as const).toReversed());
    methodsByName.set(ir, methods);
  }
  return methods.get(name);
}

/** Of several methods with one name the first, or the first that takes so many arguments. */
function methodOf({ ir, unit }: ClassUnit, name: string, count?: number): number | undefined {
  const first = methodIn(ir, unit, name);
  if (first === undefined || count === undefined || unit.ir.overloads !== true) return first;
  return ir.methods.find((index) => unit.ir.functions[index]?.name === name && takes(unit, index, count)) ?? first;
}

/** Whether a function can be called with so many arguments. */
function takes(unit: FileUnit, index: number, count: number): boolean {
  const code = unit.ir.functions[index];
  if (code === undefined) return false;
  const own = code.class >= 0 && !code.static ? code.parameters.length - 1 : code.parameters.length;
  return own === count || (count >= own - 1 && code.parameters.at(-1)?.takes === "rest");
}

/** Of methods that stand side by side those that take so many arguments; all where none does. */
export function fitting(functions: readonly Callable[], count: number): readonly Callable[] {
  if (functions.length < 2 || functions[0]?.unit.ir.overloads !== true) return functions;
  const found = functions.filter(({ unit, index }) => takes(unit, index, count));
  return found.length > 0 ? found : functions;
}

/** The method of that name in the class or the nearest of its bases. */
export function inheritedMethod(
  unit: ClassUnit,
  name: string,
  count?: number,
  depth = 6,
): { unit: ClassUnit; index: number } | undefined {
  const index = methodOf(unit, name, count);
  if (index !== undefined) return { unit, index };
  for (const base of depth === 0 ? [] : unit.bases) {
    const found = inheritedMethod(base, name, count, depth - 1);
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

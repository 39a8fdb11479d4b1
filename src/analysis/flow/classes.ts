import type { Span } from "#analysis/ir/expression.ts";
import { isPlainClass } from "./declared.ts";
import type { Engine } from "./engine.ts";
import { noteSetting } from "./frame.ts";
import { newFrame, objectAfter } from "./invoke.ts";
import { inheritedMethod, sharedName } from "./members.ts";
import type { Callable, ClassPart, ClassUnit, FileUnit, Frame, Given, Value } from "./types.ts";
import { deepTaints, EMPTY, join, joinTaints, PLAIN, withTaints } from "./value.ts";

export function functionValue(frame: Frame, index: number): Value {
  const code = frame.unit.ir.functions[index];
  if (code === undefined) return EMPTY;
  const callable: Callable = { unit: frame.unit, index, closure: code.parent === 0 ? undefined : frame, self: undefined };
  if (code.parent !== 0) frame.nested.push(callable);
  return { ...EMPTY, functions: [callable] };
}

/** Makes the class known and runs its body. */
export function makeClass(engine: Engine, frame: Frame, index: number): Value {
  const { unit } = frame;
  const known = unit.classes.get(index);
  if (known !== undefined) return { ...EMPTY, class: known };
  const ir = unit.ir.classes[index];
  if (ir === undefined) return EMPTY;
  const whole = ir.partial === true ? sharedName(engine, unit, ir.name)?.class : undefined;
  if (whole !== undefined) {
    unit.classes.set(index, whole);
    return { ...EMPTY, class: whole };
  }
  const bases = ir.bases.map((base) => engine.evaluate(frame, base));
  const basePaths = bases.flatMap((base) => (base.path === "" ? (base.type === "" ? [] : [base.type]) : [base.path]));
  const made: ClassUnit = {
    unit,
    ir,
    bases: bases.flatMap((base) => base.class ?? []),
    type: basePaths.map((path) => unit.models.baseTypes.get(path) ?? "").find((type) => type !== "") ?? "",
    basePaths,
    closure: frame.parent === undefined ? undefined : frame,
    parts: frame.parent === undefined && frame.code.parent < 0 ? partsOf(engine, unit, ir.name) : [],
    fields: new Map(),
  };
  unit.classes.set(index, made);
  const code = { ...frame.code, body: ir.body, locals: new Set(fieldNames(ir.body)), forget: () => undefined };
  const body = newFrame(unit, code, frame, frame.depth, frame.recording);
  engine.run(body, ir.body);
  for (const [name, value] of body.state.values) {
    made.fields.set(name, value);
    engine.changes++;
    noteSetting(frame.unit, name, value);
  }
  return { ...EMPTY, class: made };
}

/** Methods of a class that stand in other files of the package. */
function partsOf(engine: Engine, unit: FileUnit, name: string): readonly ClassPart[] {
  return (
    engine
      .package(unit)
      ?.parts.get(name)
      ?.filter((part) => part.unit !== unit) ?? []
  );
}

function fieldNames(body: ClassUnit["ir"]["body"]): string[] {
  return body.flatMap((statement) =>
    statement.kind === "assign" && statement.target.kind === "name" ? [statement.target.name] : [],
  );
}

/** A new object: the fields that its constructor sets. */
export function construct(engine: Engine, frame: Frame, unit: ClassUnit, given: readonly Given[], site: Span): Value {
  if (isPlainClass(unit)) return PLAIN;
  const empty: Value = { ...EMPTY, instance: unit, type: inheritedType(unit) };
  const method = inheritedMethod(unit, unit.unit.ir.constructorName, given.length);
  if (method === undefined) {
    // A class without constructor of its own keeps what it is given under the names of its fields.
    const fields = new Map<string, Value>();
    const names = fieldNames(unit.ir.body);
    for (const [position, one] of given.entries()) {
      const name = one.name === "" ? (names[position] ?? "") : one.name;
      if (name !== "" && !one.spread) fields.set(name, one.value);
    }
    return { ...empty, fields };
  }
  const callable: Callable = { unit: method.unit.unit, index: method.index, closure: method.unit.closure, self: empty };
  if (callable.closure !== undefined) {
    engine.invoke(frame, callable, given, site);
    let taints = EMPTY.taints;
    for (const one of given) taints = joinTaints(taints, deepTaints(one.value));
    return { ...empty, elements: withTaints(taints) };
  }
  engine.invoke(frame, callable, given, site);
  return objectAfter(engine, frame, callable, given, site) ?? empty;
}

function inheritedType(unit: ClassUnit, depth = 4): string {
  if (unit.type !== "" || depth === 0) return unit.type;
  return unit.bases.map((base) => inheritedType(base, depth - 1)).find((type) => type !== "") ?? "";
}

/**
 * What a method set on its object is from now on known of every object of the class, as far as it does not depend on parameters. A constructor's word for the type of a
 * field is better than its declaration's: it made the object, and may have set it up.
 */
export function learnFields(engine: Engine, unit: ClassUnit, fields: ReadonlyMap<string, Value>, made: boolean): void {
  for (const [name, value] of fields) {
    const general = generalised(value);
    const before = unit.fields.get(name);
    const joined = before === undefined ? general : join(before, general);
    const learned = made && general.type !== "" && joined.type !== general.type ? { ...joined, type: general.type } : joined;
    if (learned === before) continue;
    unit.fields.set(name, learned);
    engine.changes++;
  }
}

function generalised(value: Value): Value {
  const taints = value.taints.filter((taint) => taint.origin.kind === "source");
  return {
    ...EMPTY,
    taints,
    type: value.type,
    path: value.path,
    module: value.module,
    class: value.class,
    instance: value.instance,
    functions: value.functions,
    constant: value.constant,
    parts: taints.length === 0 && value.taints.length > 0 ? undefined : value.parts,
  };
}

import type { Models } from "#analysis/models/compile.ts";
import type { Engine } from "./engine.ts";
import { isNumber } from "./declared.ts";
import { exportOf } from "./members.ts";
import type { Frame, Value } from "./types.ts";
import { EMPTY, PLAIN } from "./value.ts";

/** The last name of a declared type, without what it is of: `Map` of `java.util.Map<K, List<V>>[]`. */
function typeName(annotation: string): string {
  return /([A-Za-z_$][\w$]*)\s*(?:<[^\n]*>|\[[^\]]*\])*\s*$/u.exec(annotation)?.[1] ?? "";
}

/** The type that models give what is declared so: by the whole name, `http.Request`, or by its last part. */
export function annotatedType({ annotationTypes }: Models, annotation: string): string | undefined {
  return annotationTypes.get(annotation) ?? annotationTypes.get(typeName(annotation));
}

/** A value of which its declaration says more than is known of it. */
export function annotated(engine: Engine, frame: Frame, value: Value, annotation: string): Value {
  const name = typeName(annotation);
  const type = value.type === "" ? annotatedType(frame.unit.models, annotation) : undefined;
  const known = type === undefined ? value : { ...value, type };
  if (frame.unit.ir.typed !== true) return known;
  // Nothing that is put into a number is text.
  if (known.taints.length > 0 && isNumber(annotation)) return PLAIN;
  if (known.instance !== undefined || known.class !== undefined) return known;
  const foreign = ofPackage(engine, frame, known, annotation);
  return foreign ?? instanceOf(engine, frame, known, name);
}

/** The value as an object of the project's class of that name. */
function instanceOf(engine: Engine, frame: Frame, value: Value, name: string): Value {
  if (!/^[A-Za-z_]/u.test(name)) return value;
  const unit = engine.evaluate(frame, { kind: "name", name, start: 0, end: 0 }).class;
  return unit === undefined ? value : { ...value, instance: unit, type: value.type || unit.type };
}

/** A parameter's value as its declaration says. */
export function parameterOfType(engine: Engine, frame: Frame, annotation: string): Value {
  if (frame.unit.ir.typed !== true || annotation === "") return EMPTY;
  return ofPackage(engine, frame, EMPTY, annotation) ?? instanceOf(engine, frame, EMPTY, typeName(annotation));
}

/** The value as an object of the class that `store.Order` names: one of that package, and of no other with the same last name. Undefined where types are named otherwise. */
function ofPackage(engine: Engine, frame: Frame, value: Value, annotation: string): Value | undefined {
  const [, owner = "", name = ""] = /^(\w+)\.(\w+)$/u.exec(annotation) ?? [];
  const { unit } = frame;
  if (owner === "" || unit.pack.packages === undefined) return undefined;
  // Variables often have the name of the package.
  const { module } = engine.evaluate(unit.frame ?? frame, { kind: "name", name: owner, start: 0, end: 0 });
  const found = module === undefined ? undefined : exportOf(engine, module, name)?.class;
  return found === undefined ? value : { ...value, instance: found, type: value.type || found.type };
}

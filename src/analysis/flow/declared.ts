import type { Expression, Span } from "#analysis/ir/expression.ts";
import type { Engine } from "./engine.ts";
import { memberTaint } from "./taint.ts";
import type { ClassUnit, Frame, Value } from "./types.ts";
import { EMPTY, mapTaints, PLAIN } from "./value.ts";

/** Type of what describes a field in which no text can stand that means anything, and of classes whose objects are such. */
const PLAIN_FIELD = "schema.Plain";
const TEXT_FIELD = "schema.Text";
const NUMBERS =
  /^(?:u?int(?:8|16|32|64)?|float(?:32|64)?|rune|time\.(?:Time|Duration)|bool|number|boolean|bigint|UUID|Decimal|date|datetime|time|timedelta|PositiveInt|conint|long|short|byte|double|Integer|Long|Short|Byte|Double|Float|Boolean|BigInteger|BigDecimal|LocalDate|LocalDateTime|Instant)$/u;
const DEPTH = 3;

/** Whether a declared type says that a value is a number, or a date or identifier of fixed form. */
export function isNumber(annotation: string): boolean {
  return NUMBERS.test(annotation);
}

export function isPlainClass(unit: ClassUnit): boolean {
  return unit.type === PLAIN_FIELD || unit.bases.some(isPlainClass);
}

/** What is left of a value once whoever calls the function has turned it into the declared type, or refused it. */
export function converted(engine: Engine, frame: Frame, value: Value, annotation: string, span: Span, depth = DEPTH): Value {
  const declared = innermost(annotation);
  if (isNumber(declared) || /^(?:Literal\[|(?:["'][\w-]*["'](?:\s*\|\s*|$))+$)/u.test(declared)) return PLAIN;
  const items = /^(?:list|List|set|Set|frozenset|tuple|Tuple|Sequence|Array|ReadonlyArray)[[<](.*?)(?:,\s*\.\.\.)?[\]>]$/u.exec(
    declared,
  )?.[1];
  if (items !== undefined) return depth > 0 && converted(engine, frame, EMPTY, items, span, depth - 1) === PLAIN ? PLAIN : value;
  if (depth === 0 || !/^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*$/u.test(declared)) return value;
  const unit = engine.evaluate(frame, nameOf(declared, span)).class;
  if (unit === undefined) return value;
  if (isPlainClass(unit)) return PLAIN;
  const fields = declaredFields(engine, frame, unit, depth - 1);
  return fields.size === 0 ? value : { ...value, fields };
}

/** Without what says that a value may be missing or carries notes: `Annotated[int, Query()] | None` is `int`. */
function innermost(annotation: string): string {
  const text = annotation.replace(/^["'](.*)["']$/u, "$1").trim();
  const wrapped = /^(?:\w+\.)*(?:Optional|Required|NotRequired|Final)\[(.*)\]$/u.exec(text)?.[1];
  if (wrapped !== undefined) return innermost(wrapped);
  const noted = /^(?:\w+\.)*Annotated\[([^,[\]]+(?:\[[^[\]]*\])?)\s*,/u.exec(text)?.[1];
  if (noted !== undefined) return innermost(noted);
  const choices = text.split(/\s*\|\s*/u).filter((choice) => !/^(?:None|null|undefined)$/u.test(choice));
  return choices.length === 1 ? (choices[0] as string) : text;
}

function nameOf(dotted: string, { start, end }: Span): Expression {
  const [first = "", ...rest] = dotted.split(".");
  let node: Expression = { kind: "name", name: first, start, end };
  for (const name of rest) node = { kind: "member", object: node, name, start, end };
  return node;
}

/** The fields of a class's objects of which something is known by their declaration. */
function declaredFields(engine: Engine, frame: Frame, unit: ClassUnit, depth: number): Map<string, Value> {
  const fields = new Map<string, Value>();
  for (const base of unit.bases) for (const [name, value] of declaredFields(engine, frame, base, depth)) fields.set(name, value);
  for (const statement of unit.ir.body) {
    if (statement.kind !== "assign" || statement.target.kind !== "name" || statement.annotation === "") continue;
    const around = unit.closure ?? unit.unit.frame ?? frame;
    const value = converted(engine, around, EMPTY, statement.annotation, statement, depth);
    if (value === PLAIN) fields.set(statement.target.name, PLAIN);
    else fields.delete(statement.target.name);
  }
  return fields;
}

/**
 * What is known of the fields of `value`, which was checked against a schema: a record of fields, or an object whose class declares them.
 * Fields that are declared as texts are texts, `text` has the bits of the kinds for which that is enough.
 */
export function shapedFields(schema: Value, value: Value, text = 0, depth = DEPTH): Map<string, Value> {
  const fields = new Map<string, Value>();
  if (depth === 0) return fields;
  const known = schema.instance === undefined ? schema.fields : classFields(schema.instance);
  for (const [name, { type, fields: inner }] of known ?? []) {
    if (type === PLAIN_FIELD) fields.set(name, PLAIN);
    else if (type === TEXT_FIELD && text !== 0)
      fields.set(
        name,
        mapTaints(value, (taint) => ({ ...memberTaint(taint, name), cleared: taint.cleared | text })),
      );
    else if (inner !== undefined)
      fields.set(name, { ...value, fields: shapedFields({ ...EMPTY, fields: inner }, value, text, depth - 1) });
  }
  return fields;
}

function classFields(unit: ClassUnit): Map<string, Value> {
  return new Map([...unit.bases.flatMap((base) => [...classFields(base)]), ...unit.fields]);
}

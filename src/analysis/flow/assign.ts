import type { Expression, Pattern, Span } from "#analysis/ir/expression.ts";
import type { Engine } from "./engine.ts";
import { noteSetting, readState, writeValue } from "./frame.ts";
import { readMember } from "./members.ts";
import { noteRead, noteWrite } from "./recording.ts";
import { forgetSeen } from "./seen.ts";
import { checkWrite } from "./sinks.ts";
import { through } from "./taint.ts";
import type { Frame, Value } from "./types.ts";
import { anyElement, EMPTY, join } from "./value.ts";

/** Gives every target of a pattern its part of the value. */
export function assign(engine: Engine, frame: Frame, pattern: Pattern, value: Value): void {
  switch (pattern.kind) {
    case "name":
      assignName(
        frame,
        pattern.name,
        value.taints.length > 0 ? through(value, frame.unit, pattern, `stored in ${pattern.name}`) : value,
      );
      break;
    case "place":
      assignPlace(engine, frame, pattern.place, value, pattern);
      break;
    case "list":
      for (const [position, item] of pattern.items.entries()) {
        const one =
          item.kind === "rest"
            ? { ...EMPTY, elements: anyElement(value), taints: value.taints }
            : pattern.results === true
              ? resultOf(value, position, pattern.items.length)
              : element(engine, frame, value, position, item);
        assign(engine, frame, item, one);
      }
      break;
    case "record":
      for (const { key, pattern: inside } of pattern.entries)
        assign(engine, frame, inside, key === "*" ? value : readMember(engine, frame, value, key, inside));
      break;
    case "rest":
      assign(engine, frame, pattern.pattern, value);
      break;
    case "default": {
      const fallback = engine.evaluate(frame, pattern.value);
      assign(engine, frame, pattern.pattern, value === EMPTY ? fallback : join(value, fallback));
    }
  }
}

/** One of what a call gave; the last one tells what the call has shown, and so does the first one where nothing else is known. */
function resultOf(value: Value, position: number, count: number): Value {
  const known = value.type === "List" && value.fields !== undefined && value.elements === undefined ? value.fields : undefined;
  const one = known === undefined ? (position === 0 ? value : EMPTY) : (known.get(String(position)) ?? EMPTY);
  const tells = position === count - 1 || (known === undefined && position === 0);
  return tells && one.test === undefined && value.test !== undefined ? { ...one, test: value.test } : one;
}

function element(engine: Engine, frame: Frame, value: Value, position: number, span: Span): Value {
  const known = value.fields?.get(String(position));
  if (known !== undefined) return known;
  const member = readMember(engine, frame, value, String(position), span);
  return value.elements === undefined ? member : join(member, value.elements);
}

/** Writes a variable where it is declared; from inside a nested function only adds to what it may be. */
export function assignName(frame: Frame, name: string, value: Value): void {
  if (frame.code.locals.has(name)) {
    forgetSeen(frame);
    writeValue(frame.state, name, value);
    return;
  }
  for (let outer = frame.parent; outer !== undefined; outer = outer.parent) {
    if (outer.code.locals.has(name) || outer.parent === undefined) {
      const before = readState(outer.state, name);
      const after = before === undefined ? value : join(before, value);
      noteRead(frame, outer, name, before);
      if (after === before) return;
      noteWrite(frame, outer);
      forgetSeen(frame, outer);
      writeValue(outer.state, name, after);
      return;
    }
  }
  forgetSeen(frame);
  writeValue(frame.state, name, value);
}

function assignPlace(engine: Engine, frame: Frame, place: Expression, value: Value, span: Span): void {
  if (place.kind === "member") {
    const object = engine.evaluate(frame, place.object);
    checkWrite(engine, frame, object, place.name, value, span);
    noteSetting(frame.unit, place.name, value);
    setField(engine, frame, place.object, object, place.name, value);
  } else if (place.kind === "index") {
    const object = engine.evaluate(frame, place.object);
    const key = engine.evaluate(frame, place.index);
    const { constant } = key;
    const known = typeof constant === "string" || typeof constant === "number" ? String(constant) : undefined;
    checkWrite(engine, frame, object, known ?? "[]", value, span, key);
    setField(engine, frame, place.object, object, known, value);
  } else if (place.kind === "wrapped") {
    const before = engine.evaluate(frame, place.operand);
    fillPlace(engine, frame, place.operand, value.taints.length === 0 ? before : join(before, value));
  } else engine.evaluate(frame, place);
}

/** The object expression from now on has this field; without a key any of its elements may be the value. */
function setField(engine: Engine, frame: Frame, node: Expression, object: Value, key: string | undefined, value: Value): void {
  if (key === undefined) {
    rewrite(engine, frame, node, { ...object, elements: object.elements === undefined ? value : join(object.elements, value) });
    return;
  }
  const fields = new Map(object.fields ?? []);
  if (fields.size > 200) return;
  fields.set(key, value);
  rewrite(engine, frame, node, { ...object, fields });
}

/** The memory that an argument leads to now holds this value; whoever handed it over as a parameter sees that. */
export function fillPlace(engine: Engine, frame: Frame, node: Expression, value: Value): void {
  let inner = node;
  while (inner.kind === "wrapped" || inner.kind === "index" || (inner.kind === "binary" && inner.address === true))
    inner = inner.kind === "wrapped" ? inner.operand : inner.kind === "index" ? inner.object : inner.left;
  if (inner.kind === "name" && frame.code.parameters.some(({ name }) => inner.kind === "name" && name === inner.name)) {
    const before = frame.filled.get(inner.name);
    frame.filled.set(inner.name, before === undefined ? value : join(before, value));
  }
  rewrite(engine, frame, node, value);
}

/** What the expression stands for is from now on this value. */
export function rewrite(engine: Engine, frame: Frame, node: Expression, value: Value): void {
  if (node.kind === "name") {
    assignName(frame, node.name, value);
    return;
  }
  if (node.kind === "wrapped" || (node.kind === "binary" && node.address === true)) {
    const inner = node.kind === "wrapped" ? node.operand : node.left;
    // An address within something leads to all of it.
    if (inner.kind === "index") rewrite(engine, frame, inner.object, join(engine.evaluate(frame, inner.object), value));
    else rewrite(engine, frame, inner, node.kind === "binary" ? join(engine.evaluate(frame, inner), value) : value);
    return;
  }
  if (node.kind === "member") {
    const object = engine.evaluate(frame, node.object);
    if (object.module === undefined) setField(engine, frame, node.object, object, node.name, value);
  } else if (node.kind === "index") {
    const key = engine.evaluate(frame, node.index).constant;
    const object = engine.evaluate(frame, node.object);
    setField(
      engine,
      frame,
      node.object,
      object,
      typeof key === "string" || typeof key === "number" ? String(key) : undefined,
      value,
    );
  }
}

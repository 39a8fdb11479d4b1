import type { Call } from "#analysis/ir/expression.ts";
import { maskOf } from "#analysis/models/compile.ts";
import type { PropagatorModel } from "#analysis/models/schema.ts";
import { rewrite } from "./assign.ts";
import { construct } from "./classes.ts";
import { prepareCall } from "./callee.ts";
import { shapedFields } from "./declared.ts";
import { decoded } from "./decoded.ts";
import type { Engine } from "./engine.ts";
import { noteEchoes } from "./errors.ts";
import { fillFrom, wholeOf, written } from "./fill-arguments.ts";
import { registerHandlers } from "./handlers.ts";
import { fitting } from "./members.ts";
import { type Found, valuesAt } from "./places.ts";
import { seenIn } from "./seen.ts";
import { resultType } from "./result-type.ts";
import { calleeName, checkCall } from "./sinks.ts";
import { asFacet, sourceTaint, through } from "./taint.ts";
import { comesFromOutside } from "./threat-model.ts";
import type { Callable, Frame, Given, Prepared, Taint, Value } from "./types.ts";
import { anyElement, deepTaints, EMPTY, join, joinTaints, mapTaints, PLAIN, withTaints } from "./value.ts";
import { namedFields, unknownCall } from "./unknown-call.ts";
import type { FlowWatch } from "./watch.ts";
import { holds } from "./when.ts";

/** A call: what it does to sinks and to its arguments, and what it gives. */
export function evaluateCall(engine: Engine, frame: Frame, node: Call): Value {
  const prepared = prepareCall(engine, frame, node);
  seenIn(frame).calls.set(node, prepared);
  const { callee, self, given, references } = prepared;
  const { models } = frame.unit;
  if (callee.class !== undefined) return construct(engine, frame, callee.class, given, node);
  const known = references.some((reference) => models.called.has(reference));
  if (known) checkCall(engine, frame, references, self, given, prepared.object, node);
  if (engine.watch !== undefined) tell(engine.watch, frame, prepared, node);
  if (!known) {
    if (callee.functions.length > 0) return callProject(engine, frame, callee.functions, prepared, node);
    return unknownCall(prepared, node.construct, models, engine.watch !== undefined);
  }
  noteEchoes(frame, references, self, given, node);
  if (references.some((reference) => models.ends.has(reference))) {
    frame.state.dead = true;
    return EMPTY;
  }
  if (registerHandlers(engine, frame, prepared, node)) return fromModels(engine, frame, prepared, node) ?? EMPTY;
  const modelled = fromModels(engine, frame, prepared, node);
  const called = callBack(engine, frame, prepared, node);
  if (modelled !== undefined) return called === undefined ? modelled : join(modelled, called);
  if (callee.functions.length > 0) return callProject(engine, frame, callee.functions, prepared, node);
  if (called !== undefined) return called;
  // What a library reads at a place that was handed to it is not what was handed.
  if (
    references.some(
      (reference) =>
        models.callSinks
          .get(reference)
          ?.some((sink) => sink.ambiguous === undefined && sink.arguments?.includes("this") === true) === true,
    )
  )
    return EMPTY;
  return unknownCall(prepared, node.construct, models, engine.watch !== undefined);
}

function tell(watch: FlowWatch, { unit }: Frame, { callee, self, given, references }: Prepared, node: Call): void {
  let taints: readonly Taint[] = self === undefined ? [] : deepTaints(self);
  for (const { value } of given) taints = joinTaints(taints, deepTaints(value));
  if (taints.length === 0) return;
  const { start, end } = node;
  const own = callee.functions.length > 0;
  watch.used({ path: unit.path, start, end, name: calleeName(node.callee), references, taints, own });
}

function callProject(engine: Engine, frame: Frame, functions: readonly Callable[], prepared: Prepared, node: Call): Value {
  let result: Value | undefined;
  for (const callable of fitting(functions, prepared.given.length)) {
    const bound =
      callable.self === undefined && prepared.self !== undefined && callable.closure === undefined
        ? withSelf(callable, prepared.self, node)
        : callable;
    const value = engine.invoke(frame, bound, prepared.given, node);
    result = result === undefined ? value : join(result, value);
  }
  return result ?? EMPTY;
}

/** `Base.method(self, x)` passes the object as an argument; `super().method(x)` and objects without known class do not. */
function withSelf(callable: Callable, self: Value, node: Call): Callable {
  const code = callable.unit.ir.functions[callable.index];
  if (code === undefined || code.class < 0 || code.static) return callable;
  // Where classes say what their methods are called on, the object is never an argument.
  if (callable.unit.ir.typed === true) return { ...callable, self: self.class === undefined ? self : EMPTY };
  const inherited =
    node.callee.kind === "member" &&
    (node.callee.object.kind === "call" || (node.callee.object.kind === "name" && node.callee.object.name === "super"));
  return inherited ? { ...callable, self } : callable;
}

/** What the models know of the result; undefined where they know nothing. */
function fromModels(engine: Engine, frame: Frame, prepared: Prepared, node: Call): Value | undefined {
  const { references, self, given, object } = prepared;
  const { models } = frame.unit;
  const { type, fields } = resultType(engine, frame, prepared, node);
  let taints: readonly Taint[] | undefined;
  let checked = false;
  for (const reference of references) {
    for (const source of models.callSources.get(reference) ?? []) {
      if (!holds(source.when, self, given, object)) continue;
      if (source.fills !== undefined) {
        fillFrom(engine, frame, source, prepared, node);
        continue;
      }
      const key = `${reference}(${given.map((one) => String(one.value.constant ?? "?")).join(",")})${given.length === 0 ? node.start : ""}`;
      // A library that asks a model keeps the parameters that others give it.
      if (comesFromOutside(source.label) && source.label !== "model") engine.sourceMet();
      taints = joinTaints(taints ?? [], [sourceTaint(frame.unit, node, key, source.label, source.note)]);
      checked ||= source.shaped === true;
    }
  }
  if (taints !== undefined)
    return { ...EMPTY, type, taints, fields: checked && self ? shapedFields(self, withTaints(taints)) : undefined };
  const sanitized = sanitize(frame, prepared);
  if (sanitized !== undefined) return type === "" ? sanitized : { ...sanitized, type };
  for (const reference of references) {
    const list = (models.propagators.get(reference) ?? []).filter((model) =>
      model.from.every(
        (place) => place === "this" || place === "*" || /\d/u.test(place) || given.some((one) => one.name === place),
      ),
    );
    const [model] = list;
    if (model !== undefined) return propagate(engine, frame, model, prepared, node, type);
  }
  const [pattern] = given;
  return type === ""
    ? undefined
    : {
        ...EMPTY,
        type,
        fields: fields ?? (node.construct ? namedFields(given) : undefined),
        regex:
          typeof pattern?.value.constant === "string" ? { source: pattern.value.constant, flags: "g" } : pattern?.value.regex,
      };
}

function sanitize(frame: Frame, { references, self, given, object }: Prepared): Value | undefined {
  const { models } = frame.unit;
  const [only] = self === undefined || self.taints.length === 0 ? given.map((one) => one.value) : [self];
  for (const reference of references) {
    let mask = 0;
    for (const model of models.sanitizers.get(reference) ?? []) {
      if (!holds(model.when, self, given, object)) continue;
      if (model.clears === "all") return PLAIN;
      if (model.facet === undefined || only?.taints.every((taint) => taint.facet === model.facet) === true)
        mask |= maskOf(models, model.clears);
    }
    if (mask === 0) continue;
    if (only === undefined) return EMPTY;
    const inside = deepTaints(only);
    const whole = only.taints.length > 0 || inside.length === 0 ? only : withTaints(inside);
    return { ...mapTaints(whole, (taint) => ({ ...taint, cleared: taint.cleared | mask })), constant: undefined };
  }
  return undefined;
}

function propagate(engine: Engine, frame: Frame, model: PropagatorModel, prepared: Prepared, node: Call, type: string): Value {
  const { self, given } = prepared;
  if (model.element === true && self?.fields !== undefined && self.taints.length === 0) return elementOf(self, given);
  const found = model.from.flatMap((place) => valuesAt(place, self, given));
  if (model.shaped !== undefined) return shaped(frame, model, prepared, found);
  if (model.to !== undefined && /^\d/u.test(model.to)) return written(engine, frame, model, prepared, node);
  if (model.to === "this") {
    if (node.callee.kind === "member" && self !== undefined) {
      let elements = self.elements;
      for (const { value } of found) elements = elements === undefined ? value : join(elements, value);
      const mask = model.clears === undefined ? 0 : maskOf(frame.unit.models, model.clears);
      const kept = mask === 0 ? self : mapTaints(self, (taint) => ({ ...taint, cleared: taint.cleared | mask }));
      rewrite(engine, frame, node.callee.object, { ...kept, elements });
      return { ...kept, elements };
    }
    return EMPTY;
  }
  if (model.exact === true) {
    const [only] = found;
    return only === undefined ? { ...EMPTY, type } : { ...only.value, type: type || only.value.type, test: undefined };
  }
  const clears = model.clears === undefined ? 0 : maskOf(frame.unit.models, model.clears);
  const put = wholeOf(model, self, given);
  const whole = model.facet === "address" ? resolved(put, found) : put;
  if (whole.taints.length === 0)
    return found.length === 1 && whole.constant !== undefined && model.facet === undefined
      ? { ...EMPTY, type }
      : { ...EMPTY, type, parts: model.facet === "normal" ? whole.parts : undefined };
  if (model.decodes === true)
    return through(
      mapTaints({ ...whole, type }, (taint) => decoded(frame, taint)),
      frame.unit,
      node,
      `through ${calleeName(node.callee)}`,
    );
  const result: Value = {
    ...whole,
    type,
    taints: asFacet(whole.taints, model.facet ?? "value", clears),
    parts: whole.parts?.map((part) => ({ ...part, taints: asFacet(part.taints, model.facet ?? "value", clears) })),
  };
  return through(result, frame.unit, node, `through ${calleeName(node.callee)}`);
}

/** An address that is resolved against another is that address: what is shown of its host is shown of what went in. */
function resolved(whole: Value, found: readonly Found[]): Value {
  const alone = new Set(found.flatMap(({ value }) => value.taints.flatMap(({ key, embedded }) => (embedded ? [] : [key]))));
  return mapTaints(whole, (taint) => (taint.embedded && alone.has(taint.key) ? { ...taint, embedded: false } : taint));
}

/** What a schema let pass. */
function shaped(
  frame: Frame,
  { shaped: place = "", into }: PropagatorModel,
  { self, given }: Prepared,
  found: readonly Found[],
): Value {
  const [schema] = valuesAt(place, self, given);
  let taints: readonly Taint[] = [];
  for (const { value } of found) taints = joinTaints(taints, deepTaints(value));
  const whole = withTaints(taints);
  const value =
    schema === undefined ? whole : { ...whole, fields: shapedFields(schema.value, whole, maskOf(frame.unit.models, ["nosql"])) };
  return into === undefined ? value : { ...value, fields: new Map([...(value.fields ?? []), [into, value]]) };
}

/** `record.get(key, default)`. */
function elementOf(self: Value, given: readonly Given[]): Value {
  const [key, other] = given;
  const known = typeof key?.value.constant === "string" ? self.fields?.get(key.value.constant) : undefined;
  if (known !== undefined) return known;
  const inside = anyElement(self);
  return other === undefined ? inside : join(inside, other.value);
}

/** Functions that a library calls with what it was given. */
function callBack(engine: Engine, frame: Frame, prepared: Prepared, node: Call): Value | undefined {
  const { references, self, given } = prepared;
  let result: Value | undefined;
  let known = false;
  for (const reference of references) {
    for (const model of frame.unit.models.callbacks.get(reference) ?? []) {
      for (const { value } of valuesAt(model.argument, self, given)) {
        for (const callable of value.functions) {
          known = true;
          const args: Given[] = model.parameters.map((place) => ({
            value: place === "" ? EMPTY : passed(place, self, given),
            name: "",
            spread: false,
            node: undefined,
          }));
          const returned = engine.invoke(frame, callable, args, node);
          if (model.returns === true) result = result === undefined ? returned : join(result, returned);
        }
      }
      if (known) return result === undefined ? EMPTY : { ...result, elements: result.elements ?? result };
    }
  }
  return undefined;
}

function passed(place: string, self: Value | undefined, given: readonly Given[]): Value {
  let value = EMPTY;
  for (const found of valuesAt(place, self, given)) value = value === EMPTY ? found.value : join(value, found.value);
  if (!place.endsWith("[]") || value !== EMPTY) return value;
  const whole = passedWhole(place, self, given);
  return withTaints(whole.taints);
}

function passedWhole(place: string, self: Value | undefined, given: readonly Given[]): Value {
  const [first] = valuesAt(place.slice(0, -2), self, given);
  return first?.value ?? EMPTY;
}

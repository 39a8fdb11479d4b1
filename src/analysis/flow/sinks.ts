import type { Call, Expression, Span } from "#analysis/ir/expression.ts";
import { ALL, ASPECTS, maskOf, type Models } from "#analysis/models/compile.ts";
import type { Kind, SinkModel } from "#analysis/models/schema.ts";
import { blowUp } from "#analysis/regex/blow-up.ts";
import type { Engine } from "./engine.ts";
import { guarded } from "./frame.ts";
import { memberReferences } from "./references.ts";
import { valuesAt } from "./places.ts";
import type { Frame, Given, Hit, Taint, Value } from "./types.ts";
import { deepTaints, EMPTY, isKnown, isOwn, mapTaints } from "./value.ts";
import { holds, pattern } from "./when.ts";

/** So many steps of the analysis of an expression are counted as one of the data flow. */
const SHARE = 64;

/** Reports what reaches the sinks among the references of a call. */
export function checkCall(
  engine: Engine,
  frame: Frame,
  references: readonly string[],
  self: Value | undefined,
  given: readonly Given[],
  object: string,
  node: Call,
): void {
  const { models, settings } = frame.unit;
  for (const reference of references) {
    for (const sink of models.callSinks.get(reference) ?? []) {
      if (!holds(sink.when, self, given, object) || sink.unless?.some((one) => settings.has(one)) === true) continue;
      if (sink.ambiguous !== undefined && !matchesSlowly(frame, sink, self, given, reference)) continue;
      for (const place of sink.arguments ?? ["0"]) {
        for (const { value } of valuesAt(place, self, given))
          checkValue(
            engine,
            frame,
            sink,
            place.endsWith("[]") ? mapTaints(value, (taint) => ({ ...taint, embedded: true })) : value,
            placeOf(node),
            sink.note ?? calleeName(node.callee),
          );
      }
    }
  }
}

/** Of a chain that goes over several lines the last link: the name of the method and what stands behind it. */
function placeOf({ callee, start, end }: Call): Span {
  if (callee.kind !== "member") return { start, end };
  const name = callee.end - callee.name.length;
  return name - callee.object.end > "?.".length ? { start: name, end } : { start, end };
}

/** Whether something untrusted is matched by an expression that is proven to take exponential or polynomial time on some text. */
function matchesSlowly(
  { unit }: Frame,
  { ambiguous = "0", arguments: subjects = ["0"] }: SinkModel,
  self: Value | undefined,
  given: readonly Given[],
  reference: string,
): boolean {
  if (!subjects.some((place) => valuesAt(place, self, given).some(({ value }) => value.taints.length > 0))) return false;
  const [expression] = ambiguous.split("|").flatMap((place) => valuesAt(place, self, given));
  const { constant, regex } = expression?.value ?? EMPTY;
  const source = regex?.source ?? (typeof constant === "string" ? constant : undefined);
  if (source === undefined) return false;
  const whole = /[.#]fullmatch$/u.test(reference) ? `(?:${source})\\Z` : source;
  const { kind, effort } = blowUp(whole, unit.pack.regexes, regex?.flags.replace("g", ""));
  unit.steps -= Math.ceil(effort / SHARE);
  return kind === "exponential" || kind === "polynomial";
}

/** Reports what is written to a member that is a sink. */
export function checkWrite(
  engine: Engine,
  frame: Frame,
  object: Value,
  name: string,
  value: Value,
  span: Span,
  key?: Value,
): void {
  const { models, path } = frame.unit;
  if (engine.watch !== undefined && deepTaints(value).length > 0) {
    const references = memberReferences(object, name, models.libraries);
    engine.watch.used({ path, start: span.start, end: span.end, name, references, taints: deepTaints(value), own: false });
  }
  const sinks: SinkModel[] = memberReferences(object, name, models.libraries).flatMap(
    (reference) => models.writeSinks.get(reference) ?? [],
  );
  if (!sinks.length && object.path === "" && object.type !== "") sinks.push(...(models.writeSinks.get(`*#${name}`) ?? []));
  for (const sink of sinks) {
    const given: Given[] = [{ value, name: "", spread: false, node: undefined }];
    if (holds(sink.when, object, given, ""))
      checkValue(
        engine,
        frame,
        sink,
        sink.arguments?.[0] === "key" && key !== undefined ? key : value,
        span,
        sink.note ?? name,
        true,
      );
  }
}

/** Reports what of a value is untrusted for the kind. */
function checkValue(
  engine: Engine,
  frame: Frame,
  { kind: kindName, labels }: SinkModel,
  value: Value,
  span: Span,
  sink: string,
  written = false,
): void {
  const { models } = frame.unit;
  const bit = maskOf(models, [kindName]);
  const kind = models.kinds.find((one) => one.kind === kindName);
  if (kind === undefined) return;
  const place = { kind, path: frame.unit.path, start: span.start, end: span.end };
  behind(engine, frame, { ...place, bit, sink, labels }, value);
  let harmless = true;
  for (const taint of afterCheckedHost(frame, value, kind, bit) ? [] : reaching(value, kind)) {
    const cleared = taint.cleared | guarded(frame, taint.key);
    const leads = leadsWith(value, taint);
    const hit = { ...place, bit, sink, taint, leads, labels };
    if (
      (cleared & bit) === 0 &&
      !(kind.base === true && staysInside(cleared, leads)) &&
      !(kind.site === true && staysHere(cleared))
    ) {
      harmless = false;
      engine.report(hit);
    } else {
      engine.watch?.harmless(hit);
      weaker(engine, models, hit, cleared);
    }
  }
  // What a path lies under is the program's own choice.
  engine.judge({ ...place, written }, harmless && (isKnown(value) || (kind.base === true && value.taints.length > 0)));
}

function staysInside(cleared: number, leads: boolean): boolean {
  return (cleared & ASPECTS.climb) !== 0 && (!leads || (cleared & ASPECTS.absolute) !== 0);
}

function staysHere(cleared: number): boolean {
  return (cleared & ASPECTS.rooted) !== 0 && (cleared & ASPECTS.single) !== 0;
}

/** Reports what follows a beginning after which it does no harm to this kind, but to the one that looks behind it. */
function behind(engine: Engine, frame: Frame, sink: Omit<Hit, "taint" | "leads">, value: Value): void {
  const kind = frame.unit.models.kinds.find((one) => one.behind === sink.kind.kind);
  if (kind === undefined || value.taints.length === 0 || value.parts === undefined || reaching(value, sink.kind).length > 0)
    return;
  for (const part of value.parts) {
    if (part.text !== undefined && /[?#]/u.test(part.text)) return;
    for (const taint of part.taints)
      if (((taint.cleared | guarded(frame, taint.key)) & sink.bit) === 0)
        engine.report({ ...sink, kind, bit: 0, taint, leads: false });
  }
}

/** Reports where the check that was made is known to be too weak. */
function weaker(engine: Engine, models: Models, hit: Hit, cleared: number): void {
  for (const kind of models.kinds) {
    const bit = kind.of === hit.kind.kind ? maskOf(models, [kind.kind]) : 0;
    if ((cleared & bit) !== 0 && (cleared & ALL) !== ALL) engine.report({ ...hit, kind, bit: 0 });
  }
}

/** What a value carries that matters to the kind: not what follows a harmless beginning. */
export function reaching(value: Value, kind: Kind): readonly Taint[] {
  if (value.taints.length === 0 || kind.safePrefix === undefined || value.parts === undefined) return value.taints;
  const [first] = value.parts;
  if (first === undefined) return value.taints;
  if (first.text !== undefined) return pattern(kind.safePrefix).test(first.text) ? [] : value.taints;
  // What begins with something that is not known but trusted stays where that leads.
  return isOwn(first.taints) ? [] : value.taints;
}

/** An address whose host was checked: what follows it stays there. */
function afterCheckedHost(frame: Frame, { parts }: Value, kind: Kind, bit: number): boolean {
  const [scheme, host, next] = parts ?? [];
  if (kind.safePrefix === undefined || host === undefined || !/^[a-z][a-z0-9+.-]*:\/\/$/iu.test(scheme?.text ?? "")) return false;
  if (next?.text !== undefined && !/^[/?#:]/u.test(next.text)) return false;
  return host.taints.length > 0 && host.taints.every((taint) => ((taint.cleared | guarded(frame, taint.key)) & bit) !== 0);
}

function leadsWith(value: Value, taint: Taint): boolean {
  const [first] = value.parts ?? [];
  return first === undefined || (first.text === undefined && first.taints.some((other) => other.key === taint.key));
}

/** The name a message gives a callee: `cursor.execute`. */
export function calleeName(node: Expression): string {
  const names: string[] = [];
  let current = node;
  while (current.kind === "member") {
    names.unshift(current.name);
    current = current.object;
  }
  if (current.kind === "name") names.unshift(current.name);
  else if (current.kind === "call" && names.length === 1) names.unshift(calleeName(current.callee), "()");
  return names.slice(-3).join(".").replaceAll(".().", "().");
}

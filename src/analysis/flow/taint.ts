import type { Span } from "#analysis/ir/expression.ts";
import type { Label } from "#analysis/models/schema.ts";
import type { Facet, FileUnit, ParameterOrigin, Part, Step, Taint, Value } from "./types.ts";
import { EMPTY, joinTaints, mapTaints } from "./value.ts";

const MAX_STEPS = 24;
const MAX_PATH = 4;
const MAX_PARTS = 24;

function firstStep(unit: FileUnit, span: Span, note: string): Step {
  return { path: unit.path, start: span.start, end: span.end, note, previous: undefined, length: 1 };
}

/** The chain with one more link; a place that is already its last link is not told twice. */
export function nextStep(previous: Step, path: string, span: Span, note: string): Step {
  if (previous.length >= MAX_STEPS) return previous;
  if (previous.path === path && previous.start === span.start && previous.end === span.end) return previous;
  return { path, start: span.start, end: span.end, note, previous, length: previous.length + 1 };
}

export function sourceTaint(unit: FileUnit, span: Span, key: string, label: Label, note: string): Taint {
  return {
    key,
    origin: { kind: "source", label, note },
    cleared: 0,
    facet: "value",
    embedded: false,
    step: firstStep(unit, span, `${note} comes in`),
  };
}

export function parameterTaint(unit: FileUnit, span: Span, origin: ParameterOrigin, name: string): Taint {
  return {
    key: `parameter ${origin.index} ${origin.path.join(".")}`,
    origin,
    cleared: 0,
    facet: "value",
    embedded: false,
    step: firstStep(unit, span, `parameter ${name}`),
  };
}

/** What a member of the carrier carries. The query of an address is no address. */
export function memberTaint(taint: Taint, name: string): Taint {
  const { origin } = taint;
  const key = taint.key.length > 200 ? taint.key : `${taint.key}.${name}`;
  const facet = taint.facet === "address" ? "value" : taint.facet;
  if (origin.kind === "source" || origin.path.length >= MAX_PATH) return { ...taint, key, facet };
  return { ...taint, key, facet, origin: { ...origin, path: [...origin.path, name] } };
}

/** Notes on every taint where it went. */
export function through(value: Value, unit: FileUnit, span: Span, note: string): Value {
  return mapTaints(value, (taint) => ({ ...taint, step: nextStep(taint.step, unit.path, span, note) }));
}

export function asFacet(taints: readonly Taint[], facet: Facet, clears = 0): readonly Taint[] {
  if (facet === "value" && clears === 0) return taints;
  return taints.map((taint) => ({ ...taint, facet: facet === "value" ? taint.facet : facet, cleared: taint.cleared | clears }));
}

/** One text of several values in order. */
export function concatenate(values: readonly Value[]): Value {
  const parts: Part[] = [];
  let taints: readonly Taint[] = [];
  for (const value of values) {
    taints = joinTaints(taints, value.taints);
    const own = value.parts ?? [
      { text: typeof value.constant === "number" ? String(value.constant) : undefined, taints: value.taints },
    ];
    for (const part of own) {
      const last = parts.at(-1);
      if (part.text !== undefined && last?.text !== undefined)
        parts[parts.length - 1] = { text: last.text + part.text, taints: [] };
      else if (parts.length < MAX_PARTS) parts.push(part);
      else parts[parts.length - 1] = { text: undefined, taints: joinTaints(last?.taints ?? [], part.taints) };
    }
  }
  const [only] = parts;
  if (parts.length === 1 && only?.text !== undefined) return { ...EMPTY, constant: only.text, parts };
  // A neighbour that is the empty text changes nothing.
  const filled = parts.filter((part) => part.text !== "");
  const first = filled[0]?.taints ?? [];
  if (filled.length > 1)
    taints = taints.map((taint) =>
      taint.facet === "normal" && !first.some((one) => one.key === taint.key) ? { ...taint, facet: "value" } : taint,
    );
  return {
    ...EMPTY,
    taints: filled.length > 1 ? taints.map((taint) => (taint.embedded ? taint : { ...taint, embedded: true })) : taints,
    parts: filled,
  };
}

/** The fixed text in front of everything that is put in, `""` for none. */
export function fixedStart(value: Value): string {
  return value.parts?.[0]?.text ?? "";
}

/** All fixed text of a value, pieces joined by a space. */
export function fixedText(value: Value): string {
  if (typeof value.constant === "string") return value.constant;
  return (value.parts ?? []).flatMap((part) => (part.text === undefined ? [] : [part.text])).join(" ");
}

import type { Callable, ParameterOrigin, Part, SourceOrigin, Step, Taint, Value } from "./types.ts";
import { EMPTY, PLAIN } from "./value.ts";

const DEPTH = 4;

/** Whether two values are one or say the same, down to a few levels; false where that is not certain. */
export function sameValue(a: Value, b: Value, depth = DEPTH): boolean {
  if (a === b) return true;
  if (depth === 0 || a === EMPTY || b === EMPTY || a === PLAIN || b === PLAIN) return false;
  return (
    a.type === b.type &&
    a.path === b.path &&
    a.constant === b.constant &&
    a.module === b.module &&
    a.class === b.class &&
    a.instance === b.instance &&
    a.test === b.test &&
    (a.regex === b.regex || (a.regex?.source === b.regex?.source && a.regex?.flags === b.regex?.flags)) &&
    sameOrigin(a.symbol, b.symbol) &&
    sameTaints(a.taints, b.taints) &&
    sameParts(a.parts, b.parts) &&
    sameFunctions(a.functions, b.functions, depth) &&
    (a.elements === b.elements ||
      (a.elements !== undefined && b.elements !== undefined && sameValue(a.elements, b.elements, depth - 1))) &&
    sameFields(a.fields, b.fields, depth)
  );
}

function sameFields(a: Value["fields"], b: Value["fields"], depth: number): boolean {
  if (a === b) return true;
  if (a?.size !== b?.size || a === undefined || b === undefined) return false;
  // Their order decides which of several taints is kept.
  const others = b.entries();
  for (const [name, value] of a) {
    const [key, other] = others.next().value as [string, Value];
    if (key !== name || !sameValue(value, other, depth - 1)) return false;
  }
  return true;
}

function sameFunctions(a: readonly Callable[], b: readonly Callable[], depth: number): boolean {
  return a === b || (a.length === b.length && a.every((one, at) => sameFunction(one, b[at] as Callable, depth)));
}

function sameFunction(a: Callable, b: Callable, depth: number): boolean {
  return (
    a === b ||
    (a.unit === b.unit &&
      a.index === b.index &&
      a.closure === b.closure &&
      (a.self === b.self || (a.self !== undefined && b.self !== undefined && sameValue(a.self, b.self, depth - 1))))
  );
}

function sameParts(a: readonly Part[] | undefined, b: readonly Part[] | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined || a.length !== b.length) return false;
  return a.every((part, at) => {
    const other = b[at] as Part;
    return part.text === other.text && part.plain === other.plain && sameTaints(part.taints, other.taints);
  });
}

function sameTaints(a: readonly Taint[], b: readonly Taint[]): boolean {
  return a === b || (a.length === b.length && a.every((one, at) => sameTaint(one, b[at] as Taint)));
}

function sameTaint(a: Taint, b: Taint): boolean {
  return (
    a === b ||
    (a.key === b.key &&
      a.cleared === b.cleared &&
      a.facet === b.facet &&
      a.embedded === b.embedded &&
      sameOrigin(a.origin, b.origin) &&
      sameStep(a.step, b.step))
  );
}

function sameOrigin(a: SourceOrigin | ParameterOrigin | undefined, b: SourceOrigin | ParameterOrigin | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  if (a.kind === "source") return b.kind === "source" && a.label === b.label && a.note === b.note;
  return (
    b.kind === "parameter" &&
    a.owner === b.owner &&
    a.index === b.index &&
    a.path.length === b.path.length &&
    a.path.every((name, at) => name === b.path[at])
  );
}

function sameStep(first: Step, second: Step): boolean {
  let a: Step | undefined = first;
  let b: Step | undefined = second;
  for (; a !== b; a = a.previous, b = b.previous)
    if (a === undefined || b === undefined || a.start !== b.start || a.end !== b.end || a.note !== b.note || a.path !== b.path)
      return false;
  return true;
}

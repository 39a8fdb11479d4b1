import type { ConstantValue } from "#analysis/ir/expression.ts";
import type { Callable, Part, Step, Taint, Value } from "./types.ts";

export const EMPTY: Value = {
  taints: [],
  type: "",
  path: "",
  constant: undefined,
  parts: undefined,
  fields: undefined,
  elements: undefined,
  functions: [],
  module: undefined,
  class: undefined,
  instance: undefined,
  symbol: undefined,
  test: undefined,
  regex: undefined,
};

/** A number, a hash, or another text in which nothing can stand that means anything. */
export const PLAIN: Value = { ...EMPTY, parts: [{ text: undefined, taints: [], plain: true }] };

/** Whether it is known where the value comes from: fixed text, numbers, and what was followed to here. */
export function isKnown({ constant, taints, parts }: Value): boolean {
  if (constant !== undefined) return true;
  return parts === undefined
    ? taints.length > 0
    : parts.every((part) => part.text !== undefined || part.taints.length > 0 || part.plain === true);
}

const MAX_TAINTS = 12;
const MAX_FUNCTIONS = 6;

export function constantValue(constant: ConstantValue): Value {
  if (constant === undefined) return EMPTY;
  return { ...EMPTY, constant, parts: typeof constant === "string" ? [{ text: constant, taints: [] }] : undefined };
}

export function withTaints(taints: readonly Taint[]): Value {
  return taints.length === 0 ? EMPTY : { ...EMPTY, taints };
}

/** Both lists; of two with the same key the first stays, harmless only for what both are harmless for. */
export function joinTaints(a: readonly Taint[], b: readonly Taint[]): readonly Taint[] {
  if (b.length === 0 || a === b) return a;
  if (a.length === 0) return b;
  let merged: Taint[] | undefined;
  for (const taint of b) {
    const list: readonly Taint[] = merged ?? a;
    const at = list.findIndex((other) => other.key === taint.key && other.facet === taint.facet);
    if (at < 0) {
      if (list.length < MAX_TAINTS) (merged ??= [...a]).push(taint);
      continue;
    }
    const other = list[at] as Taint;
    const cleared = other.cleared & taint.cleared;
    const embedded = other.embedded || taint.embedded;
    if (cleared !== other.cleared || embedded !== other.embedded) (merged ??= [...a])[at] = { ...other, cleared, embedded };
  }
  return merged ?? a;
}

/** What a value may be when it is one or the other. */
export function join(a: Value, b: Value): Value {
  if (a === b || b === EMPTY) return a === b ? a : undecided(a);
  if (a === EMPTY) return undecided(b);
  const joined: Value = {
    taints: joinTaints(a.taints, b.taints),
    type: a.type === "" ? b.type : a.type,
    path: a.path === b.path ? a.path : a.path === "" ? b.path : b.path === "" ? a.path : "",
    constant: a.constant === b.constant ? a.constant : undefined,
    parts: joinParts(a, b),
    fields: joinFields(a, b),
    elements: a.elements === undefined ? b.elements : b.elements === undefined ? a.elements : join(a.elements, b.elements),
    functions: joinFunctions(a.functions, b.functions),
    module: a.module ?? b.module,
    class: a.class ?? b.class,
    instance: a.instance ?? b.instance,
    symbol: a.symbol ?? b.symbol,
    test: a.test === b.test ? a.test : undefined,
    regex: a.regex === b.regex ? a.regex : undefined,
  };
  return isOne(a, joined) ? a : joined;
}

/** Whether the values have all in common: the first one will do then, and what was learned of it. */
function isOne(a: Value, b: Value): boolean {
  return (
    a.taints === b.taints &&
    a.fields === b.fields &&
    a.functions === b.functions &&
    a.elements === b.elements &&
    a.parts === b.parts &&
    a.constant === b.constant &&
    a.type === b.type &&
    a.path === b.path &&
    a.test === b.test &&
    a.regex === b.regex &&
    a.module === b.module &&
    a.class === b.class &&
    a.instance === b.instance &&
    a.symbol === b.symbol
  );
}

function joinFunctions(a: readonly Callable[], b: readonly Callable[]): readonly Callable[] {
  const more = b.filter((one) => !a.some((other) => isSame(one, other)));
  return more.length === 0 ? a : [...a, ...more].slice(0, MAX_FUNCTIONS);
}

function isSame(a: Callable, b: Callable): boolean {
  return a === b || (a.index === b.index && a.unit === b.unit && a.closure === b.closure && a.self === b.self);
}

function undecided(value: Value): Value {
  const parts = value.taints.length === 0 ? undefined : value.parts;
  if (value.constant === undefined && value.test === undefined && parts === value.parts) return value;
  return { ...value, constant: undefined, test: undefined, parts };
}

function joinParts(a: Value, b: Value): readonly Part[] | undefined {
  if (a.parts === b.parts) return a.parts;
  // The more dangerous of the two shapes: the one that carries something.
  if (a.taints.length > 0 && b.taints.length === 0) return a.parts;
  if (b.taints.length > 0 && a.taints.length === 0) return b.parts;
  if (a.taints.length === 0 && isKnown(a) && isKnown(b)) return PLAIN.parts;
  const [first] = a.parts ?? [];
  const [second] = b.parts ?? [];
  if (first?.text !== undefined && first.text === second?.text)
    return [first, { text: undefined, taints: joinTaints(a.taints, b.taints) }];
  return undefined;
}

/** A field that only one of the two has set is in the other what that one carries. */
function joinFields(a: Value, b: Value): ReadonlyMap<string, Value> | undefined {
  if (a.fields === b.fields) return a.fields;
  const joined = new Map(a.fields);
  let same = a.fields !== undefined;
  const set = (key: string, value: Value, before: Value | undefined): void => {
    if (value === before) return;
    joined.set(key, value);
    same = false;
  };
  for (const [key, value] of a.fields ?? [])
    if (b.fields?.has(key) !== true && b.taints.length > 0) set(key, join(value, withTaints(b.taints)), value);
  for (const [key, value] of b.fields ?? []) {
    const other = a.fields?.get(key);
    if (other !== undefined) set(key, join(other, value), other);
    else set(key, a.taints.length > 0 ? join(value, withTaints(a.taints)) : value, undefined);
  }
  return same ? a.fields : joined;
}

const collected = new WeakMap<Value, readonly Taint[]>();

/** What a value carries itself and in its fields, three levels down. */
export function deepTaints(value: Value, depth = 3): readonly Taint[] {
  let taints = value.taints;
  if (depth === 0 || (value.elements === undefined && value.fields === undefined)) return taints;
  const known = depth === 3 ? collected.get(value) : undefined;
  if (known !== undefined) return known;
  if (value.elements !== undefined) taints = joinTaints(taints, deepTaints(value.elements, depth - 1));
  if (value.fields !== undefined)
    for (const field of value.fields.values()) taints = joinTaints(taints, deepTaints(field, depth - 1));
  if (depth === 3) collected.set(value, taints);
  return taints;
}

/** Any element or field of a collection. */
export function anyElement(value: Value): Value {
  let found = value.elements ?? EMPTY;
  if (value.fields !== undefined) for (const field of value.fields.values()) found = found === EMPTY ? field : join(found, field);
  return found;
}

export function mapTaints(value: Value, change: (taint: Taint) => Taint): Value {
  if (value.taints.length === 0) return value;
  return {
    ...value,
    taints: value.taints.map(change),
    parts: value.parts?.map((part) => (part.taints.length === 0 ? part : { ...part, taints: part.taints.map(change) })),
  };
}

/** The links of a trace, oldest first. */
export function linksOf(step: Step): Step[] {
  const links: Step[] = [];
  for (let link: Step | undefined = step; link !== undefined; link = link.previous) links.push(link);
  return links.toReversed();
}

/** Whether nothing that somebody sends stands in it: what the program stored may be held to be its own where other things are compared with it. */
export function isOwn(taints: readonly Taint[]): boolean {
  return taints.every(({ origin }) => origin.kind === "source" && origin.label === "stored");
}

import type { Shape, Span } from "#analysis/ir/expression.ts";

/** Where something untrusted came in. */
export interface Origin extends Span {
  readonly note: string;
}

/** A number that nobody knows, plus a known one: `times` · number + `add`. */
export interface Term {
  readonly id: number;
  readonly times: number;
  readonly add: number;
}

export interface NumberValue {
  readonly kind: "number";
  readonly low: number;
  readonly high: number;
  /** Both ends are reached on this way, and not only bounds of what may be. */
  readonly reached: boolean;
  readonly float?: boolean;
  /** Known not to be zero, whatever the ends are. */
  readonly nonzero?: boolean;
  /** Summed up over the rounds of a loop: it may be anything between its ends, or less. */
  readonly vague?: boolean;
  /** Was shown to be no more than what a greatest number leaves, so that what is made of it fits. */
  readonly measured?: boolean;
  /** A test against a fixed number, or the room that a call was told of, set its upper end. */
  readonly tested?: boolean;
  /** Goes up or down by one in every round, until the test stops it. */
  readonly counts?: 1 | -1;
  readonly origin?: Origin | undefined;
  readonly term?: Term | undefined;
  /** A term that it does not pass, and reaches. */
  readonly upTo?: Term | undefined;
}

export interface PointerValue {
  readonly kind: "pointer";
  readonly to: number;
  /** The region within the object: `""` for all of it, otherwise the key of an array that is part of it. */
  readonly path: string;
  /** Elements from the start of the region. */
  readonly offset: NumberValue;
  /** What lies there. */
  readonly shape: Shape | undefined;
  /** Elements of a region that is part of an object. */
  readonly length: number | undefined;
}

export type Value =
  | NumberValue
  | PointerValue
  | { readonly kind: "null" }
  | { readonly kind: "function"; readonly index: number }
  /** A record, held apart so that it can be copied: cells below it by key. */
  | { readonly kind: "record"; readonly cells: ReadonlyMap<string, Value> }
  /** `wild`: made of an untrusted number, and used as an address. */
  | { readonly kind: "unknown"; readonly origin?: Origin | undefined; readonly wild?: boolean }
  /** Never written. */
  | { readonly kind: "nothing" };

export const UNKNOWN: Value = { kind: "unknown" };
export const NULL: Value = { kind: "null" };

export function exactly(value: number, float = false): NumberValue {
  return { kind: "number", low: value, high: value, reached: true, ...(float ? { float } : {}) };
}

export function between(low: number, high: number, origin?: Origin): NumberValue {
  return { kind: "number", low, high, reached: low === high, ...(origin === undefined ? {} : { origin }) };
}

export const ANY: NumberValue = between(-Infinity, Infinity);

export function isExact(value: Value): value is NumberValue {
  return value.kind === "number" && value.low === value.high;
}

/** The number that a value is, as far as it is one. */
export function asNumber(value: Value): NumberValue {
  if (value.kind === "number") return value;
  if (value.kind === "null") return exactly(0);
  return value.kind === "unknown" && value.origin !== undefined ? { ...ANY, origin: value.origin } : ANY;
}

function sameTerm(a: Term | undefined, b: Term | undefined): boolean {
  return a !== undefined && b !== undefined && a.id === b.id && a.times === b.times;
}

function shifted(term: Term | undefined, by: NumberValue, sign: 1 | -1): Term | undefined {
  return term === undefined || by.low !== by.high ? undefined : { ...term, add: term.add + sign * by.low };
}

const product = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : a * b);

/** Arithmetic on intervals; operators that say nothing of bounds give any number. */
export function compute(operator: string, a: NumberValue, b: NumberValue): NumberValue {
  const origin = a.origin ?? b.origin;
  const float = a.float === true || b.float === true;
  const shifts = operator === "+" || (operator === "-" && a.tested === true);
  const made = (low: number, high: number, term?: Term, upTo?: Term): NumberValue => ({
    kind: "number",
    low: Number.isNaN(low) ? -Infinity : low,
    high: Number.isNaN(high) ? Infinity : high,
    reached: (a.reached && b.low === b.high) || (b.reached && a.low === a.high),
    float,
    ...(a.vague === true || b.vague === true ? { vague: true } : {}),
    ...(a.measured === true || b.measured === true ? { measured: true } : {}),
    ...(shifts && ((a.tested === true && b.low === b.high) || (b.tested === true && a.low === a.high)) ? { tested: true } : {}),
    ...(origin === undefined ? {} : { origin }),
    ...(term === undefined ? {} : { term }),
    ...(upTo === undefined ? {} : { upTo }),
  });
  switch (operator) {
    case "+":
      return made(
        a.low + b.low,
        a.high + b.high,
        shifted(a.term, b, 1) ?? shifted(b.term, a, 1),
        shifted(a.upTo, b, 1) ?? shifted(b.upTo, a, 1),
      );
    case "-":
      return made(a.low - b.high, a.high - b.low, shifted(a.term, b, -1), shifted(a.upTo, b, -1));
    case "*": {
      const ends = [product(a.low, b.low), product(a.low, b.high), product(a.high, b.low), product(a.high, b.high)];
      const [unknown, factor] = b.low === b.high ? [a, b.low] : [b, a.low === a.high ? a.low : Number.NaN];
      const term =
        unknown.term !== undefined && factor > 0
          ? { id: unknown.term.id, times: unknown.term.times * factor, add: unknown.term.add * factor }
          : undefined;
      return made(Math.min(...ends), Math.max(...ends), term);
    }
    case "/": {
      if (b.low <= 0 && b.high >= 0) return made(-Infinity, Infinity);
      const cut = float ? (value: number) => value : Math.trunc;
      const ends = [cut(a.low / b.low), cut(a.low / b.high), cut(a.high / b.low), cut(a.high / b.high)];
      return made(Math.min(...ends), Math.max(...ends));
    }
    case "%":
      if (a.low === a.high && b.low === b.high && b.low !== 0) return made(a.low % b.low, a.low % b.low);
      if (b.low <= 0) return made(-Infinity, Infinity);
      return { ...made(a.low < 0 ? 1 - b.high : 0, Math.min(b.high - 1, a.low < 0 ? Infinity : a.high)), reached: false };
    case "&":
    case "|":
    case "^":
    case "<<":
    case ">>":
      return bitwise(operator, a, b, made);
    default:
      return made(-Infinity, Infinity);
  }
}

const SAFE = 2 ** 52;

function bitwise(
  operator: string,
  a: NumberValue,
  b: NumberValue,
  made: (low: number, high: number) => NumberValue,
): NumberValue {
  if (a.low === a.high && b.low === b.high && Math.abs(a.low) < SAFE && Math.abs(b.low) < SAFE) {
    const [left, right] = [BigInt(Math.trunc(a.low)), BigInt(Math.trunc(b.low))];
    if ((operator === "<<" || operator === ">>") && (right < 0n || right > 62n)) return made(-Infinity, Infinity);
    const value = Number(
      operator === "&"
        ? left & right
        : operator === "|"
          ? left | right
          : operator === "^"
            ? left ^ right
            : operator === "<<"
              ? left << right
              : left >> right,
    );
    return made(value, value);
  }
  if (operator === "&" && b.low >= 0) return { ...made(0, b.high), reached: false };
  if (operator === "&" && a.low >= 0) return { ...made(0, a.high), reached: false };
  if (operator === ">>" && a.low >= 0) return { ...made(0, a.high), reached: false };
  return made(-Infinity, Infinity);
}

/** The smallest interval around both. */
export function hull(a: NumberValue, b: NumberValue): NumberValue {
  const origin = a.origin ?? b.origin;
  return {
    kind: "number",
    low: Math.min(a.low, b.low),
    high: Math.max(a.high, b.high),
    reached: a.reached && b.reached,
    float: a.float === true || b.float === true,
    ...(a.vague === true || b.vague === true ? { vague: true } : {}),
    ...(a.nonzero === true && b.nonzero === true ? { nonzero: true } : {}),
    ...(a.measured === true && b.measured === true ? { measured: true } : {}),
    ...(a.tested === true && b.tested === true ? { tested: true } : {}),
    ...(origin === undefined ? {} : { origin }),
    ...(sameTerm(a.term, b.term) && a.term?.add === b.term?.add ? { term: a.term } : {}),
  };
}

type Range = readonly [low: number, high: number];

const ranges = new WeakMap<Shape, Range | "none">();

/** The least and greatest number of a type; undefined for one whose width is not known. */
export function rangeOf(shape: Shape | undefined): Range | undefined {
  if (shape?.kind !== "number") return undefined;
  let range = ranges.get(shape);
  if (range === undefined) ranges.set(shape, (range = rangeOfNumber(shape)));
  return range === "none" ? undefined : range;
}

function rangeOfNumber({ bytes, name, signed }: Shape): Range | "none" {
  if (bytes === undefined || /float|double/u.test(name)) return "none";
  const bits = bytes * 8;
  return signed ? [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1] : [0, 2 ** bits - 1];
}

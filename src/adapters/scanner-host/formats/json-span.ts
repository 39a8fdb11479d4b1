import { DEEPEST, jsonTokens, type JsonTokens, TOO_DEEP } from "./json-tokens.ts";

/** The bytes of one JSON value, taken out of chunks that are cut anywhere. Made for one value. */
export interface JsonSpan {
  /** Takes what belongs to the value; gives the index of the first byte after it, or the chunk's length where it may go on. */
  take(chunk: Uint8Array, from: number): number;
  /** True when its last byte was taken, or when more of it would change nothing. A number or a word shows no end of its own: it is whole when a byte follows that cannot be in it, or the text ends. */
  isWhole(): boolean;
  /** The value, or what is wrong with it as JSON (RFC 8259, strictly; a key that stands twice in one object is a fault). */
  value(): { readonly value: unknown } | string;
}

/** A value that nobody asked for is judged by its tokens from here on, without being held. */
const HELD_BYTES = 1 << 20;

export const BYTES = {
  QUOTE: 0x22,
  BACKSLASH: 0x5c,
  COLON: 0x3a,
  COMMA: 0x2c,
  OPEN_ARRAY: 0x5b,
  CLOSE_ARRAY: 0x5d,
  OPEN_OBJECT: 0x7b,
  CLOSE_OBJECT: 0x7d,
} as const;

const { QUOTE, BACKSLASH, COLON, COMMA, OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT } = BYTES;
const FIRST_NOT_ASCII = 0x80;

/**
 * The span of a value by quotes and brackets alone, which is all that its end can be told by; the rest is left to the engine's own parser, at many times the speed
 * of a parser written in the language itself.
 *
 * @param depth how many objects and arrays it lies in
 */
export function jsonSpan(first: number, depth: number, isKept: boolean): JsonSpan {
  const scan: Scan = { ...START, depth, most: depth, bare: first !== QUOTE && first !== OPEN_ARRAY && first !== OPEN_OBJECT };
  const parts: Uint8Array[] = [];
  let tokens: JsonTokens | undefined;
  let held = 0;
  return {
    take(chunk, from) {
      const end = scan.bare ? bareEnd(scan, chunk, from) : spanEnd(scan, depth, chunk, from);
      const part = chunk.subarray(from, end);
      if (tokens !== undefined) tokens.write(part);
      else if (!isKept && held + part.length > HELD_BYTES) {
        tokens = jsonTokens(DEEPEST - depth);
        for (const one of [...parts.splice(0), part]) tokens.write(one);
      } else {
        held += part.length;
        // What goes on in another chunk is copied: the chunk's memory is its owner's.
        parts.push(scan.whole ? part : part.slice());
      }
      return end;
    },
    isWhole: () => scan.whole || scan.most > DEEPEST,
    value() {
      if (scan.most > DEEPEST) return TOO_DEEP;
      if (tokens !== undefined) return tokens.end() ?? { value: undefined };
      return parsed(parts.length === 1 ? (parts[0] as Uint8Array) : Buffer.concat(parts), scan, depth);
    },
  };
}

interface Scan {
  quoted: boolean;
  escaped: boolean;
  whole: boolean;
  bare: boolean;
  /** How many objects and arrays are open, and how many were at most. */
  depth: number;
  most: number;
  /** Colons outside of strings: as many as there are members in all objects. */
  colons: number;
  /** All bytes of strings together by `|`: tells whether one of them is not ASCII. */
  bits: number;
}

const START = { quoted: false, escaped: false, whole: false, colons: 0, bits: 0 };

function spanEnd(scan: Scan, outer: number, chunk: Uint8Array, from: number): number {
  let { quoted, depth, most, colons, bits } = scan;
  const { length } = chunk;
  let at = from;
  if (scan.escaped) bits |= chunk[at++] as number;
  scan.escaped = false;
  while (at < length) {
    if (quoted) {
      let byte = chunk[at++] as number;
      while (byte !== QUOTE && byte !== BACKSLASH && at < length) {
        bits |= byte;
        byte = chunk[at++] as number;
      }
      if (byte === BACKSLASH) {
        if (at === length) scan.escaped = true;
        else bits |= chunk[at++] as number;
      } else if (byte === QUOTE) {
        quoted = false;
        if (depth === outer) break;
      } else bits |= byte;
      continue;
    }
    const byte = chunk[at++] as number;
    if (byte === QUOTE) quoted = true;
    else if (byte === COLON) colons++;
    else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      if (++depth > most) most = depth;
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
      if (--depth === outer) break;
    } else bits |= byte;
  }
  // Only a closing quote or bracket leaves nothing open.
  scan.whole = !quoted && !scan.escaped && depth === outer;
  Object.assign(scan, { quoted, depth, most, colons, bits });
  return at;
}

/** Numbers and words: they end before white space, a comma, a closing bracket or whatever else cannot be in them. */
function bareEnd(scan: Scan, chunk: Uint8Array, from: number): number {
  let at = from;
  while (at < chunk.length && inBare(chunk[at] as number)) scan.bits |= chunk[at++] as number;
  scan.whole = at < chunk.length;
  return at;
}

/** Whether a byte may stand in a number or a word, right or wrong. */
export function inBare(byte: number): boolean {
  return byte > 0x20 && byte !== COMMA && byte !== COLON && byte !== CLOSE_ARRAY && byte !== CLOSE_OBJECT;
}

function parsed(bytes: Uint8Array, { bits, colons }: Scan, depth: number): { readonly value: unknown } | string {
  try {
    const value: unknown = JSON.parse(textOf(bytes, bits < FIRST_NOT_ASCII));
    return colons === 0 || membersIn(value) === colons ? { value } : faultIn(bytes, depth, "a key stands twice in one object");
  } catch (error) {
    if (error instanceof SyntaxError) return faultIn(bytes, depth, "it is no JSON value");
    if (error instanceof TypeError) return "it is not UTF-8";
    throw error;
  }
}

const STRICT_UTF_8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function textOf(bytes: Uint8Array, isAscii: boolean): string {
  if (!isAscii) return STRICT_UTF_8.decode(bytes);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

/** Members of all objects in a value; those whose key stood before in the same object are gone from it. */
function membersIn(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) for (const item of value) count += membersIn(item);
  else
    for (const key in value) {
      const member = (value as Record<string, unknown>)[key];
      count += typeof member === "object" ? 1 + membersIn(member) : 1;
    }
  return count;
}

/** In words, and with the place: what the fast way only counts. */
function faultIn(bytes: Uint8Array, depth: number, otherwise: string): string {
  const tokens = jsonTokens(DEEPEST - depth);
  tokens.write(bytes);
  return tokens.end() ?? otherwise;
}

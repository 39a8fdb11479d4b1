import { BYTES, inBare, jsonSpan, type JsonSpan } from "./json-span.ts";
import { DEEPEST, TOO_DEEP, twice } from "./json-tokens.ts";

/** Names and indices from the root to a value. */
export type JsonPath = readonly (string | number)[];

export interface JsonPieces {
  /** UTF-8, cut anywhere. Does nothing after a fault. */
  write(chunk: Uint8Array): void;
  /** Why this was not one JSON text, or undefined when it was. */
  end(): string | undefined;
}

export interface PieceOptions {
  /** What to hand out, as `$.runs.*.results.*`; none may lie inside another. Everything else is read and dropped. */
  readonly paths: readonly string[];
  readonly onPiece: (path: JsonPath, value: unknown) => void;
  /** Called with the path of each object and array at most three deep, also of empty ones, but not of those inside a piece or inside what is dropped; the root's is empty. */
  readonly onOpen?: (path: JsonPath, kind: "object" | "array") => void;
}

const { QUOTE, COLON, COMMA, OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT } = BYTES;

const OPEN_DEPTH = 3;

type Pattern = readonly string[];

/** One object or array that is open, and leads to pieces. */
interface Level {
  readonly isObject: boolean;
  readonly keys: Set<string>;
  /** Of the value that comes next. */
  key: string | number;
  /** Those that lead here. */
  readonly patterns: readonly Pattern[];
}

interface Reading {
  readonly options: PieceOptions;
  readonly patterns: readonly Pattern[];
  readonly levels: Level[];
  expected: "value" | "value or end" | "key" | "key or end" | "colon" | "comma or end" | "nothing";
  /** The key or value that is being read as a whole. */
  span: Span | undefined;
  fault: string | undefined;
  /** Bytes of the chunks before this one. */
  before: number;
  /** Bytes of a byte order mark that the text began with. */
  mark: number;
}

interface Span {
  readonly bytes: JsonSpan;
  /** Of its first byte in the text. */
  readonly start: number;
  readonly holds: "key" | "piece" | "rest";
}

/**
 * Reads one JSON text piece by piece (RFC 8259, strictly), so that its size does not matter. A key that stands twice in one object is a
 * fault: which of the two counts is a matter of taste, and a report must not be one thing to us and another to its writer.
 */
export function jsonPieces(options: PieceOptions): JsonPieces {
  const patterns = options.paths.map((path) => path.split(".").slice(1));
  const start = { levels: [], expected: "value", span: undefined, fault: undefined, before: 0, mark: 0 } as const;
  const reading: Reading = { options, patterns, ...start, levels: [] };
  return {
    write(chunk) {
      let at = afterMark(reading, chunk);
      while (at < chunk.length && reading.fault === undefined)
        if (reading.span !== undefined) at = goOn(reading, reading.span, chunk, at);
        else {
          const byte = chunk[at] as number;
          // What opens a span is its first byte.
          if (isBlank(byte) || !opensSpan(reading, byte, reading.before + at)) at++;
        }
      reading.before += chunk.length;
    },
    end() {
      const { span, levels } = reading;
      if (reading.fault === undefined && span !== undefined && levels.length === 0) settle(reading, span);
      if (reading.fault === undefined && reading.expected !== "nothing") reading.fault = "it ends in the middle";
      return reading.fault;
    },
  };
}

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** Where the text begins in a chunk: behind the mark that some tools write in front of it. */
function afterMark(reading: Reading, chunk: Uint8Array): number {
  const { before } = reading;
  if (reading.mark < before || reading.mark === BYTE_ORDER_MARK.length) return 0;
  let at = 0;
  while (at < chunk.length && reading.mark < BYTE_ORDER_MARK.length && chunk[at] === BYTE_ORDER_MARK[reading.mark]) {
    reading.mark++;
    at++;
  }
  const isCut = reading.mark > 0 && reading.mark < BYTE_ORDER_MARK.length;
  if (isCut && at < chunk.length) reading.fault = unexpected(chunk[at] as number, before + at);
  return at;
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** Goes on by one byte outside of spans. True when the byte is the first of a key or a value that is read as a whole. */
function opensSpan(reading: Reading, byte: number, at: number): boolean {
  const { expected, levels } = reading;
  const top = levels.at(-1);
  const closes = byte === CLOSE_OBJECT ? top?.isObject === true : byte === CLOSE_ARRAY && top?.isObject === false;
  if (closes && (expected === "comma or end" || expected === "value or end" || expected === "key or end")) {
    levels.pop();
    reading.expected = levels.length === 0 ? "nothing" : "comma or end";
    return false;
  }
  if (expected === "value" || expected === "value or end") return startsValue(reading, byte, at);
  if ((expected === "key" || expected === "key or end") && byte === QUOTE) {
    reading.span = { bytes: jsonSpan(byte, levels.length, true), start: at, holds: "key" };
    return true;
  }
  if (expected === "colon" && byte === COLON) reading.expected = "value";
  else if (expected === "comma or end" && byte === COMMA && top !== undefined) {
    reading.expected = top.isObject ? "key" : "value";
    if (!top.isObject) top.key = Number(top.key) + 1;
  } else reading.fault = unexpected(byte, at);
  return false;
}

function unexpected(byte: number, at: number): string {
  return `Unexpected ${JSON.stringify(String.fromCharCode(byte))} at position ${at}`;
}

/** True for a value that is read as a whole: a piece, or one that leads to none. */
function startsValue(reading: Reading, byte: number, at: number): boolean {
  const { levels, options } = reading;
  const isOpening = byte === OPEN_OBJECT || byte === OPEN_ARRAY;
  if (!isOpening && byte !== QUOTE && !inBare(byte)) {
    reading.fault = unexpected(byte, at);
    return false;
  }
  const patterns = patternsTo(reading);
  const isPiece = patterns.some((pattern) => pattern.length === levels.length);
  if (isOpening && levels.length <= OPEN_DEPTH) options.onOpen?.(pathOf(levels), byte === OPEN_OBJECT ? "object" : "array");
  if (!isOpening || isPiece || patterns.length === 0) {
    reading.span = { bytes: jsonSpan(byte, levels.length, isPiece), start: at, holds: isPiece ? "piece" : "rest" };
    return true;
  }
  const isObject = byte === OPEN_OBJECT;
  reading.expected = isObject ? "key or end" : "value or end";
  levels.push({ isObject, keys: new Set(), key: isObject ? "" : 0, patterns });
  if (levels.length > DEEPEST) reading.fault = TOO_DEEP;
  return false;
}

/** Those that lead to the value that comes next, or further. */
function patternsTo({ levels, patterns }: Reading): readonly Pattern[] {
  const top = levels.at(-1);
  if (top === undefined) return patterns;
  const at = levels.length - 1;
  return top.patterns.filter((pattern) => pattern[at] === "*" || pattern[at] === top.key);
}

function pathOf(levels: readonly Level[]): JsonPath {
  return levels.map(({ key }) => key);
}

function goOn(reading: Reading, span: Span, chunk: Uint8Array, at: number): number {
  const next = span.bytes.take(chunk, at);
  if (span.bytes.isWhole()) settle(reading, span);
  return next;
}

/** The span is read to its end. */
function settle(reading: Reading, { bytes, start, holds }: Span): void {
  const read = bytes.value();
  reading.span = undefined;
  if (typeof read === "string") reading.fault = `${read}, in the part that begins at byte ${start}`;
  else if (holds === "key") takeKey(reading, String(read.value));
  else {
    if (holds === "piece") reading.options.onPiece(pathOf(reading.levels), read.value);
    reading.expected = reading.levels.length === 0 ? "nothing" : "comma or end";
  }
}

function takeKey(reading: Reading, key: string): void {
  const top = reading.levels.at(-1) as Level;
  if (top.keys.has(key)) reading.fault = twice(key);
  top.keys.add(key);
  top.key = key;
  reading.expected = "colon";
}

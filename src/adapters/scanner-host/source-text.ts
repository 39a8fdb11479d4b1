import type { Location } from "#domain/location.ts";
import { lineStarts } from "#lib/text.ts";

/** A file's text with its lines, for engines that count otherwise than we do. */
export interface SourceText {
  readonly path: string;
  readonly text: string;
  readonly lines: number;
  /** A line without its end; empty outside the file. */
  line(number: number): string;
}

export function sourceText(path: string, text: string): SourceText {
  const starts = lineStarts(text);
  return {
    path,
    text,
    lines: starts.length,
    line(number) {
      const start = starts[number - 1];
      if (start === undefined) return "";
      let end = starts[number] ?? text.length;
      while (end > start && isLineEnd(text.charCodeAt(end - 1))) end--;
      return text.slice(start, end);
    },
  };
}

function isLineEnd(unit: number): boolean {
  return unit === 0x0a || unit === 0x0d;
}

/** UTF-8 decoded as every engine of ours sees it: a byte order mark stays, wrong bytes become U+FFFD and `valid` is false. */
export function decodeSource(bytes: Uint8Array): { readonly text: string; readonly valid: boolean } {
  const options = { ignoreBOM: true };
  try {
    return { text: new TextDecoder("utf-8", { ...options, fatal: true }).decode(bytes), valid: true };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { text: new TextDecoder("utf-8", options).decode(bytes), valid: false };
  }
}

/** What is said of a file that {@link decodeSource} calls not valid: analysed, but not as it is. */
export const INVALID_UTF_8 = { code: "invalid-utf8", message: "not UTF-8: what is wrong was analysed as U+FFFD" };

/** UTF-16 units before a 0-based offset counted in UTF-8 bytes; an offset past the end gives the line's length, one inside a character its start. */
export function unitsBeforeByte(line: string, byte: number): number {
  let bytes = 0;
  let units = 0;
  for (const character of line) {
    const point = character.codePointAt(0) as number;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    if (bytes > byte) return units;
    units += character.length;
  }
  return units;
}

/** The line without its indentation and trailing blanks. */
export function wholeLine(source: SourceText, line: number): Location {
  const text = source.line(line);
  const end = text.trimEnd().length;
  const start = Math.min(text.length - text.trimStart().length, end);
  return { path: source.path, startLine: line, startColumn: start + 1, endLine: line, endColumn: end + 1 };
}

/** Why a location cannot be one of this text, or undefined when it can. */
export function locationFault(source: SourceText, location: Location): string | undefined {
  const { startLine, startColumn, endLine, endColumn } = location;
  const numbers = [startLine, startColumn, endLine, endColumn];
  if (location.path !== source.path) return "another file";
  if (!numbers.every((number) => Number.isInteger(number) && number >= 1)) return "not positive whole numbers";
  if (endLine > source.lines) return `line ${endLine} of ${source.lines}`;
  if (startLine > endLine || (startLine === endLine && startColumn > endColumn)) return "the end is before the start";
  const [first, last] = [source.line(startLine), source.line(endLine)];
  if (startColumn > first.length + 1 || endColumn > last.length + 1) return "a column past the end of its line";
  return undefined;
}

/** The comment that hides a finding: the nearest at or above its end, else the first below. `marker` is not global. */
export function markerFor(source: SourceText, location: Location, marker: RegExp): string {
  for (let line = location.endLine; line >= 1; line--) {
    const here = marker.exec(source.line(line))?.[0];
    if (here !== undefined) return here.trim();
  }
  return marker.exec(source.text)?.[0].trim() ?? "a marker of the file";
}

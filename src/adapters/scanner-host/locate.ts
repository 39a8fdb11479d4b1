import type { Location } from "#domain/location.ts";
import { positionAt } from "#lib/text.ts";

/** The place of a half-open range of offsets; `lines` holds the offsets at which lines start. */
export function locate(path: string, lines: readonly number[], start: number, end: number): Location {
  const from = positionAt(lines, start);
  const to = positionAt(lines, end);
  return { path, startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column };
}

import type { Location } from "#domain/location.ts";
import { locationFault, type SourceText, unitsBeforeByte, wholeLine } from "#adapters/scanner-host/source-text.ts";
import type { RawFinding } from "#ports/scanner.ts";
import type { Claim, ClaimedPlace } from "./claim.ts";

const MOST_STEPS = 100;

/** A file of the project by the path a report gave, or undefined for one that is not there. */
export type SourceOf = (claimed: string) => SourceText | undefined;

/** The claim as a finding inside its file, or why it cannot be one. Steps of its trace that lie nowhere are left out. */
export function placeClaim(claim: Claim, sourceOf: SourceOf): RawFinding | string {
  const source = sourceOf(claim.place.path);
  if (source === undefined) return "its file is not there";
  const location = placeIn(source, claim.place);
  if (typeof location === "string") return location;
  const trace = claim.trace?.slice(0, MOST_STEPS).flatMap(({ place, note }) => {
    const other = sourceOf(place.path);
    const at = other === undefined ? "" : placeIn(other, place);
    return typeof at === "string" ? [] : [{ location: at, note }];
  });
  const { rule, cwe, severity, confidence, title, message, remedy, suggestion } = claim;
  return {
    rule,
    cwe,
    severity,
    confidence,
    location,
    message,
    ...(title === undefined ? {} : { title }),
    ...(remedy === undefined ? {} : { remedy }),
    ...(suggestion === undefined || !isExact(source, claim.place, location) ? {} : { suggestion }),
    ...(trace === undefined || trace.length === 0 ? {} : { trace }),
  };
}

/** Whether exactly the found region was claimed; a replacement means no other. */
function isExact(source: SourceText, { startColumn, endLine, endColumn, unit }: ClaimedPlace, found: Location): boolean {
  if (startColumn === undefined || endColumn === undefined || endLine !== found.endLine) return false;
  return (
    columnIn(source.line(found.startLine), startColumn, unit) === found.startColumn &&
    columnIn(source.line(found.endLine), endColumn, unit) === found.endColumn
  );
}

/** The claimed region where it fits the text; else the whole first line. A line that the file has not is a fault. */
function placeIn(source: SourceText, place: ClaimedPlace): Location | string {
  const startLine = place.startLine ?? 1;
  const endLine = place.endLine ?? startLine;
  if (startLine < 1 || startLine > source.lines) return `line ${startLine} is not in the file, which has ${source.lines}`;
  const named = wholeLine(source, startLine);
  if (place.startLine === undefined || place.startColumn === undefined) {
    if (endLine <= startLine || endLine > source.lines) return named;
    return { ...named, endLine, endColumn: wholeLine(source, endLine).endColumn };
  }
  const startColumn = columnIn(source.line(startLine), place.startColumn, place.unit);
  const endColumn =
    place.endColumn === undefined
      ? Math.max(startLine === endLine ? startColumn : 1, wholeLine(source, Math.min(endLine, source.lines)).endColumn)
      : columnIn(source.line(endLine), place.endColumn, place.unit);
  const location = { path: source.path, startLine, startColumn, endLine, endColumn };
  return locationFault(source, location) === undefined ? location : named;
}

/** UTF-16 column of one counted otherwise; not a number for one past the end. */
function columnIn(line: string, column: number, unit: ClaimedPlace["unit"]): number {
  if (unit === "utf16") return column;
  if (unit === "bytes") return column - 1 > Buffer.byteLength(line) ? Number.NaN : unitsBeforeByte(line, column - 1) + 1;
  let units = 0;
  let points = 1;
  for (const character of line) {
    if (points === column) return units + 1;
    units += character.length;
    points++;
  }
  return points === column ? units + 1 : Number.NaN;
}

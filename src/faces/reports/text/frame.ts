import type { Defect } from "#domain/defect.ts";
import type { CheckView, FixView } from "#faces/reports/view.ts";
import type { Location } from "#domain/location.ts";
import { displayWidth, graphemes } from "#lib/display-width.ts";
import { lineStarts, showInvisible } from "#lib/text.ts";
import type { TextStyle } from "./style.ts";

const TAB = 4;
const BYTE_ORDER_MARK = "\u{feff}";
const BEFORE = 2;
const AFTER = 1;
const MOST_LINES = 6;
/** UTF-16 units of a line that are looked at around the place: lines of minified files may have millions. */
const REACH = 600;

/** One user-perceived character as it is shown: where it begins in its line (0-based UTF-16) and its columns. */
interface Cell {
  readonly text: string;
  readonly start: number;
  readonly width: number;
}

/** A text with its line starts found once, for many frames. */
export interface Source {
  readonly text: string;
  readonly starts: readonly number[];
}

/** Every text of a report, ready for frames. */
export function sourcesOf({ sources, mask = (text) => text }: Pick<CheckView, "sources" | "mask">): ReadonlyMap<string, Source> {
  return new Map([...sources].map(([path, text]) => [path, source(mask(text))]));
}

/** The text in which the place of a defect lies, where there is one. */
export type SourceAround = (defect: Defect) => Source | undefined;

/** The texts around the defects of a fix; each is made ready once. */
export function sourcesAround({ texts, mask = (text) => text }: FixView): SourceAround {
  const ready = new Map<string, Source>();
  return ({ id }) => {
    const text = texts.get(id);
    if (text === undefined) return undefined;
    const made = ready.get(text) ?? source(mask(text));
    ready.set(text, made);
    return made;
  };
}

export function source(text: string): Source {
  return { text, starts: lineStarts(text) };
}

/** 3 to 6 lines around a place with line numbers and a caret underline; empty when the place is not in the text. */
export function codeFrame({ text, starts }: Source, location: Location, style: TextStyle): string[] {
  const { startLine, endLine, startColumn, endColumn } = location;
  if (startLine > starts.length) return [];
  const first = Math.max(1, startLine - BEFORE);
  // After a final line end there is no further line to show.
  const lines = starts.at(-1) === text.length ? starts.length - 1 : starts.length;
  const last = Math.min(Math.max(lines, startLine), endLine + AFTER, first + MOST_LINES - 1);
  const gutter = String(last).length;
  const room = style.columns - gutter - 7;
  const from = Math.max(0, startColumn - 1 - REACH);
  const focus = cells(lineText(text, starts, startLine), from, startLine === 1);
  const units = endLine === startLine ? endColumn - 1 : Infinity;
  const marked = focus.filter((cell) => cell.start >= startColumn - 1 && cell.start < units);
  const lead = sum(focus.filter((cell) => cell.start < startColumn - 1));
  const length = Math.max(1, sum(marked));
  const skip = lead + Math.min(length, room / 2) <= room && from === 0 ? 0 : Math.max(0, lead - Math.floor(room / 3));
  const { paint } = style;
  const shownLines: string[] = [];
  for (let line = first; line <= last; line++) {
    const hit = line >= startLine && line <= endLine;
    const number = String(line).padStart(gutter);
    const shown = clip(line === startLine ? focus : cells(lineText(text, starts, line), from, line === 1), skip, room, from > 0);
    shownLines.push(`  ${hit ? paint("red", "❯") : " "} ${paint("dim", `${number} │`)} ${shown}`.trimEnd());
    if (line === startLine) {
      const carets = "^".repeat(Math.max(1, Math.min(length, room - (lead - skip))));
      shownLines.push(`    ${paint("dim", `${" ".repeat(gutter)} │`)} ${" ".repeat(lead - skip)}${paint("red", carets)}`);
    }
  }
  return shownLines;
}

function lineText(text: string, starts: readonly number[], line: number): string {
  const start = starts[line - 1] ?? text.length;
  const end = starts[line] ?? text.length;
  return text.slice(start, end).replace(/[\r\n]+$/, "");
}

/** `mark`: this is the first line of a file, where a byte order mark is nothing to see. */
function cells(line: string, from: number, mark = false): Cell[] {
  const result: Cell[] = [];
  let [start, column] = [from, 0];
  for (const part of graphemes(line.slice(from, from + 3 * REACH))) {
    const shown =
      part === BYTE_ORDER_MARK && mark && start === 0
        ? ""
        : part === "\t"
          ? " ".repeat(TAB - (column % TAB))
          : showInvisible(part);
    const width = displayWidth(shown);
    result.push({ text: shown, start, width });
    start += part.length;
    column += width;
  }
  return result;
}

function sum(cells: readonly Cell[]): number {
  return cells.reduce((total, cell) => total + cell.width, 0);
}

/** The columns [skip, skip + room) of a line; `…` stands where something is cut off. */
function clip(line: readonly Cell[], skip: number, room: number, cutBefore: boolean): string {
  let [column, shown, before, after] = [0, "", cutBefore, false];
  for (const cell of line) {
    if (column < skip) {
      before = true;
      if (column + cell.width > skip) shown += " ".repeat(column + cell.width - skip);
    } else if (column + cell.width - skip <= room) shown += cell.text;
    else after = true;
    column += cell.width;
  }
  if (before && line.length > 0) shown = shown === "" ? "" : `…${shown.slice(1)}`;
  return after ? `${shown.slice(0, -1)}…` : shown;
}

import type { Finding } from "#domain/finding.ts";
import type { TextEdit } from "#domain/patch.ts";
import { lineStarts, offsetAt, positionAt } from "#lib/text.ts";

/** One file's texts and the edits between them; no edits for a file the patch leaves alone. */
export interface EditedText {
  readonly before: string;
  readonly after: string;
  readonly edits: readonly TextEdit[];
}

export interface FindingMatch {
  /** Findings of before that are still there, with what they are now. */
  readonly kept: ReadonlyMap<Finding, Finding>;
  /** Findings of after that match none of before. */
  readonly fresh: readonly Finding[];
}

interface Place {
  readonly finding: Finding;
  /** Where it starts in the new text; for one inside an edit, the lines that the edit became. */
  readonly offset: number | undefined;
  readonly firstLine: number;
  readonly lastLine: number;
  /** Text of the line it starts on, blanks squeezed. */
  readonly line: string;
}

/**
 * Pairs findings of two states of the code by engine, rule and file: first by their place shifted through the edits, then by the text of
 * their line, last by standing in what an edit became. Each finding is used once, so that one more of a kind counts as new.
 */
export function matchFindings(
  before: readonly Finding[],
  after: readonly Finding[],
  texts: ReadonlyMap<string, EditedText>,
): FindingMatch {
  const kept = new Map<Finding, Finding>();
  const open = new Set(after.map((finding) => now(finding, texts)));
  const olds = before.map((finding) => shifted(finding, texts));
  const tests: readonly ((old: Place, fresh: Place) => boolean)[] = [
    (old, fresh) => old.offset !== undefined && old.offset === fresh.offset,
    (old, fresh) => old.line !== "" && old.line === fresh.line,
    (old, fresh) => old.offset === undefined && fresh.firstLine >= old.firstLine && fresh.firstLine <= old.lastLine,
  ];
  for (const test of tests) {
    for (const old of olds) {
      if (kept.has(old.finding)) continue;
      const fresh = open.values().find((place) => sameKind(old.finding, place.finding) && test(old, place));
      if (fresh === undefined) continue;
      kept.set(old.finding, fresh.finding);
      open.delete(fresh);
    }
  }
  return { kept, fresh: [...open].map(({ finding }) => finding) };
}

function sameKind(a: Finding, b: Finding): boolean {
  return a.engine === b.engine && a.rule === b.rule && a.location.path === b.location.path;
}

function now(finding: Finding, texts: ReadonlyMap<string, EditedText>): Place {
  const { startLine, startColumn, endLine, path } = finding.location;
  const text = texts.get(path)?.after ?? "";
  return {
    finding,
    offset: offsetAt(lineStarts(text), startLine, startColumn),
    firstLine: startLine,
    lastLine: endLine,
    line: lineOf(text, startLine),
  };
}

function shifted(finding: Finding, texts: ReadonlyMap<string, EditedText>): Place {
  const { path, startLine, startColumn, endLine, endColumn } = finding.location;
  const { before, after, edits } = texts.get(path) ?? { before: "", after: "", edits: [] };
  const starts = lineStarts(before);
  const [start, end] = [offsetAt(starts, startLine, startColumn), offsetAt(starts, endLine, endColumn)];
  const line = lineOf(before, startLine);
  let shift = 0;
  let [low, high] = [Infinity, -Infinity];
  for (const edit of edits.toSorted((a, b) => a.start - b.start)) {
    const touches = edit.start <= end && edit.end >= start;
    if (touches) [low, high] = [Math.min(low, edit.start + shift), Math.max(high, edit.start + shift + edit.text.length)];
    if (edit.end <= start) shift += edit.text.length - (edit.end - edit.start);
  }
  const freshStarts = lineStarts(after);
  const lineAt = (offset: number): number => positionAt(freshStarts, Math.max(0, Math.min(offset, after.length))).line;
  if (low > high) {
    const first = lineAt(start + shift);
    return { finding, offset: start + shift, firstLine: first, lastLine: first + endLine - startLine, line };
  }
  const length = end - start;
  return {
    finding,
    offset: undefined,
    firstLine: lineAt(Math.min(low, start + shift)),
    lastLine: lineAt(Math.max(high, start + shift + length)),
    line,
  };
}

function lineOf(text: string, line: number): string {
  return (text.split(/\r\n|\n|\r/)[line - 1] ?? "").trim().replace(/\s+/g, " ");
}

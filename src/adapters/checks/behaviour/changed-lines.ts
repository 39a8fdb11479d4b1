import type { FilePatch } from "#domain/patch.ts";
import { lineStarts, positionAt } from "#lib/text.ts";

/** 1-based lines of the patched text that an edit wrote and that did not stand in what it replaced. */
export function changedLines(before: string, after: string, { edits }: FilePatch): number[] {
  const [oldStarts, starts] = [lineStarts(before), lineStarts(after)];
  const lineAt = (lines: readonly number[], offset: number): number => positionAt(lines, offset).line;
  const [oldLines, lines] = [before.split("\n"), after.split("\n")];
  const found = new Set<number>();
  let shift = 0;
  for (const { start, end, text } of edits) {
    const [from, to] = [start + shift, start + shift + text.length];
    const old = new Set(oldLines.slice(lineAt(oldStarts, start) - 1, lineAt(oldStarts, end)).map((line) => line.trim()));
    for (let line = lineAt(starts, from); line <= lineAt(starts, to); line++) {
      if (!old.has(lines[line - 1]?.trim() ?? "")) found.add(line);
    }
    shift += text.length - (end - start);
  }
  return [...found].toSorted((a, b) => a - b);
}

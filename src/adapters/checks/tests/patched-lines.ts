import type { FilePatch } from "#domain/patch.ts";
import { lineStarts, positionAt } from "#lib/text.ts";

/** 1-based numbers of the lines of the new text that a patch wrote, ascending. What was only taken out leaves none. */
export function patchedLines({ edits }: FilePatch, after: string): number[] {
  const starts = lineStarts(after);
  const found = new Set<number>();
  let shift = 0;
  for (const edit of edits.toSorted((a, b) => a.start - b.start)) {
    const from = edit.start + shift;
    shift += edit.text.length - (edit.end - edit.start);
    const written = edit.text.replace(/\s+$/, "");
    if (written === "") continue;
    const blank = edit.text.length - edit.text.trimStart().length;
    const [first, last] = [positionAt(starts, from + blank).line, positionAt(starts, from + written.length - 1).line];
    for (let line = first; line <= last; line++) found.add(line);
  }
  return [...found].toSorted((a, b) => a - b);
}

/** Which lines of a file ran; `can` says of which ones that is known. */
export interface RunLines {
  readonly ran: ReadonlySet<number>;
  readonly can: (line: number) => boolean;
}

export interface PatchCoverage {
  readonly ran: number;
  /** Lines of the patch that can run. */
  readonly of: number;
  /** Those that did not run, as `path:line`, in order. */
  readonly missed: readonly string[];
}

/** How much of a patch ran; undefined when nothing is known of one of its files. */
export function coverageOf(
  patched: ReadonlyMap<string, readonly number[]>,
  lines: ReadonlyMap<string, RunLines>,
): PatchCoverage | undefined {
  let [ran, of] = [0, 0];
  const missed: string[] = [];
  for (const [path, numbers] of patched) {
    const known = lines.get(path);
    if (known === undefined) return undefined;
    const runnable = numbers.filter(known.can);
    of += runnable.length;
    ran += runnable.filter((line) => known.ran.has(line)).length;
    missed.push(...runnable.filter((line) => !known.ran.has(line)).map((line) => `${path}:${line}`));
  }
  return { ran, of, missed };
}

import { diffArrays } from "diff";
import { blobId, readBlobs } from "#adapters/git/blobs.ts";
import { type BlobEntry, commitEntries } from "#adapters/git/entries.ts";
import type { Git } from "#adapters/git/git.ts";
import { headCommit, mergeBase } from "#adapters/git/revision.ts";
import type { Workspace } from "#ports/workspace.ts";

/** Lines `start` to `end`, 1-based, both included. */
export interface LineRange {
  readonly start: number;
  readonly end: number;
}

export interface ChangedLinesRequest {
  readonly git: Git;
  /** A revision; what changed is counted from its youngest common ancestor with HEAD. Undefined: HEAD, or nothing before the first commit. */
  readonly base?: string;
  /** The state to compare: the working tree or the index. */
  readonly workspace: Workspace;
  /** Files of the workspace, repository-relative; others are not looked at. */
  readonly paths: readonly string[];
}

/** Edits after which a file counts as wholly new: the comparison takes quadratic time in them. */
const MAX_EDITS = 4000;

/** Files whose old contents are fetched in one go. */
const BATCH = 128;

/**
 * The changed lines of each changed file, sorted. A file unknown to the base is wholly changed, unless it is one of the
 * base's files under a new name. Where lines were only removed, the lines around the gap count as changed: what a removed
 * check guarded stands there. A change of line ends alone is none.
 *
 * Git itself compares nothing here: comparing with the work tree would run the filters that a repository configures.
 */
export async function changedLines(
  request: ChangedLinesRequest,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly LineRange[]>> {
  const { git, workspace } = request;
  const commit = request.base === undefined ? await headCommit(git, signal) : await mergeBase(git, request.base, signal);
  const entries = commit === undefined ? new Map<string, BlobEntry>() : (await commitEntries(git, commit, signal)).entries;
  const gone = new Set<string>();
  for (const entry of entries.values()) if (entry.kind === "file" && !(await workspace.has(entry.path))) gone.add(entry.id);

  const changed = new Map<string, readonly LineRange[]>();
  const edited: { readonly path: string; readonly id: string }[] = [];
  for (const path of request.paths) {
    signal.throwIfAborted();
    const bytes = await workspace.read(path);
    const before = entries.get(path);
    if (before?.kind === "file") {
      if (blobId(bytes, before.id) !== before.id) edited.push({ path, id: before.id });
    } else if (!isRenamed(bytes, gone)) changed.set(path, wholeOf(linesOf(bytes)));
  }
  for (let start = 0; start < edited.length; start += BATCH) {
    const some = edited.slice(start, start + BATCH);
    const blobs = await readBlobs(git, [...new Set(some.map(({ id }) => id))], signal);
    for (const { path, id } of some) {
      const ranges = changedBytes(blobs.get(id) ?? new Uint8Array(), await workspace.read(path));
      if (ranges.length > 0) changed.set(path, ranges);
    }
  }
  return changed;
}

/** Changed lines of one file; a file that was not there before (undefined) is wholly changed. */
export function changedBytes(before: Uint8Array | undefined, after: Uint8Array): LineRange[] {
  return before === undefined ? wholeOf(linesOf(after)) : changedRanges(linesOf(before), linesOf(after));
}

/** Changed lines of `after`, as {@link changedLines} tells them. */
export function changedRanges(before: readonly string[], after: readonly string[]): LineRange[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let tail = 0;
  while (tail < before.length - start && tail < after.length - start && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const old = before.slice(start, before.length - tail);
  const fresh = after.slice(start, after.length - tail);
  if (old.length === 0 && fresh.length === 0) return [];
  const parts = diffArrays(old, fresh, { maxEditLength: MAX_EDITS });
  if (parts === undefined) return merge([range(start, fresh.length, after.length)]);
  const ranges: LineRange[] = [];
  let line = start;
  for (const [index, part] of parts.entries()) {
    if (part.added) ranges.push(range(line, part.value.length, after.length));
    // A removal beside an insertion is a replacement: the inserted lines stand for both.
    else if (part.removed && parts[index + 1]?.added !== true && parts[index - 1]?.added !== true)
      ranges.push(range(line, 0, after.length));
    if (!part.removed) line += part.value.length;
  }
  return merge(ranges);
}

/** From a 0-based line and a count; a count of 0 is a gap before that line. */
function range(line: number, count: number, total: number): LineRange {
  if (count > 0) return { start: line + 1, end: line + count };
  return { start: Math.max(line, 1), end: Math.max(1, Math.min(line + 1, total)) };
}

function merge(ranges: readonly LineRange[]): LineRange[] {
  const merged: LineRange[] = [];
  for (const next of ranges) {
    const last = merged.at(-1);
    if (last !== undefined && next.start <= last.end + 1)
      merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, next.end) };
    else merged.push(next);
  }
  return merged;
}

function wholeOf(lines: readonly string[]): LineRange[] {
  return [{ start: 1, end: Math.max(1, lines.length) }];
}

function isRenamed(bytes: Uint8Array, gone: ReadonlySet<string>): boolean {
  const [like] = gone;
  return like !== undefined && gone.has(blobId(bytes, like));
}

/** Lines as {@link lineStarts} of lib/text counts them. Bytes are read as Latin-1: any change shows, no byte is invalid. */
function linesOf(bytes: Uint8Array): string[] {
  const lines = Buffer.from(bytes)
    .toString("latin1")
    .split(/\r\n|\n|\r/);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

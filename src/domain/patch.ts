import { z } from "zod";
import { Digest, RepoPath } from "./ids.ts";

/** Replaces the half-open range [start, end) of UTF-16 offsets into the base text by `text`. */
export const TextEdit = z.object({ start: z.int().min(0), end: z.int().min(0), text: z.string() }).readonly();
export type TextEdit = z.infer<typeof TextEdit>;

export const FilePatch = z
  .object({
    path: RepoPath,
    /** Digest of the bytes that the edits are against. Another content is refused, there is no fuzz. */
    baseDigest: Digest,
    /** Sorted by start, never overlapping. */
    edits: z.array(TextEdit).min(1).readonly(),
  })
  .readonly();
export type FilePatch = z.infer<typeof FilePatch>;

/** Text edits to existing files; at most one entry a file, sorted by path. */
export const Patch = z.object({ files: z.array(FilePatch).readonly() }).readonly();
export type Patch = z.infer<typeof Patch>;

export type EditOutcome = { ok: true; text: string } | { ok: false; reason: string };

/** Applies edits to a text. Refuses ranges that are reversed, out of the text, overlapping or split a surrogate pair. */
export function applyEdits(text: string, edits: readonly TextEdit[]): EditOutcome {
  let result = "";
  let position = 0;
  for (const edit of edits.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (edit.end < edit.start || edit.end > text.length)
      return { ok: false, reason: `edit ${edit.start}..${edit.end} is outside the text` };
    if (edit.start < position) return { ok: false, reason: `edit at ${edit.start} overlaps the one before it` };
    if (splitsPair(text, edit.start) || splitsPair(text, edit.end))
      return { ok: false, reason: `edit at ${edit.start} splits a character` };
    result += text.slice(position, edit.start) + edit.text;
    position = edit.end;
  }
  return { ok: true, text: result + text.slice(position) };
}

function splitsPair(text: string, offset: number): boolean {
  const unit = text.charCodeAt(offset);
  const previous = text.charCodeAt(offset - 1);
  return unit >= 0xdc00 && unit <= 0xdfff && previous >= 0xd800 && previous <= 0xdbff;
}

/** The smallest single edit that turns `before` into `after` (common prefix and suffix kept), or none when they are equal. */
export function spanningEdit(before: string, after: string): TextEdit[] {
  if (before === after) return [];
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let tail = 0;
  while (
    tail < before.length - start &&
    tail < after.length - start &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  )
    tail++;
  while (start > 0 && (splitsPair(before, start) || splitsPair(after, start))) start--;
  while (tail > 0 && (splitsPair(before, before.length - tail) || splitsPair(after, after.length - tail))) tail--;
  return [{ start, end: before.length - tail, text: after.slice(start, after.length - tail) }];
}

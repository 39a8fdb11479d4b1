import type { TextEdit } from "#domain/patch.ts";
import { lineEnding } from "#lib/text.ts";
import { anchor } from "./anchor.ts";
import { readReply, type ReplyBlock } from "./read-reply.ts";
import type { Span } from "./span.ts";
import { blocksFromCode } from "./whole-code.ts";

export type ParsedReply =
  | { readonly kind: "edits"; readonly edits: readonly TextEdit[] }
  | { readonly kind: "refused"; readonly reason: string };

const MOST_BLOCKS = 12;
/** UTF-16 units. Far more than the tokens asked for; a server may send what it likes. */
const LONGEST_REPLY = 100_000;

/**
 * Reads a model's answer into edits of the file's text, lenient in its form and strict in its place: nothing outside the span changes. Anything
 * doubtful is refused with a reason that can be a hint.
 */
export function parseReply(reply: string, text: string, span: Span): ParsedReply {
  if (reply.length > LONGEST_REPLY) return refused(`the answer has ${reply.length} characters`);
  if (!reply.isWellFormed()) return refused("the answer is not valid Unicode");
  const read = readReply(reply.replaceAll("\r\n", "\n"));
  const blocks = read.kind === "code" ? blocksFromCode(read.code, text, span) : read.kind === "blocks" ? read.blocks : undefined;
  if (blocks === undefined) return refused("the answer holds no edit block");
  if (blocks.length > MOST_BLOCKS) return refused(`the answer holds ${blocks.length} edit blocks`);
  const edits: TextEdit[] = [];
  for (const block of blocks) {
    if (block.search.trim() === "") return refused("an edit block has an empty SEARCH part");
    const placed = place(text, block, span);
    if (placed.kind === "lost")
      return refused(`a SEARCH text occurs ${placed.times} times in the code that may be edited: ${firstLine(block.search)}`);
    const edit = smallest(text, placed.edit);
    if (edit === undefined) continue;
    if (!within(edit, text, span)) return refused("an edit reaches beyond the code that may be edited");
    edits.push(edit);
  }
  if (edits.length === 0) return refused("the edits change nothing");
  const sorted = edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
  const overlapping = sorted.some((edit, at) => edit.start < (sorted[at - 1]?.end ?? 0));
  return overlapping ? refused("two edits change the same lines") : { kind: "edits", edits: sorted };
}

function refused(reason: string): ParsedReply {
  return { kind: "refused", reason };
}

type Placed = { readonly kind: "placed"; readonly edit: TextEdit } | { readonly kind: "lost"; readonly times: number };

/** Whole lines first; then the text as it is, within one line too. */
function place(text: string, block: ReplyBlock, span: Span): Placed {
  const lineEnd = lineEnding(text);
  const found = anchor(text, block, span, lineEnd);
  if (found.kind === "found") return { kind: "placed", edit: { start: found.start, end: found.end, text: found.replacement } };
  if (found.times > 0) return found;
  const wanted = inFileStyle(block.search, lineEnd);
  const [start, ...others] = occurrences(text, wanted, span);
  if (start === undefined || others.length > 0) return { kind: "lost", times: start === undefined ? 0 : others.length + 1 };
  return { kind: "placed", edit: { start, end: start + wanted.length, text: inFileStyle(block.replace, lineEnd) } };
}

/** The edit without the beginning and end that it shares with what it replaces; undefined when nothing is left. Line by line, so that diffs stay readable. */
function smallest(text: string, { start, end, text: replacement }: TextEdit): TextEdit | undefined {
  const old = text.slice(start, end);
  if (old === replacement) return undefined;
  let [head, tail] = [0, 0];
  const shorter = Math.min(old.length, replacement.length);
  while (head < shorter && old[head] === replacement[head]) head++;
  head = old.lastIndexOf("\n", head - 1) + 1;
  while (tail < shorter - head && old[old.length - 1 - tail] === replacement[replacement.length - 1 - tail]) tail++;
  const ending = old.indexOf("\n", old.length - tail);
  tail = ending === -1 ? 0 : old.length - ending;
  return { start: start + head, end: end - tail, text: replacement.slice(head, replacement.length - tail) };
}

/** Whether what really changes lies in the body or the head: the rest of their first and last lines must stay. */
function within({ start, end, text: replacement }: TextEdit, text: string, { body, head }: Span): boolean {
  return [body, head].some((range) => {
    const before = start < range.start ? text.slice(start, range.start) : "";
    const after = end > range.end ? text.slice(range.end, end) : "";
    if (start < text.lastIndexOf("\n", range.start - 1) + 1) return false;
    const lineStop = text.indexOf("\n", Math.max(range.end - 1, 0));
    if (end > (lineStop === -1 ? text.length : lineStop)) return false;
    return range.end > range.start && replacement.startsWith(before) && replacement.endsWith(after);
  });
}

/** The block's lines without its last line end, with the file's line ends. */
function inFileStyle(block: string, lineEnd: string): string {
  const lines = block.endsWith("\n") ? block.slice(0, -1) : block;
  return lineEnd === "\n" ? lines : lines.replaceAll("\n", lineEnd);
}

function occurrences(text: string, wanted: string, { body, head }: Span): number[] {
  const found: number[] = [];
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1)) {
    const end = at + wanted.length;
    const lineStart = text.lastIndexOf("\n", body.start - 1) + 1;
    if ((at >= lineStart && end <= body.end) || (at >= head.start && end <= head.end)) found.push(at);
  }
  return found;
}

function firstLine(search: string): string {
  const line = search.trim().split("\n")[0] ?? "";
  return line.length > 80 ? `${line.slice(0, 79).toWellFormed()}…` : line;
}

import { leadingBlanks } from "#lib/text.ts";
import type { ReplyBlock } from "./read-reply.ts";
import type { Span } from "./span.ts";

export type Anchored =
  | { readonly kind: "found"; readonly start: number; readonly end: number; readonly replacement: string }
  | { readonly kind: "lost"; readonly times: number };

interface Line {
  readonly start: number;
  /** Before the line end. */
  readonly end: number;
  readonly text: string;
}

/**
 * Finds the lines that a block searches for, inside the span: exactly first, then whole lines that differ in nothing but blanks at their end and one common
 * indentation, which the replacement then gets too. With several places the one at the named line counts, or none. Offsets are UTF-16, half-open.
 */
export function anchor(text: string, block: ReplyBlock, span: Span, lineEnd: string): Anchored {
  const wanted = lineList(block.search);
  const lines = linesOf(text).filter((line) => inside(line, text, span));
  const places: { at: number; indent: Indent }[] = [];
  for (const same of [exactly, reindented]) {
    for (let at = 0; at + wanted.length <= lines.length; at++) {
      if (!adjoining(lines, at, wanted.length, text)) continue;
      const indent = same(lines.slice(at, at + wanted.length), wanted);
      if (indent !== undefined) places.push({ at, indent });
    }
    if (places.length > 0) break;
  }
  const numbers = block.line === undefined ? undefined : lineStartAt(text, block.line);
  const named = places.filter(({ at }) => lines[at]?.start === numbers);
  const [place, other] = places.length > 1 && named.length === 1 ? named : places;
  if (place === undefined || other !== undefined) return { kind: "lost", times: places.length };
  const first = lines[place.at] as Line;
  const last = lines[place.at + wanted.length - 1] as Line;
  return { kind: "found", start: first.start, end: last.end, replacement: replacementOf(block.replace, place.indent, lineEnd) };
}

/** What is put before, or taken off, every line of a replacement. */
interface Indent {
  readonly add: string;
  readonly remove: string;
}

function exactly(lines: readonly Line[], wanted: readonly string[]): Indent | undefined {
  return lines.every((line, at) => line.text === wanted[at]) ? { add: "", remove: "" } : undefined;
}

function reindented(lines: readonly Line[], wanted: readonly string[]): Indent | undefined {
  let indent: Indent | undefined;
  for (const [at, line] of lines.entries()) {
    const [mine, theirs] = [line.text.trimEnd(), (wanted[at] as string).trimEnd()];
    if (mine.trim() !== theirs.trim()) return undefined;
    if (mine === "") continue;
    const [own, given] = [leadingBlanks(mine), leadingBlanks(theirs)];
    indent ??= own.endsWith(given)
      ? { add: own.slice(0, own.length - given.length), remove: "" }
      : { add: "", remove: given.slice(0, given.length - own.length) };
    if (indent.add + given !== indent.remove + own) return undefined;
  }
  return indent;
}

function replacementOf(replace: string, { add, remove }: Indent, lineEnd: string): string {
  return lineList(replace)
    .map((line) => (line.trim() === "" ? line : `${add}${line.startsWith(remove) ? line.slice(remove.length) : line}`))
    .join(lineEnd);
}

/** The lines of a block, whose last line end belongs to the block. */
function lineList(part: string): string[] {
  return (part.endsWith("\n") ? part.slice(0, -1) : part).split("\n");
}

function linesOf(text: string): Line[] {
  return [...text.matchAll(/[^\n]*(?:\n|$)/gu)].map(({ 0: line, index }) => {
    const content = line.replace(/\r?\n$/u, "");
    return { start: index, end: index + content.length, text: content };
  });
}

function inside({ start, end }: Line, text: string, { body, head }: Span): boolean {
  const bodyStart = text.lastIndexOf("\n", body.start - 1) + 1;
  const bodyEnd = text.indexOf("\n", Math.max(body.end - 1, 0));
  const headEnd = text.indexOf("\n", Math.max(head.end - 1, 0));
  return (
    (start >= bodyStart && end <= (bodyEnd === -1 ? text.length : bodyEnd)) ||
    (head.end > head.start && start >= head.start && end <= (headEnd === -1 ? text.length : headEnd))
  );
}

/** Whether the lines follow one another in the file: those between head and body are no place for an edit. */
function adjoining(lines: readonly Line[], at: number, count: number, text: string): boolean {
  const [first, last] = [lines[at], lines[at + count - 1]];
  return first !== undefined && last !== undefined && text.slice(first.start, last.end).split("\n").length === count;
}

function lineStartAt(text: string, line: number): number | undefined {
  let start = 0;
  for (let number = 1; number < line; number++) {
    const next = text.indexOf("\n", start);
    if (next === -1) return undefined;
    start = next + 1;
  }
  return start;
}

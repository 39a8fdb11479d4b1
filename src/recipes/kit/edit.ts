import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { kindOf, NONE, parentOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { lineEnding } from "#lib/text.ts";

/** Offsets are UTF-16 units into the text of the tree, ranges half-open, as in {@link TextEdit}. */
export function replaceNode(tree: SyntaxTree, node: NodeId, text: string): TextEdit {
  return { start: tree.starts[node] as number, end: tree.ends[node] as number, text };
}

export function insertBefore(tree: SyntaxTree, node: NodeId, text: string): TextEdit {
  return insertAt(tree.starts[node] as number, text);
}

export function insertAfter(tree: SyntaxTree, node: NodeId, text: string): TextEdit {
  return insertAt(tree.ends[node] as number, text);
}

export function insertAt(offset: number, text: string): TextEdit {
  return { start: offset, end: offset, text };
}

export function removeRange(start: number, end: number): TextEdit {
  return { start, end, text: "" };
}

/**
 * Edits as a recipe option carries them: sorted, line feeds in new text turned into the file's line end, exact duplicates and edits that
 * change nothing dropped. Insertions at one offset keep their given order and become one edit. Overlap is left for the caller's contract to refuse.
 */
export function settleEdits(tree: SyntaxTree, edits: readonly TextEdit[]): TextEdit[] {
  const eol = lineEnding(tree.text);
  const settled: TextEdit[] = [];
  const inOrder = edits
    .map(({ start, end, text }) => ({ start, end, text: text.replaceAll(/\r\n|\n/g, eol) }))
    .filter((edit) => tree.text.slice(edit.start, edit.end) !== edit.text)
    .toSorted((a, b) => a.start - b.start || a.end - b.end);
  for (const edit of inOrder) {
    const last = settled.at(-1);
    if (last === undefined || last.end !== edit.start || last.start !== last.end) {
      if (last === undefined || !sameEdit(last, edit)) settled.push(edit);
    } else if (!sameEdit(last, edit))
      settled[settled.length - 1] = { start: last.start, end: edit.end, text: last.text + edit.text };
  }
  return settled;
}

function sameEdit(a: TextEdit, b: TextEdit): boolean {
  return a.start === b.start && a.end === b.end && a.text === b.text;
}

/** Offset of the first character of the line that holds `offset`. */
export function lineStartAt(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && text[start - 1] !== "\n" && !(text[start - 1] === "\r" && text[start] !== "\n")) start--;
  return start;
}

/** Offset after the line's end mark, or the end of the text. */
export function lineEndAt(text: string, offset: number): number {
  const end = lineBodyEndAt(text, offset);
  if (text[end] === "\r" && text[end + 1] === "\n") return end + 2;
  return Math.min(end + 1, text.length);
}

/** Offset of the line's end mark, or the end of the text: after the line's code and comment. */
export function lineBodyEndAt(text: string, offset: number): number {
  let end = offset;
  while (end < text.length && text[end] !== "\n" && text[end] !== "\r") end++;
  return end;
}

/** The blanks that the line of `offset` starts with. */
export function indentationAt(text: string, offset: number): string {
  const start = lineStartAt(text, offset);
  return (/^[ \t]*/.exec(text.slice(start, offset + 200)) as RegExpExecArray)[0];
}

/** One level of indentation as the file writes it: the first indented line that follows a less indented one, those within block comments (` *`) aside; four blanks when none does. */
export function indentationUnit(text: string): string {
  let previous = "";
  for (const line of text.split(/\r\n|\n|\r/)) {
    if (line.trim() === "" || /^[ \t]+\*(?:[ /*]|$)/.test(line)) continue;
    const indent = (/^[ \t]*/.exec(line) as RegExpExecArray)[0];
    if (indent.length > previous.length && indent.startsWith(previous)) return indent.slice(previous.length);
    previous = indent;
  }
  return "    ";
}

/** The statement that holds the node: the ancestor (or the node) that stands directly in a block of the language; NONE at the root. */
export function enclosingStatement(tree: SyntaxTree, node: NodeId): NodeId {
  for (let current = node; current !== NONE; current = parentOf(tree, current)) {
    const parent = parentOf(tree, current);
    if (parent !== NONE && tree.pack.blocks.includes(kindOf(tree, parent))) return current;
  }
  return NONE;
}

/** True when nothing but blanks precedes the node on its line, so that whole lines can be put before it. */
export function startsLine(tree: SyntaxTree, node: NodeId): boolean {
  const start = tree.starts[node] as number;
  return tree.text.slice(lineStartAt(tree.text, start), start).trim() === "";
}

/** The quote that the file's plain strings use most, `"` when they tie. */
export function quoteStyle(tree: SyntaxTree): '"' | "'" {
  let single = 0;
  let double = 0;
  const kinds = new Set(tree.pack.strings);
  for (let node = 0; node < tree.count; node++) {
    if (!kinds.has(kindOf(tree, node))) continue;
    const last = tree.text[(tree.ends[node] as number) - 1];
    const tripled = tree.text.slice((tree.ends[node] as number) - 3, tree.ends[node]);
    if (tripled === '"""' || tripled === "'''") continue;
    if (last === "'") single++;
    else if (last === '"') double++;
  }
  return single > double ? "'" : '"';
}

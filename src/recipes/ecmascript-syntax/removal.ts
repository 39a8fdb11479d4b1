import { kindOf, type NodeId, namedChildren, parentOf, type SyntaxTree } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { lineEndAt, lineStartAt, removeRange } from "#recipes/kit/edit.ts";

/**
 * Removes a statement: its whole line when nothing else stands on it (and one of two empty lines that would meet), else the statement and the
 * blanks after it.
 */
export function removeStatement(tree: SyntaxTree, statement: NodeId): TextEdit {
  const { text } = tree;
  const edit = removeLineOf(text, tree.starts[statement] as number, tree.ends[statement] as number);
  const emptyBefore = edit.start === 0 || /(?:^|\n)[ \t]*\r?\n$/.test(text.slice(Math.max(0, edit.start - 200), edit.start));
  const emptyAfter = /^[ \t]*(?:\r?\n)/.exec(text.slice(edit.end, edit.end + 200));
  const wholeLine = lineStartAt(text, edit.start) === edit.start && lineStartAt(text, edit.end) === edit.end;
  return wholeLine && emptyBefore && emptyAfter !== null ? removeRange(edit.start, edit.end + emptyAfter[0].length) : edit;
}

function removeLineOf(text: string, start: number, end: number): TextEdit {
  const lineStart = lineStartAt(text, start);
  const lineEnd = lineEndAt(text, end);
  if (text.slice(lineStart, start).trim() === "" && text.slice(end, lineEnd).trim() === "")
    return removeRange(lineStart, lineEnd);
  const blanks = (/^[ \t]*/.exec(text.slice(end)) as RegExpExecArray)[0].length;
  return removeRange(start, end + blanks);
}

/** Removes one entry of an object, array, argument list or import clause together with the comma that it needs no more. */
export function removeEntry(tree: SyntaxTree, entry: NodeId): TextEdit {
  const entries = namedChildren(tree, parentOf(tree, entry)).filter((child) => kindOf(tree, child) !== "comment");
  const index = entries.indexOf(entry);
  const start = tree.starts[entry] as number;
  const end = tree.ends[entry] as number;
  const comma = (/^\s*,/.exec(tree.text.slice(end)) as RegExpExecArray | null)?.[0].length ?? 0;
  if (comma > 0) {
    const wholeLine = removeLineOf(tree.text, start, end + comma);
    if (wholeLine.start < start || index + 1 < entries.length) return wholeLine;
  }
  const previous = entries[index - 1];
  const tail = previous === undefined ? (/^[ \t]*/.exec(tree.text.slice(end)) as RegExpExecArray)[0].length : 0;
  const before =
    previous === undefined
      ? start - (/[ \t]*$/.exec(tree.text.slice(0, start)) as RegExpExecArray)[0].length
      : (tree.ends[previous] as number);
  return removeRange(before, end + tail);
}

import { namedChildren, type NodeId, parentOf, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { removeRange } from "#recipes/kit/edit.ts";
import type { SqlValue } from "#recipes/kit/sql.ts";
import type { BuiltText, FilledPiece, FixedPiece } from "./built-text.ts";

type Piece = FixedPiece | FilledPiece;

/**
 * Edits that put a sign in place of every value that a format takes, quotes and all, and drop the arguments. Fixed text beside a value in its quotes is joined to the
 * sign by `join`. Undefined where a value is not one `%s`, or its quotes do not stand in the same literal.
 */
export function withoutFilled(
  tree: SyntaxTree,
  built: BuiltText,
  values: readonly SqlValue[],
  sign: (index: number) => string,
  join: string,
): { readonly edits: TextEdit[]; readonly values: string[] } | undefined {
  const edits: TextEdit[] = [];
  const names: string[] = [];
  for (const [index, value] of values.entries()) {
    const made = replaced(tree, built.pieces, value, sign(index), join);
    if (made === undefined) return undefined;
    edits.push(made.edit, withoutArgument(tree, made.argument));
    names.push(textOf(tree, made.argument));
  }
  return { edits, values: names };
}

function replaced(
  tree: SyntaxTree,
  pieces: readonly Piece[],
  { first, last, quoted }: SqlValue,
  sign: string,
  join: string,
): { edit: TextEdit; argument: NodeId } | undefined {
  const between = pieces.slice(first.piece, last.piece + 1);
  const filled = between.filter((piece) => piece.kind === "filled");
  const [hole] = filled;
  if (hole === undefined || filled.length > 1) return undefined;
  if (!quoted) return { edit: { start: hole.start, end: hole.end, text: sign }, argument: hole.argument };
  const [open, close] = [pieces[first.piece], pieces[last.piece]];
  if (open?.kind !== "text" || close?.kind !== "text") return undefined;
  const start = open.starts[first.unit] as number;
  const end = close.ends[last.unit] as number;
  const text = tree.text.slice(start, end);
  // A quote in C's own sense: the literal ends between the marks.
  if (/(?<!\\)"/u.test(text)) return undefined;
  if (text.startsWith("\\"))
    return text.length === hole.end - hole.start + 4 ? { edit: { start, end, text: sign }, argument: hole.argument } : undefined;
  const [before, behind] = [text.slice(1, hole.start - start), text.slice(hole.end - start, -1)];
  const parts = [before === "" ? "" : `'${before}' ${join} `, sign, behind === "" ? "" : ` ${join} '${behind}'`];
  return { edit: { start, end, text: parts.join("") }, argument: hole.argument };
}

/** The argument goes with the comma before it. */
function withoutArgument(tree: SyntaxTree, argument: NodeId): TextEdit {
  const before = namedChildren(tree, parentOf(tree, argument)).findLast((node) => node < argument);
  return removeRange(
    before === undefined ? (tree.starts[argument] as number) : (tree.ends[before] as number),
    tree.ends[argument] as number,
  );
}

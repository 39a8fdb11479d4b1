import { descendants, type SyntaxTree } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { quoted } from "./expressions.ts";
import { isNumber } from "./number-value.ts";
import {
  joinedList,
  MARK,
  type NameSlot,
  readSql,
  type Slot,
  type SqlDialect,
  type SqlRefusal,
  type SqlText,
} from "./sql-text.ts";
import { expressionText, type Piece, rawOffsets } from "./template.ts";

export interface Parameter {
  /** Source of the value; `...list` for several. */
  readonly text: string;
  /** How many placeholders of the statement itself come before it. */
  readonly before: number;
}

export interface Parameters {
  readonly ok: true;
  readonly edits: readonly TextEdit[];
  readonly parameters: readonly Parameter[];
  /** Placeholders that were there before. */
  readonly placeholders: number;
}

export interface PlaceholderStyle {
  readonly dialect: SqlDialect;
  /** The driver turns an array value into a list by itself (`query` of mysql and mysql2, sequelize). */
  readonly expandsLists: boolean;
  /** The driver binds on the server, where MySQL wants LIMIT as text. */
  readonly prepared: boolean;
}

interface Point {
  readonly piece: number;
  readonly offset: number;
}

/** Edits that put placeholders for the values into the statement, and the values in the order that the driver wants; see {@link readSql} for `names`. */
export function placeholders(
  tree: SyntaxTree,
  pieces: readonly Piece[],
  style: PlaceholderStyle,
  names?: NameSlot[],
): Parameters | SqlRefusal {
  const sql = readSql(tree, pieces, style.dialect, names);
  if (!sql.ok) return sql;
  const edits: TextEdit[] = [];
  const parameters: Parameter[] = [];
  for (const [index, slot] of sql.slots.entries()) {
    const own = piecesIn(pieces, slot);
    const list = slot.kind === "list" ? joinedList(tree, own[0] as Expression) : undefined;
    if (slot.kind === "list" && list === undefined) return { ok: false, reason: "the joined list is not a plain one" };
    const sign = style.dialect === "postgres" ? `$${sql.placeholders + index + 1}` : "?";
    const plan =
      list === undefined
        ? { text: sign, value: valueText(tree, sql, slot, own, style), slot }
        : listPlan(sql, slot, list, sign, style);
    if (plan === undefined) return { ok: false, reason: "a list cannot be one parameter here" };
    const edit = replaceStretch(tree, pieces, plan.slot, plan.text);
    if (edit === undefined) return { ok: false, reason: "the statement is put together in a way that no edit can follow" };
    edits.push(edit);
    parameters.push({ text: plan.value, before: slot.before });
  }
  return { ok: true, edits, parameters, placeholders: sql.placeholders };
}

type Expression = Piece & { kind: "expression" };

/** Start of each piece in the flat text. */
function pieceStarts(pieces: readonly Piece[]): number[] {
  const starts: number[] = [];
  let at = 0;
  for (const piece of pieces) {
    starts.push(at);
    at += piece.kind === "literal" ? piece.text.length : MARK.length;
  }
  return starts;
}

function piecesIn(pieces: readonly Piece[], slot: Slot): Expression[] {
  const starts = pieceStarts(pieces);
  return pieces.filter(
    (piece, i): piece is Expression =>
      piece.kind === "expression" && (starts[i] as number) >= slot.from && (starts[i] as number) < slot.to,
  );
}

function valueText(tree: SyntaxTree, sql: SqlText, slot: Slot, own: readonly Expression[], style: PlaceholderStyle): string {
  const values = own.map((piece) => withoutDoubling(expressionText(tree, piece.node)));
  if (slot.kind === "value") {
    const value = values[0] as string;
    if (!slot.counts || style.dialect !== "mysql") return value;
    if (style.prepared) return `String(${value})`;
    return isNumber(tree, (own[0] as Expression).node) ? value : `Number(${value})`;
  }
  const content = sql.flat.slice(slot.from + 1, slot.to - 1);
  if (content === MARK) return values[0] as string;
  const parts = content.replaceAll("''", "'").split(MARK);
  return `\`${parts.map((part, i) => quoted(part, "`").slice(1, -1) + (i < values.length ? `\${${values[i]}}` : "")).join("")}\``;
}

/** A value whose quotes were doubled by hand is bound as it was before. */
function withoutDoubling(text: string): string {
  return text.replace(/\.replace(?:All)?\(\s*(?:\/'\/g|["'`]'["'`])\s*,\s*["'`](?:''|\\'\\'|\\\\')["'`]\s*\)$/, "");
}

function listPlan(
  sql: SqlText,
  slot: Slot,
  list: string,
  sign: string,
  style: PlaceholderStyle,
): { text: string; value: string; slot: Slot } | undefined {
  if (style.expandsLists) return { text: "?", value: list, slot };
  if (style.dialect !== "postgres") return { text: `\${${list}.map(() => "?").join(", ")}`, value: `...${list}`, slot };
  const opening = /\b(NOT\s+)?IN\s*\(\s*$/i.exec(sql.flat.slice(0, slot.from));
  const closing = /^\s*\)/.exec(sql.flat.slice(slot.to));
  if (opening === null || closing === null) return undefined;
  const text = opening[1] === undefined ? `= ANY(${sign})` : `<> ALL(${sign})`;
  return { text, value: list, slot: { ...slot, from: opening.index, to: slot.to + closing[0].length } };
}

/** One edit for a stretch of flat text that may begin and end in different literals of a concatenation. */
function replaceStretch(tree: SyntaxTree, pieces: readonly Piece[], slot: Slot, text: string): TextEdit | undefined {
  const starts = pieceStarts(pieces);
  const find = (at: number): Point => {
    const piece = starts.findLastIndex((start) => start <= at);
    return { piece, offset: at - (starts[piece] as number) };
  };
  const first = find(slot.from);
  const last = find(slot.to - 1);
  const [from, to] = [pieces[first.piece] as Piece, pieces[last.piece] as Piece];
  const begin =
    from.kind === "literal"
      ? from.start + (rawOffsets(tree.text.slice(from.start, from.end))[first.offset] as number)
      : from.start;
  const end =
    to.kind === "literal" ? to.start + (rawOffsets(tree.text.slice(to.start, to.end))[last.offset + 1] as number) : to.end;
  const inTemplates = pieces.slice(first.piece, last.piece + 1).every((piece) => piece.kind === "literal" || piece.inTemplate);
  const oneNode =
    new Set(
      pieces
        .slice(first.piece, last.piece + 1)
        .filter((piece) => piece.kind === "literal")
        .map((piece) => piece.node),
    ).size <= 1;
  if (inTemplates && oneNode) return { start: begin, end, text };
  const left = from.kind === "literal" ? from : pieces[first.piece - 1];
  const right = to.kind === "literal" ? to : pieces[last.piece + 1];
  if (left?.kind !== "literal" || text.includes("${")) return undefined;
  const start = from.kind === "literal" ? begin : left.end;
  const open = tree.text[(tree.ends[left.node] as number) - 1] as string;
  if (right === undefined || (to.kind === "literal" && end === right.end && tree.ends[right.node] === right.end + 1)) {
    const stop = right === undefined ? to.end : right.end + 1;
    return hasComment(tree, start, stop) ? undefined : { start, end: stop, text: text + open };
  }
  if (right.kind !== "literal") return undefined;
  const stop = to.kind === "literal" ? end : right.start;
  if (hasComment(tree, start, stop)) return undefined;
  const close = tree.text[tree.starts[right.node] as number] as string;
  return { start, end: stop, text: open === close ? text : `${text}${open} + ${close}` };
}

function hasComment(tree: SyntaxTree, start: number, end: number): boolean {
  return descendants(tree, 0, ["comment"]).some(
    (comment) => (tree.starts[comment] as number) < end && (tree.ends[comment] as number) > start,
  );
}

import type { SyntaxTree } from "#analysis/parse/tree.ts";
import { children, kindOf, namedChildren, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import type { SqlPlan, SqlValue } from "#recipes/kit/sql.ts";
import { callArguments, calleeOf, unwrap } from "./calls.ts";
import { literalShape } from "./literal.ts";
import type { HolePiece, Template, TextPiece } from "./template.ts";

const NO_OPERAND = ["named_expression", "yield", "lambda", "generator_expression", "list_splat", "conditional_expression"];

/**
 * Edits that put a placeholder in place of every value and leave plain literals. `mark` gives the text of the placeholder for the value at an index.
 * Undefined when the literals around a value cannot be joined without touching what stands between them.
 */
export function placeholderEdits(
  tree: SyntaxTree,
  template: Template,
  plan: SqlPlan,
  mark: (index: number) => string,
  doubled: boolean,
): TextEdit[] | undefined {
  const edits: TextEdit[] = [];
  for (const [index, value] of plan.values.entries()) {
    const made = valueEdits(tree, template, value, mark(index));
    if (made === undefined) return undefined;
    edits.push(...made);
  }
  const inside = (edit: TextEdit): boolean => edits.some((other) => edit.start >= other.start && edit.end <= other.end);
  const percents = plan.percents.map(({ piece, unit }) => (template.pieces[piece] as TextPiece).offsets[unit] as number);
  const halved = template.percents.map(({ start }) => start - 1);
  const doubling = doubled
    ? percents.filter((at) => !halved.includes(at)).map((at) => ({ start: at, end: at, text: "%" }))
    : template.percents;
  return [...edits, ...[...template.plain, ...doubling].filter((edit) => !inside(edit))];
}

function valueEdits(tree: SyntaxTree, { pieces }: Template, value: SqlValue, sign: string): TextEdit[] | undefined {
  const [first, last] = [pieces[value.first.piece], pieces[value.last.piece]];
  if (first?.kind === "hole") {
    if (first.literal !== undefined) return [{ start: first.start, end: first.end, text: sign }];
    const [left, right] = [pieces[value.first.piece - 1], pieces[value.first.piece + 1]];
    return left?.kind === "text" ? operandEdits(tree, left, first, right?.kind === "text" ? right : undefined, sign) : undefined;
  }
  if (first === undefined || last?.kind !== "text") return undefined;
  const mark = /\w/.test(first.value[value.first.unit - 1] ?? "") ? ` ${sign}` : sign;
  const start = first.offsets[value.first.unit] as number;
  const end = last.offsets[value.last.unit + 1] as number;
  if (first.literal === last.literal || joinable(tree, first, last)) return [{ start, end, text: mark }];
  const between = pieces.slice(value.first.piece + 1, value.last.piece);
  const operand = between[0];
  if (between.length !== 1 || operand?.kind !== "hole" || !joins(tree, first, operand.start)) return undefined;
  const [left, right] = [literalShape(tree, first.literal), literalShape(tree, last.literal)];
  const empty = end === right.contentEnd && last === pieces.at(-1);
  return [
    { start, end: left.contentEnd, text: mark },
    { start: left.contentEnd + left.quote.length, end: empty ? (tree.ends[last.literal] as number) : operand.end, text: "" },
    ...(empty ? [] : [{ start: right.contentStart, end, text: "" }]),
  ];
}

/** `"a = " + x + " b"`: one literal where both are alike on one line, else the placeholder goes to the left one. */
function operandEdits(
  tree: SyntaxTree,
  left: TextPiece,
  hole: HolePiece,
  right: TextPiece | undefined,
  mark: string,
): TextEdit[] | undefined {
  const shape = literalShape(tree, left.literal);
  if (!joins(tree, left, hole.start)) return undefined;
  if (right !== undefined && joinable(tree, left, right))
    return [{ start: shape.contentEnd, end: literalShape(tree, right.literal).contentStart, text: mark }];
  return [{ start: shape.contentEnd, end: hole.end, text: mark + shape.quote }];
}

/** True when only `+`, blanks and line joins stand between the literal and the offset. */
function joins(tree: SyntaxTree, left: TextPiece, offset: number): boolean {
  return /^[\s+\\]*$/.test(tree.text.slice(tree.ends[left.literal], offset));
}

function joinable(tree: SyntaxTree, left: TextPiece, right: TextPiece): boolean {
  const [a, b] = [literalShape(tree, left.literal), literalShape(tree, right.literal)];
  const between = tree.text.slice(a.contentEnd, b.contentStart);
  const depth = between
    .split("")
    .reduce((open, char) => (open < 0 ? open : open + (char === "(" ? 1 : char === ")" ? -1 : 0)), 0);
  return a.prefix === b.prefix && a.quote === b.quote && !/[\r\n#]/.test(between) && depth === 0;
}

/** The expression that becomes the value's parameter; undefined when it cannot stand in a tuple as it is. */
export function parameterText(tree: SyntaxTree, template: Template, value: SqlValue): string | undefined {
  const between = template.pieces.slice(value.first.piece, value.last.piece + 1);
  const holes = between.filter((piece) => piece.kind === "hole");
  const only = holes[0] as HolePiece;
  if (holes.some(({ node }) => NO_OPERAND.includes(kindOf(tree, node)) || textOf(tree, node).includes("#"))) return undefined;
  if (!value.quoted) return bareText(tree, only, value.wholeNumber);
  const texts = between.map((piece, index) => {
    if (piece.kind === "hole") return piece;
    const from = index === 0 ? value.first.unit + 1 : 0;
    const to = index === between.length - 1 ? value.last.unit : piece.value.length;
    return piece.value.slice(from, to);
  });
  const parts = texts.filter((part) => part !== "");
  return parts.length === 1
    ? textOf(tree, only.node)
    : composed(tree, parts, literalShape(tree, (between[0] as TextPiece).literal).quote[0] as string);
}

function bareText(tree: SyntaxTree, { node }: HolePiece, wholeNumber: boolean): string {
  const called = kindOf(tree, node) === "call" ? textOf(tree, calleeOf(tree, node)) : "";
  const all = called === "str" ? (callArguments(tree, node) ?? []) : [];
  const value = all.length === 1 && all[0]?.name === undefined && all[0]?.splat === false ? unwrap(tree, all[0].value) : node;
  const text = textOf(tree, value);
  return wholeNumber && called !== "int" && kindOf(tree, value) !== "integer" ? `int(${text})` : text;
}

/** `f"%{name}%"`, or a sum where the expressions hold quotes or backslashes that older versions refuse in an f-string. */
function composed(tree: SyntaxTree, parts: readonly (string | HolePiece)[], preferred: string): string | undefined {
  const expressions = parts.filter((part) => typeof part !== "string").map((part) => textOf(tree, part.node));
  const fixed = parts.filter((part) => typeof part === "string").join("");
  if (/[\\\r\n\ufffd]/.test(fixed)) return undefined;
  const quotes = [preferred, preferred === '"' ? "'" : '"'];
  const quote = quotes.find((mark) => ![...expressions, fixed].some((text) => text.includes(mark)));
  if (quote !== undefined && !expressions.some((text) => /[\\\r\n!:{}]/.test(text))) {
    return `f${quote}${parts.map((part) => (typeof part === "string" ? part.replaceAll(/[{}]/g, "$&$&") : `{${textOf(tree, part.node)}}`)).join("")}${quote}`;
  }
  const plain = quotes.find((mark) => !fixed.includes(mark));
  if (plain === undefined) return undefined;
  return parts
    .map((part) => (typeof part === "string" ? `${plain}${part}${plain}` : `str(${textOf(tree, part.node)})`))
    .join(" + ");
}

/** Items of a tuple or list display; undefined for any other expression and for displays with `*`. */
export function displayItems(tree: SyntaxTree, node: number): readonly string[] | undefined {
  if (
    !["tuple", "list"].includes(kindOf(tree, node)) ||
    children(tree, node).some((child) => ["comment", "list_splat"].includes(kindOf(tree, child)))
  )
    return undefined;
  return namedChildren(tree, node).map((child) => textOf(tree, child));
}

import { kindOf, type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { argumentsOf, bare, calledName, calleeOf, memberOf, stringValue } from "./expressions.ts";
import { valueOf } from "./scope.ts";
import type { Piece } from "./template.ts";

export type SqlDialect = "postgres" | "mysql" | "sqlite";

/** A stretch of the statement that one parameter replaces; `from` and `to` index the flat text. */
export interface Slot {
  readonly from: number;
  readonly to: number;
  /** Value inside SQL quotes, or a value or list outside. */
  readonly kind: "quoted" | "value" | "list";
  /** Placeholders of the statement itself that stand before the slot. */
  readonly before: number;
  /** The value counts rows: LIMIT or OFFSET. */
  readonly counts: boolean;
}

export interface SqlText {
  readonly ok: true;
  /** The statement with {@link MARK} for every expression. */
  readonly flat: string;
  readonly slots: readonly Slot[];
  /** Placeholders that the statement already has. */
  readonly placeholders: number;
}

export type SqlRefusal = { readonly ok: false; readonly reason: string };

/** An expression in the place of a table, a column or the direction of an order. */
export interface NameSlot {
  readonly node: NodeId;
  readonly kind: "name" | "direction";
}

/** Stands for one expression in flat text. */
export const MARK = "\uE000";

const TOKEN =
  /--[^\n]*|\/\*[^]*?\*\/|'(?:[^'\\]|''|\\[^])*'|"[^"]*"|`[^`]*`|\$\d+|[A-Za-z_][\w$]*|\d[\w.]*|<>|!=|<=|>=|\|\||::|->>?|\uE000|\S/g;
const VALUE_WORDS = new Set([
  "LIKE",
  "ILIKE",
  "BETWEEN",
  "LIMIT",
  "OFFSET",
  "THEN",
  "ELSE",
  "WHEN",
  "REGEXP",
  "RLIKE",
  "GLOB",
  "ESCAPE",
]);
const CLAUSES = new Set([
  "SELECT",
  "FROM",
  "WHERE",
  "ORDER",
  "GROUP",
  "SET",
  "VALUES",
  "INTO",
  "LIMIT",
  "OFFSET",
  "HAVING",
  "ON",
  "JOIN",
  "UPDATE",
  "TABLE",
  "RETURNING",
  "CONFLICT",
]);
const NOT_FUNCTIONS = new Set([
  "AND",
  "OR",
  "NOT",
  "WHERE",
  "ON",
  "SELECT",
  "FROM",
  "JOIN",
  "EXISTS",
  "AS",
  "HAVING",
  "CASE",
  "BY",
  "UNION",
  "ALL",
  "USING",
  "DISTINCT",
]);
const OPERATORS = new Set(["=", "<", ">", "<=", ">=", "<>", "!=", "+", "-", "/", "%", "||"]);

function refuse(reason: string): SqlRefusal {
  return { ok: false, reason };
}

/** Finds where values stand in a built statement and whether parameters may stand there. Names of tables and columns are put into `names`; without it they refuse the statement. */
export function readSql(
  tree: SyntaxTree,
  pieces: readonly Piece[],
  dialect: SqlDialect,
  names?: NameSlot[],
): SqlText | SqlRefusal {
  const flat = pieces.map((piece) => (piece.kind === "literal" ? piece.text : MARK)).join("");
  const expressions = pieces.filter((piece) => piece.kind === "expression");
  const slots: Slot[] = [];
  const frames: boolean[] = [];
  const openers: string[] = [];
  let [clause, previous, earlier, placeholders, seen] = ["", "", "", 0, 0];
  if (!/^\s*(?:\(|--|\/\*|SELECT|INSERT|UPDATE|DELETE|REPLACE|WITH|MERGE|CALL|EXPLAIN)\b/i.test(flat))
    return refuse("the text does not begin as a statement that takes parameters");
  for (const match of flat.matchAll(TOKEN)) {
    const token = match[0];
    const word = token.toUpperCase();
    const marks = token.split(MARK).length - 1;
    const mine = expressions.slice(seen, seen + marks);
    seen += marks;
    const slot = {
      from: match.index,
      to: match.index + token.length,
      before: placeholders,
      counts: /^(LIMIT|OFFSET)$/.test(clause),
    };
    if (token === MARK) {
      const piece = mine[0] as Piece & { kind: "expression" };
      const name = textOf(tree, piece.node);
      const value = isValuePlace(flat, match.index, previous, clause, earlier, frames.at(-1) === true);
      const named = value || names === undefined ? undefined : namePlace(flat, match.index, previous, clause);
      if (isFixed(tree, piece)) previous = "value";
      else if (named !== undefined) names?.push({ node: piece.node, kind: named });
      else if (!value)
        return refuse(`\`${name}\` stands where a name or a part of the statement belongs, which no parameter can replace`);
      else {
        const inList = previous === "(" && openers.at(-1) === "IN" && /^\s*\)/.test(flat.slice(match.index + 1));
        const list = inList && calledName(tree, bare(tree, piece.node)) === "join";
        if (inList && !list && /(s|list|array)$/i.test(name)) return refuse(`\`${name}\` may hold a list`);
        slots.push({ ...slot, kind: list ? "list" : "value" });
      }
      earlier = previous;
      previous = "value";
      continue;
    }
    if (marks > 0) {
      const text = token.startsWith("'") || (token.startsWith('"') && dialect !== "postgres");
      if (!text) return refuse("a value stands in a comment, a quoted name or an unclosed string");
      if (/^(INTERVAL|DATE|TIME|TIMESTAMP|TIMESTAMPTZ)$/.test(previous) || /[A-Za-z]/.test(flat[match.index - 1] ?? ""))
        return refuse("a typed literal cannot be a parameter");
      if (!mine.every((piece) => isFixed(tree, piece))) slots.push({ ...slot, kind: "quoted" });
    }
    if (word === "(") {
      const functionName =
        /^[A-Z_]\w*$/.test(previous) && !NOT_FUNCTIONS.has(previous) && !/^(INTO|TABLE|CONFLICT|UPDATE)$/.test(clause);
      frames.push(
        previous === "VALUES" ||
          previous === "IN" ||
          OPERATORS.has(previous) ||
          (previous === "," && clause === "VALUES") ||
          functionName,
      );
      openers.push(previous);
    } else if (word === ")") {
      frames.pop();
      openers.pop();
    } else if (CLAUSES.has(word)) clause = word;
    if (token === "?" || /^\$\d+$/.test(token)) placeholders++;
    earlier = previous;
    previous = /^['"`]/.test(token) ? "value" : word;
  }
  if (seen < expressions.length || /'/.test(flat.replaceAll(TOKEN, (token) => (token.length > 1 ? "" : token))))
    return refuse("a quote of the statement is not closed");
  const empty = slots.length === 0 && (names ?? []).length === 0;
  return empty ? refuse("no value is written into the statement") : { ok: true, flat, slots, placeholders };
}

/** What a lone expression names that stands where no value may. */
function namePlace(flat: string, index: number, previous: string, clause: string): NameSlot["kind"] | undefined {
  if (!/[\s,]$/.test(flat.slice(0, index)) || !/^(?:[\s,;)]|$)/.test(flat.slice(index + 1))) return undefined;
  const sorts = clause === "ORDER" || clause === "GROUP";
  if (sorts && (previous === "BY" || previous === ",")) return "name";
  if (clause === "ORDER" && /^(?:VALUE|[A-Z_]\w*)$/i.test(previous)) return "direction";
  return ["FROM", "JOIN", "INTO", "UPDATE"].includes(previous) ? "name" : undefined;
}

/** True where SQL expects a value before and nothing sticks to the expression. */
function isValuePlace(
  flat: string,
  index: number,
  previous: string,
  clause: string,
  earlier: string,
  valueFrame: boolean,
): boolean {
  if (/[\w$."'`\uE000]/.test(flat[index - 1] ?? "") || /[\w$."'`(\uE000]/.test(flat[index + 1] ?? "")) return false;
  if (OPERATORS.has(previous) || VALUE_WORDS.has(previous)) return true;
  if (previous === "AND") return /\bBETWEEN\s+(?:'[^']*'|"[^"]*"|[^\s]+)\s+AND\s*$/i.test(flat.slice(0, index)) && earlier !== "";
  if (previous === "(") return valueFrame;
  return previous === "," && (valueFrame || clause === "LIMIT");
}

/** True for an expression that can only be text of the program itself: a constant, or a choice between literals. */
function isFixed(tree: SyntaxTree, piece: Piece & { kind: "expression" }): boolean {
  const plain = bare(tree, piece.node);
  if (/^[A-Z][A-Z0-9_]+(?:\.\w+)*$/.test(textOf(tree, plain))) return true;
  if (kindOf(tree, plain) === "ternary_expression") {
    const literals = textOf(tree, plain).replace(/^[^?]*\?/, "");
    return /^\s*(["'`])[\w ,.()]*\1\s*:\s*(["'`])[\w ,.()]*\2$/.test(literals);
  }
  if (kindOf(tree, plain) === "call_expression")
    return /(^|\.)(escape|escapeId|escapeIdentifier|escapeLiteral)$/.test(textOf(tree, calleeOf(tree, plain)));
  const { value } = valueOf(tree, plain);
  return value !== plain && (stringValue(tree, value) !== undefined || kindOf(tree, bare(tree, value)) === "number");
}

/** The list that a joined text comes from: `ids` of `ids.join(",")` and of ``ids.map((id) => `'${id}'`).join(",")``. */
export function joinedList(tree: SyntaxTree, piece: Piece & { kind: "expression" }): string | undefined {
  const object = memberOf(tree, calleeOf(tree, bare(tree, piece.node)))?.object;
  if (object === undefined) return undefined;
  if (kindOf(tree, object) === "identifier" || kindOf(tree, object) === "member_expression") return textOf(tree, object);
  if (kindOf(tree, object) !== "call_expression" || calledName(tree, object) !== "map") return undefined;
  const callback = argumentsOf(tree, object)[0];
  const quotes =
    callback !== undefined &&
    /^\(?(\w+)(?:: \w+)?\)?\s*=>\s*(?:`'\$\{\1\}'`|(["'])'\2\s*\+\s*\1\s*\+\s*(["'])'\3|["']\\''?["']\s*\+\s*\1\s*\+\s*["']\\''?["'])$/.test(
      textOf(tree, callback),
    );
  return quotes ? textOf(tree, (memberOf(tree, calleeOf(tree, object)) as { object: number }).object) : undefined;
}

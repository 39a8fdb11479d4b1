/** A unit of the statement's text: index of the piece and of the unit in it. */
export interface SqlPosition {
  readonly piece: number;
  readonly unit: number;
}

/** One value of a statement that was written into its text: a bare hole, or a quoted string that holds at least one. */
export interface SqlValue {
  /** Of the pieces from `first` to `last`, the text between the quotes; a bare hole is its own first and last piece. */
  readonly first: SqlPosition;
  /** The closing quote; for a bare hole `unit` is 0. */
  readonly last: SqlPosition;
  readonly quoted: boolean;
  /** Stands where only whole numbers may: LIMIT and OFFSET. */
  readonly wholeNumber: boolean;
}

export interface SqlPlan {
  readonly values: readonly SqlValue[];
  /** Placeholders from left to right: one that was there already, or the value at an index of `values`. */
  readonly order: readonly ("existing" | number)[];
  /** `%` characters outside of values and placeholders. */
  readonly percents: readonly SqlPosition[];
}

export type SqlReading = { readonly ok: true; readonly plan: SqlPlan } | { readonly ok: false; readonly reason: string };

interface Token {
  readonly text: string;
  /** Of a token that stands for a value. */
  readonly value?: number;
}

const OPERATORS = new Set(["=", "<", ">", "<=", ">=", "<>", "!=", "==", "+", "-", "*", "/", "||"]);
const BEFORE_VALUE = new Set(["LIKE", "ILIKE", "GLOB", "REGEXP", "RLIKE", "BETWEEN", "THEN", "ELSE", "ESCAPE", "MATCH"]);
const BEFORE_NAME = new Set([
  "INTO",
  "TABLE",
  "ON",
  "INDEX",
  "REFERENCES",
  "FROM",
  "JOIN",
  "UPDATE",
  "BY",
  "AS",
  "VIEW",
  "INTERVAL",
  "DATE",
  "TIME",
  "TIMESTAMP",
]);
const NO_PARAMETERS = new Set([
  "CREATE",
  "ALTER",
  "DROP",
  "PRAGMA",
  "GRANT",
  "REVOKE",
  "ATTACH",
  "USE",
  "SET",
  "TRUNCATE",
  "VACUUM",
  "COPY",
]);
const WORD = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*|\d+(?:\.\d+)?/y;
const PLACEHOLDER = /\?|%s/y;
const OTHER_PLACEHOLDER = /%\(\w+\)s|:[A-Za-z_]\w*|:\d+|\$\d+|@\w+/y;
const SYMBOL = /<=|>=|<>|!=|==|\|\||::|[^\s\w]/y;

interface Scan {
  readonly pieces: readonly (string | undefined)[];
  readonly values: SqlValue[];
  readonly order: ("existing" | number)[];
  readonly percents: SqlPosition[];
  readonly tokens: Token[];
  quote: { readonly mark: string; readonly first: SqlPosition; holes: number; readonly percents: SqlPosition[] } | undefined;
}

/**
 * Reads a statement whose holes (undefined pieces) were filled by text, and tells which of them stand for values. Refuses the whole statement when one
 * hole stands for anything else: a name, a list, a condition, a piece of a word.
 */
export function readSql(pieces: readonly (string | undefined)[]): SqlReading {
  const scan: Scan = { pieces, values: [], order: [], percents: [], tokens: [], quote: undefined };
  for (const [piece, text] of pieces.entries()) {
    const reason = text === undefined ? scanHole(scan, piece) : scanText(scan, piece, text);
    if (reason !== undefined) return { ok: false, reason };
  }
  return judge(scan);
}

function judge({ values, order, percents, tokens, quote }: Scan): SqlReading {
  const head = tokens[0]?.text ?? "";
  if (quote !== undefined) return { ok: false, reason: "a quote of the statement is not closed" };
  if (values.length === 0) return { ok: false, reason: "no expression is written into the statement" };
  if (NO_PARAMETERS.has(head)) return { ok: false, reason: `${head} statements take no parameters` };
  const wholeNumbers = new Set<number>();
  for (const [index, token] of tokens.entries()) {
    if (token.value === undefined) continue;
    const role = roleOf(tokens, index, values[token.value] as SqlValue);
    if (role !== "value" && role !== "whole number") return { ok: false, reason: role };
    if (role === "whole number") wholeNumbers.add(token.value);
  }
  return {
    ok: true,
    plan: { values: values.map((value, index) => ({ ...value, wholeNumber: wholeNumbers.has(index) })), order, percents },
  };
}

function scanHole(scan: Scan, piece: number): string | undefined {
  if (scan.quote !== undefined) {
    scan.quote.holes++;
    return undefined;
  }
  const [before, after] = [neighbour(scan.pieces, piece, -1), neighbour(scan.pieces, piece, 1)];
  if (/[\w$.`"[]$/.test(before.text) || /^[\w$.`"(]/.test(after.text))
    return "a value is glued to other text, so it is part of a name";
  if (before.text === "" && before.hole) return "two expressions follow each other without text between them";
  addValue(scan, { first: { piece, unit: 0 }, last: { piece, unit: 0 }, quoted: false, wholeNumber: false });
  return undefined;
}

/** The text between a hole and the next hole, or the statement's end, on one side. */
function neighbour(pieces: readonly (string | undefined)[], piece: number, step: 1 | -1): { text: string; hole: boolean } {
  let text = "";
  let at = piece + step;
  for (; typeof pieces[at] === "string"; at += step) text = step > 0 ? text + pieces[at] : pieces[at] + text;
  return { text, hole: at >= 0 && at < pieces.length };
}

function addValue(scan: Scan, value: SqlValue): void {
  scan.order.push(scan.values.length);
  scan.tokens.push({ text: value.quoted ? "''" : "?", value: scan.values.length });
  scan.values.push(value);
}

function scanText(scan: Scan, piece: number, text: string): string | undefined {
  for (let unit = 0; unit < text.length; ) {
    const step = scan.quote === undefined ? scanOutside(scan, piece, text, unit) : scanQuoted(scan, piece, text, unit);
    if (typeof step === "string") return step;
    unit += step;
  }
  return undefined;
}

/** Units read, or the reason to refuse. */
function scanOutside(scan: Scan, piece: number, text: string, unit: number): number | string {
  const char = text[unit] as string;
  if (/\s/.test(char)) return 1;
  if (char === "'" || char === '"' || char === "`") {
    scan.quote = { mark: char, first: { piece, unit }, holes: 0, percents: [] };
    return 1;
  }
  if (text.startsWith("--", unit) || text.startsWith("/*", unit)) return "the statement holds a comment";
  const existing = at(PLACEHOLDER, text, unit);
  if (existing === undefined && at(OTHER_PLACEHOLDER, text, unit) !== undefined && text[unit - 1] !== ":") {
    return "the statement has named or numbered parameters already";
  }
  const token = existing ?? at(WORD, text, unit) ?? at(SYMBOL, text, unit) ?? char;
  if (existing !== undefined) scan.order.push("existing");
  else if (token === "%") scan.percents.push({ piece, unit });
  scan.tokens.push({ text: token.toUpperCase() });
  return token.length;
}

function scanQuoted(scan: Scan, piece: number, text: string, unit: number): number | string {
  const quote = scan.quote as NonNullable<Scan["quote"]>;
  if (text[unit] === "%") quote.percents.push({ piece, unit });
  if (text[unit] !== quote.mark) return 1;
  if (text[unit + 1] === quote.mark) return 2;
  scan.quote = undefined;
  if (quote.holes === 0) {
    scan.tokens.push({ text: "''" });
    scan.percents.push(...quote.percents);
  } else if (quote.mark === "`") return "an expression names a table or column";
  else addValue(scan, { first: quote.first, last: { piece, unit }, quoted: true, wholeNumber: false });
  return 1;
}

function at(pattern: RegExp, text: string, unit: number): string | undefined {
  pattern.lastIndex = unit;
  return pattern.exec(text)?.[0];
}

/** `value`, `whole number`, or the reason why it is neither. */
function roleOf(tokens: readonly Token[], index: number, { quoted }: SqlValue): string {
  const previous = tokens[index - 1]?.text ?? "";
  if (OPERATORS.has(previous) || BEFORE_VALUE.has(previous))
    return previous === "*" && !quoted ? "an expression follows `*`" : "value";
  if (previous === "LIMIT" || previous === "OFFSET") return "whole number";
  if (previous === "AND" && tokens[index - 3]?.text === "BETWEEN") return "value";
  if (previous === "," && tokens[index - 3]?.text === "LIMIT") return "whole number";
  if (BEFORE_NAME.has(previous)) return "an expression stands for a name or a unit, which parameters cannot";
  if (["WHERE", "AND", "OR", "NOT", "HAVING", "WHEN"].includes(previous) && !quoted)
    return "an expression stands for a whole condition";
  if (previous === "(" || previous === ",") return roleInList(tokens, index, quoted);
  return quoted && previous !== "" ? "value" : "an expression stands for a name or a clause, which parameters cannot";
}

function roleInList(tokens: readonly Token[], index: number, quoted: boolean): string {
  const open = openerOf(tokens, index);
  const before = tokens[open - 1]?.text ?? "";
  const alone = open === index - 1 && tokens[index + 1]?.text === ")";
  if (before === "IN") return alone && !quoted ? "an expression stands for a list of values" : "value";
  if (before === "VALUES" || (open >= 0 && before === "," && tokens.slice(0, open).some((token) => token.text === "VALUES"))) {
    const oneColumn = tokens[open - 2]?.text === ")" && tokens[open - 4]?.text === "(";
    return alone && !quoted && !oneColumn ? "an expression may stand for a list of values" : "value";
  }
  if (!quoted) return "an expression stands for a column, a list or an argument, which may be no value";
  return open >= 0 && BEFORE_NAME.has(tokens[open - 2]?.text ?? "") ? "an expression stands for a column" : "value";
}

/** Index of the bracket that the token stands in, or -1. */
function openerOf(tokens: readonly Token[], index: number): number {
  let depth = 0;
  for (let at = index - 1; at >= 0; at--) {
    const { text } = tokens[at] as Token;
    if (text === ")") depth++;
    else if (text === "(" && depth-- === 0) return at;
  }
  return -1;
}

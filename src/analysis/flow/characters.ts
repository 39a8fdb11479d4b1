import type { Compare, Expression } from "#analysis/ir/expression.ts";
import type { FunctionIr } from "#analysis/ir/file.ts";

/** Characters by their code below 128, one bit each. What lies above counts as none of those that do harm. */
export type Characters = bigint;

/** Characters for which a test may hold, and those for which it may not. */
export interface Sides {
  readonly yes: Characters;
  readonly no: Characters;
}

export const EVERY: Characters = (1n << 128n) - 1n;
const UNSURE: Sides = { yes: EVERY, no: EVERY };

function range(from: string, to: string): Characters {
  let all = 0n;
  for (let code = from.charCodeAt(0); code <= to.charCodeAt(0); code++) all |= 1n << BigInt(code);
  return all;
}

export function charactersOf(text: string): Characters {
  let all = 0n;
  for (const one of text) if (one.charCodeAt(0) < 128) all |= 1n << BigInt(one.charCodeAt(0));
  return all;
}

const DIGITS = range("0", "9");
const LETTERS = range("a", "z") | range("A", "Z");
const HEX = DIGITS | range("a", "f") | range("A", "F");
const SPACES = charactersOf(" \t\n\v\f\r");

/** What functions of libraries tell of one character, by the last part of their names. */
const CLASSES: ReadonlyMap<string, Characters> = new Map([
  ["isalnum", LETTERS | DIGITS],
  ["isalpha", LETTERS],
  ["isdigit", DIGITS],
  ["isxdigit", HEX],
  ["islower", range("a", "z")],
  ["isupper", range("A", "Z")],
  ["isspace", SPACES],
  ["isLetterOrDigit", LETTERS | DIGITS],
  ["isLetter", LETTERS],
  ["isAlphabetic", LETTERS],
  ["isDigit", DIGITS],
  ["isNumber", DIGITS],
  ["isWhitespace", SPACES],
  ["isSpace", SPACES],
  ["isUpperCase", range("A", "Z")],
  ["isLowerCase", range("a", "z")],
  ["isUpper", range("A", "Z")],
  ["isLower", range("a", "z")],
]);
/** Calls that give the character itself, or as a number. */
const SAME = /^(?:rune|byte|int|char|uint8|ord)$/u;

/** Characters that mean something to a shell, a query, a page or a log. */
const HARMFUL = charactersOf("'\"<>;&|`$\\\n\r(){}*\0");
const DOT = charactersOf(".");
const SLASHES = charactersOf("/\\");

/** `none`: any harm can be done; `elsewhere`: they can lead to other folders and hosts. */
export function harmOf(left: Characters): "all" | "elsewhere" | "none" {
  if ((left & HARMFUL & ~1n) !== 0n) return "all";
  return (left & DOT) !== 0n && (left & SLASHES) !== 0n ? "elsewhere" : "none";
}

export interface Round {
  readonly functions: readonly FunctionIr[];
  /** Functions of one character are looked into so deep. */
  readonly depth: number;
  readonly isCharacter: (node: Expression) => boolean;
  /** Variables that hold the character. */
  readonly names: Set<string>;
  /** Characters with which a round was ended before its body was. */
  continued: Characters;
  /** The loop may be left and what stands behind it be reached. */
  lost: boolean;
}

/** Characters for which a function of one character gives true, as far as its body is one test. */
export function predicateOf(code: FunctionIr, functions: readonly FunctionIr[], depth = 2): Sides {
  const parameter = code.parameters.at(-1);
  const [only] = code.body;
  if (depth === 0 || parameter === undefined || code.body.length !== 1 || only?.kind !== "return" || only.value === undefined)
    return UNSURE;
  const round: Round = {
    functions,
    depth: depth - 1,
    isCharacter: (node) => node.kind === "name" && node.name === parameter.name,
    names: new Set(),
    continued: 0n,
    lost: false,
  };
  return sidesOf(round, only.value);
}

export function characterOf(value: unknown): Characters | undefined {
  if (typeof value === "number" && value >= 0 && value < 128) return 1n << BigInt(value);
  return typeof value === "string" && value.length === 1 ? charactersOf(value) : undefined;
}

export function isCharacter(round: Round, node: Expression): boolean {
  if (node.kind === "name" && round.names.has(node.name)) return true;
  if (round.isCharacter(node)) return true;
  if (node.kind === "wrapped" && node.how === "cast") return isCharacter(round, node.operand);
  const [only] = node.kind === "call" ? node.arguments : [];
  return (
    node.kind === "call" &&
    node.callee.kind === "name" &&
    SAME.test(node.callee.name) &&
    only !== undefined &&
    isCharacter(round, only.value)
  );
}

export function sidesOf(round: Round, test: Expression): Sides {
  if (test.kind === "not") {
    const { yes, no } = sidesOf(round, test.operand);
    return { yes: no, no: yes };
  }
  if (test.kind === "logical") {
    const sides = test.operands.map((operand) => sidesOf(round, operand));
    const all = (of: keyof Sides): Characters => sides.reduce((left, side) => left & side[of], EVERY);
    const any = (of: keyof Sides): Characters => sides.reduce((left, side) => left | side[of], 0n);
    return test.operator === "and" ? { yes: all("yes"), no: any("no") } : { yes: any("yes"), no: all("no") };
  }
  if (test.kind === "wrapped" && !isCharacter(round, test)) return sidesOf(round, test.operand);
  if (test.kind === "compare") return comparison(round, test);
  return test.kind === "call" ? answer(round, test) : zeroOrNot(round, test);
}

/** Of `while (*p)`. */
function zeroOrNot(round: Round, test: Expression): Sides {
  return isCharacter(round, test) ? { yes: EVERY & ~1n, no: 1n } : UNSURE;
}

function comparison(round: Round, { relation, order, left, right }: Compare): Sides {
  const other = (yes: Characters): Sides => ({ yes, no: EVERY & ~yes });
  if (relation === "equal" || relation === "unequal") {
    const [one, two] = isCharacter(round, left) ? [left, right] : [right, left];
    const character = two.kind === "constant" ? characterOf(two.value) : undefined;
    const held =
      isCharacter(round, one) && character !== undefined
        ? other(character)
        : two.kind === "call" || two.kind === "wrapped"
          ? asked(round, two, one)
          : asked(round, one, two);
    return relation === "equal" ? held : { yes: held.no, no: held.yes };
  }
  if (relation === "less" && order !== undefined) {
    const swapped = isCharacter(round, right);
    const bound = swapped ? left : right;
    const character = bound.kind === "constant" ? characterOf(bound.value) : undefined;
    if (character === undefined || !(swapped || isCharacter(round, left))) return found(round, left, order, right);
    const below = character - 1n;
    const above = EVERY & ~(below | character);
    const up = order.startsWith("<") === swapped;
    return other((up ? above : below) | (order.endsWith("=") ? character : 0n));
  }
  const list = right.kind === "constant" && typeof right.value === "string" ? charactersOf(right.value) : undefined;
  if (!isCharacter(round, left) || list === undefined || (relation !== "in" && relation !== "not-in")) return UNSURE;
  return relation === "in" ? other(list) : other(EVERY & ~list);
}

const INDEXES = /^(?:indexOf|IndexByte|IndexRune)$/u;

/** `strchr("list", c) == NULL`, `isalnum(c) == 0`, `"list".indexOf(c) == -1`. */
function asked(round: Round, call: Expression, other: Expression): Sides {
  if (call.kind === "wrapped") return asked(round, call.operand, other);
  const value = other.kind === "constant" ? other.value : undefined;
  if (call.kind !== "call") return UNSURE;
  const { yes, no } = answer(round, call);
  if (INDEXES.test(nameOf(call))) return value === -1 ? { yes: no, no: yes } : UNSURE;
  if (value === true) return { yes, no };
  return value === 0 || value === null || value === false ? { yes: no, no: yes } : UNSURE;
}

/** `"list".indexOf(c) >= 0`. */
function found(round: Round, call: Expression, order: string, other: Expression): Sides {
  if (call.kind !== "call" || other.kind !== "constant" || !INDEXES.test(nameOf(call))) return UNSURE;
  const { yes, no } = answer(round, call);
  const written = `${order}${other.value}`;
  if (written === ">=0" || written === ">-1") return { yes, no };
  return written === "<0" || written === "<=-1" ? { yes: no, no: yes } : UNSURE;
}

const nameOf = (call: Expression & { kind: "call" }): string =>
  call.callee.kind === "name" || call.callee.kind === "member" ? call.callee.name : "";

const LISTS = /^(?:strchr|memchr|index|ContainsRune|IndexByte|IndexRune|indexOf|contains|includes|has)$/u;

function answer(round: Round, call: Expression & { kind: "call" }): Sides {
  const name = nameOf(call);
  const values = call.arguments.map(({ value }) => value);
  if (!values.some((value) => isCharacter(round, value))) return UNSURE;
  if (LISTS.test(name)) {
    const texts = [...values, ...(call.callee.kind === "member" ? [call.callee.object] : [])];
    const list = texts.find((value) => value.kind === "constant" && typeof value.value === "string");
    // The end mark is found in every list.
    const yes = list?.kind === "constant" ? charactersOf(String(list.value)) | (name === "strchr" ? 1n : 0n) : undefined;
    return yes === undefined ? UNSURE : { yes, no: EVERY & ~yes };
  }
  const known = namedPredicate(name);
  if (known.yes !== EVERY || values.length !== 1) return known;
  const own = round.functions.find((code) => code.name === name && code.name !== "");
  return own === undefined ? UNSURE : predicateOf(own, round.functions, round.depth);
}

/** What a library's function of one character answers, by its name. */
export function namedPredicate(name: string): Sides {
  // Languages with public names in capitals have the same functions.
  const yes = CLASSES.get(name) ?? CLASSES.get(`i${name.slice(1)}`);
  return yes === undefined ? UNSURE : { yes, no: EVERY & ~yes };
}

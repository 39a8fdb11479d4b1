import { compareDigits } from "./digits.ts";

interface Token {
  readonly separator: "." | "-";
  readonly value: string;
}

const ORDER = ["alpha", "beta", "milestone", "rc", "snapshot", "", "sp"];
const SHORT: Readonly<Record<string, string>> = { a: "alpha", b: "beta", m: "milestone" };
const SAME: Readonly<Record<string, string>> = { ga: "", final: "", release: "", cr: "rc" };

/** Order of Maven's versions (https://maven.apache.org/pom.html#version-order-specification). */
export function compareMaven(a: string, b: string): number {
  const [x, y] = [tokens(a), tokens(b)];
  for (let index = 0; index < Math.max(x.length, y.length); index++) {
    const [mine, theirs] = [x[index], y[index]];
    const order = compareTokens(mine ?? padding(theirs), theirs ?? padding(mine));
    if (order !== 0) return order;
  }
  return 0;
}

/** The shorter version goes on with empty values of the other's separator. */
function padding(other: Token | undefined): Token {
  const numeric = other !== undefined && /^\d/u.test(other.value);
  return { separator: other?.separator ?? "-", value: numeric ? "0" : "" };
}

function tokens(version: string): Token[] {
  const found: Token[] = [];
  let separator: Token["separator"] = "-";
  const parts = version.toLowerCase().match(/\d+|[^\d.-]+|[.-]/gu) ?? [];
  let afterSeparator = true;
  for (const [index, part] of parts.entries()) {
    if (part === "." || part === "-") {
      if (afterSeparator) found.push({ separator, value: "0" });
      separator = part;
      afterSeparator = true;
      continue;
    }
    if (!afterSeparator) separator = "-";
    const before = /^\d/u.test(parts[index + 1] ?? "") ? (SHORT[part] ?? part) : part;
    found.push({ separator, value: SAME[before] ?? before });
    afterSeparator = false;
  }
  return trimmed(found);
}

/** Empty values at the end, and before each hyphen, say nothing. */
function trimmed(all: readonly Token[]): Token[] {
  const kept: Token[] = [];
  for (const token of all) {
    if (token.separator === "-") dropEmpty(kept);
    kept.push(token);
  }
  dropEmpty(kept);
  return kept;
}

function dropEmpty(tokens: Token[]): void {
  for (let last = tokens.at(-1); last !== undefined && /^0*$/u.test(last.value); last = tokens.at(-1)) tokens.pop();
}

function compareTokens(a: Token, b: Token): number {
  const [x, y] = [isNumber(a), isNumber(b)];
  if (x && y) return a.separator === b.separator ? compareDigits(a.value, b.value) : a.separator === "-" ? -1 : 1;
  // Qualifiers come before numbers, whatever stands before them.
  if (x !== y) return x ? 1 : -1;
  const [i, j] = [rank(a.value), rank(b.value)];
  return i - j || (i < ORDER.length ? 0 : a.value < b.value ? -1 : a.value > b.value ? 1 : 0);
}

function isNumber({ value }: Token): boolean {
  return /^\d/u.test(value);
}

function rank(qualifier: string): number {
  const at = ORDER.indexOf(qualifier);
  return at === -1 ? ORDER.length : at;
}

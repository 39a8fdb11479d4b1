import type { RegexNode } from "#analysis/regex/syntax.ts";

/** A text as SMT-LIB 2.6 writes it: everything but plain characters by its number. */
export function smtText(text: string): string {
  const letters = Array.from(text, (letter) =>
    /[ !#-[\]-~]/.test(letter) ? letter : `\\u{${(letter.codePointAt(0) ?? 0).toString(16)}}`,
  );
  return `"${letters.join("")}"`;
}

export function concat(terms: readonly string[]): string {
  return terms.length === 0 ? '""' : terms.length === 1 ? (terms[0] ?? "") : `(str.++ ${terms.join(" ")})`;
}

export function all(terms: readonly string[]): string {
  return terms.length === 0 ? "true" : terms.length === 1 ? (terms[0] ?? "") : `(and ${terms.join(" ")})`;
}

export function any(terms: readonly string[]): string {
  return terms.length === 0 ? "false" : terms.length === 1 ? (terms[0] ?? "") : `(or ${terms.join(" ")})`;
}

const EVERYTHING = "(re.* re.allchar)";

/**
 * The texts in which an expression finds something, as a regular language; undefined for what no regular language says (references,
 * looking around) and for edges inside of it. `whole` for a match of the whole text, `head` for one at its start.
 */
export function smtLanguage(node: RegexNode, how: "whole" | "head" | "anywhere"): string | undefined {
  const items = node.op === "sequence" ? [...node.items] : [node];
  let [before, after] = [how === "anywhere", how !== "whole"];
  const first = items[0];
  if (first?.op === "edge" && first.at === "start") {
    before = false;
    items.shift();
  }
  const last = items.at(-1);
  let tail: string[] = [];
  if (last?.op === "edge" && (last.at === "end" || last.at === "end-or-last-line-end")) {
    after = false;
    // `$` of Python also stands before a line feed that ends the text.
    if (last.at === "end-or-last-line-end" && how !== "whole") tail = ['(re.opt (str.to_re "\\u{a}"))'];
    items.pop();
  }
  const inner = items.map(language);
  if (inner.some((each) => each === undefined)) return undefined;
  return sequence([...(before ? [EVERYTHING] : []), ...(inner as string[]), ...tail, ...(after ? [EVERYTHING] : [])]);
}

function language(node: RegexNode): string | undefined {
  switch (node.op) {
    case "empty":
      return '(str.to_re "")';
    case "set":
      return ranges(node.set);
    case "sequence":
    case "choice": {
      const items = node.items.map(language);
      if (items.some((item) => item === undefined)) return undefined;
      return node.op === "sequence"
        ? sequence(items as string[])
        : items.length === 1
          ? items[0]
          : `(re.union ${items.join(" ")})`;
    }
    case "repeat": {
      const inner = language(node.inner);
      if (inner === undefined) return undefined;
      if (node.max === Number.POSITIVE_INFINITY) {
        return node.min === 0 ? `(re.* ${inner})` : sequence([`((_ re.^ ${node.min}) ${inner})`, `(re.* ${inner})`]);
      }
      return `((_ re.loop ${node.min} ${node.max}) ${inner})`;
    }
    case "group":
      return language(node.inner);
    case "atomic":
    case "reference":
    case "look":
    case "edge":
      break;
  }
  return undefined;
}

function sequence(items: readonly string[]): string {
  return items.length === 0 ? '(str.to_re "")' : items.length === 1 ? (items[0] ?? "") : `(re.++ ${items.join(" ")})`;
}

/** SMT-LIB's characters end at 2FFFF. */
const LAST = 0x2ffff;

function ranges(set: readonly number[]): string {
  const found: string[] = [];
  for (let at = 0; at + 1 < set.length; at += 2) {
    const [low = 0, high = 0] = set.slice(at, at + 2);
    if (low <= LAST) found.push(`(re.range "\\u{${low.toString(16)}}" "\\u{${Math.min(high, LAST).toString(16)}}")`);
  }
  return found.length === 0 ? "re.none" : found.length === 1 ? (found[0] ?? "") : `(re.union ${found.join(" ")})`;
}

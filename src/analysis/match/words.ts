import { withPlaceholders } from "./pattern-text.ts";
import { regexLiterals } from "./regex-literals.ts";
import type { Formula, Rule } from "./rule.ts";

/** What a text must hold for a formula to match in it at all. */
export type Need =
  | { readonly op: "word"; readonly id: number }
  /** One of these lower-case texts, case aside. */
  | { readonly op: "text"; readonly literals: readonly string[] }
  | { readonly op: "all" | "any"; readonly items: readonly Need[] };

/** Words that equivalences may replace, or that are everywhere: no ground to skip a file. */
const COMMON = new Set(
  (
    "def class if else elif for while in is not and or with as try except finally return import from lambda async await yield raise assert pass None True False " +
    "global nonlocal del print function const let var new typeof instanceof this super extends export default switch case break continue throw catch do void " +
    "null undefined true false of static require"
  ).split(" "),
);

/** The words that rules look for, and a hash table over them. */
export interface WordTable {
  idOf(word: string): number;
  readonly size: number;
  /** Marks every known word that occurs in the text; hash collisions may mark some that do not. */
  present(text: string): Uint8Array;
}

const WORD_UNIT = Uint8Array.from({ length: 128 }, (_, unit) => (/[\w$]/.test(String.fromCharCode(unit)) ? 1 : 0));

/** 32-bit hash of text[start, end). */
export function hashRange(text: string, start: number, end: number): number {
  let hash = 0;
  for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
  return hash;
}

export function wordTable(): WordTable {
  const ids = new Map<string, number>();
  const byHash = new Map<number, number[]>();
  let filter = new Uint8Array(1 << 16);
  return {
    idOf(word) {
      let id = ids.get(word);
      if (id === undefined) {
        id = ids.size;
        ids.set(word, id);
        const hash = hashRange(word, 0, word.length);
        byHash.set(hash, [...(byHash.get(hash) ?? []), id]);
        filter[(hash ^ (hash >>> 16)) & 0xffff] = 1;
      }
      return id;
    },
    get size() {
      return ids.size;
    },
    present(text) {
      const marks = new Uint8Array(ids.size);
      const length = text.length;
      for (let at = 0; at < length; at++) {
        let unit = text.charCodeAt(at);
        if (unit > 127 || WORD_UNIT[unit] === 0) continue;
        const digit = unit >= 48 && unit <= 57;
        let hash = 0;
        while (unit < 128 && WORD_UNIT[unit] === 1) {
          hash = (Math.imul(hash, 31) + unit) | 0;
          if (++at >= length) break;
          unit = text.charCodeAt(at);
        }
        if (digit || filter[(hash ^ (hash >>> 16)) & 0xffff] === 0) continue;
        const known = byHash.get(hash);
        if (known !== undefined) for (const id of known) marks[id] = 1;
      }
      return marks;
    },
  };
}

/** Marks the hashes of all runs of three characters, case aside: most literals that do not occur are told by one look each. */
function trigramsOf(text: string): Uint8Array {
  const marks = new Uint8Array(1 << 16);
  let hash = 0;
  for (let at = 0; at < text.length; at++) {
    hash = ((hash << 5) ^ fold(text.charCodeAt(at))) & 0x7fff;
    marks[hash] = 1;
  }
  return marks;
}

function mayHold(trigrams: Uint8Array, literal: string): boolean {
  let hash = 0;
  for (let at = 0; at < literal.length; at++) {
    hash = ((hash << 5) ^ fold(literal.charCodeAt(at))) & 0x7fff;
    if (at >= 2 && trigrams[hash] === 0) return false;
  }
  return true;
}

/** Five bits that are equal for both cases of a letter. Characters that fold from elsewhere into ASCII give their own bits, hence K and ſ are mapped. */
function fold(unit: number): number {
  return (unit === 0x212a ? 0x4b : unit === 0x17f ? 0x53 : unit) & 0x1f;
}

/** What needs are checked against: one text, with the answers found so far. */
export interface Holdings {
  satisfies(need: Need): boolean;
}

export function holdingsOf(text: string, table: WordTable): Holdings {
  const present = table.present(text);
  const answers = new Map<string, boolean>();
  let lower: string | undefined;
  let trigrams: Uint8Array | undefined;
  const holds = (literal: string): boolean => {
    let answer = answers.get(literal);
    if (answer === undefined) {
      trigrams ??= trigramsOf(text);
      answer = mayHold(trigrams, literal) && (lower ??= text.toLowerCase()).includes(literal);
      answers.set(literal, answer);
    }
    return answer;
  };
  const satisfies = (need: Need): boolean => {
    if (need.op === "word") return need.id >= present.length || present[need.id] === 1;
    if (need.op === "text") return need.literals.some(holds);
    return need.op === "all" ? need.items.every(satisfies) : need.items.some(satisfies);
  };
  return { satisfies };
}

export function needOf(rule: Rule, indented: boolean, table: WordTable): Need {
  if (rule.formula !== undefined) return formulaNeed(rule.formula, indented, table);
  const { sources = [], sinks = [] } = rule.taint ?? {};
  const any = (parts: readonly { readonly formula: Formula }[]): Need => ({
    op: "any",
    items: parts.map(({ formula }) => formulaNeed(formula, indented, table)),
  });
  return { op: "all", items: [any(sources), any(sinks)] };
}

export function formulaNeed(formula: Formula, indented: boolean, table: WordTable): Need {
  const inner = (item: Formula): Need => formulaNeed(item, indented, table);
  if (formula.kind === "regex") return regexNeed(formula.source);
  if (formula.kind === "any") return { op: "any", items: formula.items.map(inner) };
  if (formula.kind === "all") {
    const conditions = formula.conditions.flatMap((condition) => (condition.kind === "regex" ? regexNeed(condition.source) : []));
    return { op: "all", items: [...[...formula.items, ...formula.inside].map(inner), ...conditions] };
  }
  const { words } = withPlaceholders(formula.text, indented, { inBraces: "" });
  return {
    op: "all",
    items: [...words].filter((word) => !COMMON.has(word)).map((word) => ({ op: "word", id: table.idOf(word) })),
  };
}

function regexNeed(source: string): Need {
  const literals = regexLiterals(source);
  return literals === undefined ? { op: "all", items: [] } : { op: "text", literals };
}

import { withPlaceholders } from "./pattern-text.ts";
import { regexLiterals } from "./regex-literals.ts";
import type { Formula, Rule } from "./rule.ts";
import type { WordTable } from "./words.ts";

/** What a text must hold for a formula to match in it at all. */
export type Need =
  | { readonly op: "word"; readonly id: number }
  /** One of these lower-case texts (their ids in the table), case aside. */
  | { readonly op: "text"; readonly literals: readonly number[] }
  | { readonly op: "all" | "any"; readonly items: readonly Need[] };

export const NOTHING: Need = { op: "all", items: [] };
export const NEVER: Need = { op: "any", items: [] };

/** Words that equivalences may replace, or that are everywhere: no ground to skip a file. */
const COMMON = new Set(
  (
    "def class if else elif for while in is not and or with as try except finally return import from lambda async await yield raise assert pass None True False " +
    "global nonlocal del print function const let var new typeof instanceof this super extends export default switch case break continue throw catch do void " +
    "null undefined true false of static require"
  ).split(" "),
);

/** All of it, what is told fastest first. */
export function allOf(needs: readonly Need[]): Need {
  const flat = needs.flatMap((need) => (need.op === "all" ? need.items : [need]));
  const order = { word: 0, text: 1, any: 2, all: 3 } as const;
  const items = flat.toSorted((a, b) => order[a.op] - order[b.op]);
  return items.length === 1 ? (items[0] as Need) : { op: "all", items };
}

export function anyOf(needs: readonly Need[]): Need {
  const items = needs.flatMap((need) => (need.op === "any" ? need.items : [need]));
  if (items.some((need) => need.op === "all" && need.items.length === 0)) return NOTHING;
  return items.length === 1 ? (items[0] as Need) : { op: "any", items };
}

export function needOf(rule: Rule, indented: boolean, table: WordTable): Need {
  if (rule.formula !== undefined) return formulaNeed(rule.formula, indented, table);
  const { sources = [], sinks = [] } = rule.taint ?? {};
  const any = (parts: readonly { readonly formula: Formula }[]): Need =>
    anyOf(parts.map(({ formula }) => formulaNeed(formula, indented, table)));
  return allOf([any(sources), any(sinks)]);
}

export function formulaNeed(formula: Formula, indented: boolean, table: WordTable): Need {
  const inner = (item: Formula): Need => formulaNeed(item, indented, table);
  if (formula.kind === "regex") return regexNeed(formula.source, table);
  if (formula.kind === "any") return anyOf(formula.items.map(inner));
  if (formula.kind === "all") {
    const conditions = formula.conditions.flatMap((condition) =>
      condition.kind === "regex" ? regexNeed(condition.source, table) : [],
    );
    return allOf([...[...formula.items, ...formula.inside].map(inner), ...conditions]);
  }
  const { words } = withPlaceholders(formula.text, indented, { inBraces: "" });
  return allOf([...words].filter((word) => !COMMON.has(word)).map((word) => ({ op: "word", id: table.idOf(word) })));
}

export function regexNeed(source: string, table: WordTable): Need {
  return allOf(regexLiterals(source).map((set) => textNeed(set, table)));
}

/** One of these lower-case texts. */
export function textNeed(literals: readonly string[], table: WordTable): Need {
  return { op: "text", literals: literals.map((literal) => table.literalId(literal)) };
}

import type { LanguagePack } from "#analysis/parse/language-pack.ts";
import type { TreeParser } from "#analysis/parse/parser.ts";
import type { SafeRegex } from "#lib/safe-regex.ts";
import { compilePattern } from "./compile-pattern.ts";
import type { Grammar } from "./grammar.ts";
import { type Pattern, PatternError } from "./pattern.ts";
import { quickRegex } from "./quick-regex.ts";
import { requiredBy, weightOf } from "./required.ts";
import { type Root, rootOf } from "./root.ts";
import type { AllFormula, Condition, Formula } from "./rule.ts";
import { allOf, anyOf, formulaNeed, type Need, NEVER, NOTHING, regexNeed, textNeed } from "./need.ts";
import type { WordTable } from "./words.ts";

/** A compiled pattern with its place in the index. */
export interface Leaf {
  readonly pattern: Pattern;
  readonly root: Root;
  /** Id of the root's name in the table of words. */
  readonly key: number | undefined;
  readonly need: Need;
  readonly required: LeafRequired;
  /** How much one attempt costs beside others, 1 for what looks at a few nodes. */
  readonly weight: number;
}

/** What must stand inside the code: words by their ids, tokens by their kinds; and constants of the file. */
export interface LeafRequired {
  readonly words: readonly number[];
  readonly kinds: readonly number[];
  readonly constants: readonly string[];
}

export type CompiledFormula =
  /** Undefined: the pattern is not valid in this language and never matches. */
  | { readonly kind: "pattern"; readonly leaf: Leaf | undefined }
  /** `names`: metavariables that numbered groups bind, by index of the group. */
  | { readonly kind: "regex"; readonly regex: SafeRegex; readonly names: readonly string[] }
  | { readonly kind: "any"; readonly items: readonly CompiledFormula[] }
  | CompiledAll;

export interface CompiledAll {
  readonly kind: "all";
  readonly need: Need;
  readonly items: readonly CompiledFormula[];
  readonly inside: readonly CompiledFormula[];
  readonly not: readonly CompiledFormula[];
  readonly notInside: readonly CompiledFormula[];
  readonly notRegex: readonly SafeRegex[];
  readonly conditions: readonly CompiledCondition[];
  readonly focus: AllFormula["focus"];
}

export type CompiledCondition =
  | {
      readonly kind: "regex";
      readonly metavariable: string;
      readonly regex: SafeRegex;
      readonly unless: readonly SafeRegex[];
      readonly also: readonly SafeRegex[];
      readonly constant: boolean;
    }
  | { readonly kind: "pattern"; readonly metavariable: string; readonly formula: CompiledFormula }
  | Exclude<Condition, { readonly kind: "regex" | "pattern" }>;

/** What was compiled before, by source: equal patterns and formulas are one object and are searched for once a file. */
export interface Shared {
  readonly leaves: Map<string, Leaf | undefined>;
  readonly formulas: Map<string, CompiledAll>;
  readonly regexes: Map<string, SafeRegex>;
  /** The rules are known to be good: expressions need not be compiled before they are used. */
  readonly checked?: true;
}

export interface FormulaContext {
  readonly pack: LanguagePack;
  readonly grammar: Grammar;
  readonly kindCount: number;
  readonly parser: TreeParser;
  readonly words: WordTable;
  readonly shared: Shared;
  /** Called for each pattern that is not valid in this language. */
  refused(line: number, message: string): void;
}

/** Compiles a formula for one language; `nested` leaves (conditions on a metavariable) stay out of the index. */
export function compileFormula(formula: Formula, context: FormulaContext, nested = false): CompiledFormula {
  const inner = (item: Formula): CompiledFormula => compileFormula(item, context, nested);
  if (formula.kind === "pattern") return { kind: "pattern", leaf: compileLeaf(formula.text, formula.line, context, nested) };
  if (formula.kind === "regex")
    return { kind: "regex", regex: compileRegex(formula.source, context), names: groupNames(formula.source) };
  if (formula.kind === "any") return { kind: "any", items: formula.items.map(inner) };
  const key = `${nested ? "nested" : "whole"} ${JSON.stringify(formula, (name, value: unknown) => (name === "line" ? undefined : value))}`;
  let compiled = context.shared.formulas.get(key);
  if (compiled === undefined) {
    compiled = compileAll(formula, context, nested, inner);
    context.shared.formulas.set(key, compiled);
  }
  return compiled;
}

function compileAll(
  formula: AllFormula,
  context: FormulaContext,
  nested: boolean,
  inner: (item: Formula) => CompiledFormula,
): CompiledAll {
  const regex = (source: string): SafeRegex => compileRegex(source, context);
  const items = formula.items.map(inner);
  const inside = formula.inside.map(inner);
  const conditions = formula.conditions.flatMap((condition) =>
    condition.kind === "regex" ? regexNeed(condition.source, context.words) : [],
  );
  return {
    kind: "all",
    need: nested ? NOTHING : allOf([...[...items, ...inside].map((part) => compiledNeed(part, context)), ...conditions]),
    items,
    inside,
    not: formula.not.map(inner),
    notInside: formula.notInside.map(inner),
    notRegex: formula.notRegex.map(regex),
    conditions: formula.conditions.map((condition) => compileCondition(condition, context)),
    focus: formula.focus,
  };
}

/** As {@link formulaNeed} tells it, and what else is known once the patterns are compiled. */
export function compiledNeed(formula: CompiledFormula, context: Pick<FormulaContext, "words">): Need {
  switch (formula.kind) {
    case "pattern":
      return formula.leaf?.need ?? NEVER;
    case "regex":
      return regexNeed(formula.regex.source, context.words);
    case "any":
      return anyOf(formula.items.map((item) => compiledNeed(item, context)));
    case "all":
      return formula.need;
    default:
      return formula satisfies never;
  }
}

function compileCondition(condition: Condition, context: FormulaContext): CompiledCondition {
  if (condition.kind === "regex") {
    const regex = (text: string): SafeRegex => compileRegex(text, context);
    const { metavariable, source, unless = [], also = [], constant = false } = condition;
    return {
      kind: "regex",
      metavariable,
      regex: regex(source),
      unless: unless.map(regex),
      also: also.map(regex),
      constant,
    };
  }
  if (condition.kind !== "pattern") return condition;
  return { kind: "pattern", metavariable: condition.metavariable, formula: compileFormula(condition.formula, context, true) };
}

function compileLeaf(text: string, line: number, context: FormulaContext, nested: boolean): Leaf | undefined {
  const key = `${nested ? "nested" : "whole"} ${text}`;
  const { leaves } = context.shared;
  if (!leaves.has(key)) leaves.set(key, newLeaf(text, line, context, nested));
  return leaves.get(key);
}

function newLeaf(text: string, line: number, context: FormulaContext, nested: boolean): Leaf | undefined {
  let pattern: Pattern;
  try {
    pattern = compilePattern(text, context.pack, context.parser);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    context.refused(line, error.message);
    return undefined;
  }
  const { words, grammar } = context;
  const root = rootOf(pattern, grammar, context.kindCount);
  const inside = requiredBy(pattern);
  const texts = [...inside.texts].filter((part) => ASCII.test(part));
  const need = allOf([
    formulaNeed({ kind: "pattern", text, line }, grammar.dialect.indented, words),
    ...texts.map((part) => textNeed([part.toLowerCase()], words)),
  ]);
  return {
    pattern,
    root,
    key: root.key === undefined ? undefined : words.idOf(root.key),
    need: nested ? NOTHING : need,
    required: {
      words: [...inside.words].filter((word) => word !== root.key).map((word) => words.idOf(word)),
      kinds: [...inside.kinds],
      constants: [...inside.constants],
    },
    weight: weightOf(pattern),
  };
}

/** Beyond ASCII the case of a letter may depend on its neighbours. */
const ASCII = /^[ -~\t\n]+$/;

/** What the groups of an expression bind: `$1`, `$2` …, and a group named in upper case also that name. */
function groupNames(source: string): readonly string[] {
  const bare = source.replace(/\\[\s\S]/g, "__").replace(/\[\^?\]?[^\]]*\]/g, (whole) => "_".repeat(whole.length));
  return Array.from(bare.matchAll(/\((?!\?)|\(\?P?<([A-Za-z_]\w*)>/g), (match) => match[1] ?? "");
}

function compileRegex(source: string, { shared }: FormulaContext): SafeRegex {
  let regex = shared.regexes.get(source);
  if (regex === undefined) {
    regex = quickRegex(source, shared.checked !== true);
    shared.regexes.set(source, regex);
  }
  return regex;
}

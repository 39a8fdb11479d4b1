import ignore from "ignore";
import { LANGUAGES } from "#analysis/languages/registry.ts";
import type { LanguagePack } from "#analysis/parse/language-pack.ts";
import type { TreeParser } from "#analysis/parse/parser.ts";
import type { SyntaxTree } from "#analysis/parse/tree.ts";
import { compiledNeed, type CompiledFormula, compileFormula, type FormulaContext, type Shared } from "./compile-formula.ts";
import { type CompiledTaint, compileTaint } from "./compile-taint.ts";
import { grammarOf } from "./grammar.ts";
import { PatternError } from "./pattern.ts";
import type { Rule, RuleError } from "./rule.ts";
import { REGEX_LANGUAGE } from "./rule-schema.ts";
import { allOf, anyOf, type Need, needOf } from "./need.ts";
import { type WordTable, wordTable } from "./words.ts";

/** One rule for one language, compiled when a file first needs it. */
export interface RuleEntry {
  readonly rule: Rule;
  readonly index: number;
  readonly need: Need;
  readonly applies: (path: string) => boolean;
  compiled: CompiledRule | undefined;
}

export interface CompiledRule {
  readonly formula?: CompiledFormula;
  readonly taint?: CompiledTaint;
  /** What a text must hold, more exactly than before. */
  readonly need: Need;
}

/** The rules of one language. */
export interface PackRules {
  readonly entries: readonly RuleEntry[];
  readonly words: WordTable;
  readonly shared: Shared;
}

/** Rules ready to run on any language; patterns are compiled language by language, rule by rule, as files need them. */
export interface RuleSet {
  readonly rules: readonly Rule[];
  /** Needs a tree from the parser that {@link compileRules} got. */
  packRules(tree: SyntaxTree): PackRules;
  compiled(pack: PackRules, entry: RuleEntry, tree: SyntaxTree): CompiledRule;
}

export function compileRules(rules: readonly Rule[], parser: TreeParser): RuleSet {
  const packs = new Map<string, PackRules>();
  return {
    rules,
    packRules(tree) {
      let pack = packs.get(tree.pack.id);
      if (pack === undefined) {
        pack = emptyPack(rules, tree);
        packs.set(tree.pack.id, pack);
      }
      return pack;
    },
    compiled(pack, entry, tree) {
      entry.compiled ??= compileInto(pack, entry, tree, parser);
      return entry.compiled;
    },
  };
}

/** Compiles every pattern of every rule; a pattern that is valid in none of its rule's languages is an error at its line. `pathOf` names the rule's file. */
export async function checkRules(
  rules: readonly Rule[],
  parser: TreeParser,
  pathOf: (rule: Rule) => string,
): Promise<RuleError[]> {
  const errors: RuleError[] = [];
  for (const rule of rules) {
    const packs = packsOf(rule);
    await parser.prepare(packs);
    const failures = new Map<number, { count: number; message: string }>();
    for (const pack of packs) {
      const parsed = parser.parseNow(pack, "");
      if (parsed.kind !== "tree") throw new Error(`the grammar of ${pack.id} cannot parse the empty text`);
      const refused = (line: number, message: string): void => {
        failures.set(line, { count: (failures.get(line)?.count ?? 0) + 1, message });
      };
      compileRule(rule, formulaContext(parsed.tree, parser, refused));
    }
    for (const [line, failure] of failures) {
      if (failure.count === packs.length)
        errors.push({ path: pathOf(rule), line, column: 1, message: `${rule.id}: ${failure.message}` });
    }
  }
  return errors;
}

function packsOf(rule: Rule): readonly LanguagePack[] {
  return LANGUAGES.filter((pack) => speaks(rule, pack));
}

function speaks({ languages }: Rule, pack: LanguagePack): boolean {
  return languages.some((name) => name === REGEX_LANGUAGE || pack.aliases.includes(name));
}

function emptyPack(rules: readonly Rule[], tree: SyntaxTree): PackRules {
  const words = wordTable();
  const { indented } = tree.pack.dialect;
  const own = rules.filter((rule) => speaks(rule, tree.pack));
  return {
    entries: own.map((rule, index) => ({
      rule,
      index,
      need: needOf(rule, indented, words),
      applies: pathFilter(rule),
      compiled: undefined,
    })),
    words,
    shared: { leaves: new Map(), formulas: new Map(), regexes: new Map(), checked: true },
  };
}

function pathFilter(rule: Rule): (path: string) => boolean {
  const { include = [], exclude = [] } = rule.paths ?? {};
  if (include.length === 0 && exclude.length === 0) return () => true;
  const included = ignore().add(include);
  const excluded = ignore().add(exclude);
  return (path) => (include.length === 0 || included.ignores(path)) && !excluded.ignores(path);
}

function compileInto(pack: PackRules, entry: RuleEntry, tree: SyntaxTree, parser: TreeParser): CompiledRule {
  const context = formulaContext(tree, parser, () => undefined);
  return compileRule(entry.rule, { ...context, words: pack.words, shared: pack.shared });
}

function formulaContext(tree: SyntaxTree, parser: TreeParser, refused: (line: number, message: string) => void): FormulaContext {
  return {
    pack: tree.pack,
    grammar: grammarOf(tree),
    kindCount: tree.kindNames.length,
    parser,
    words: wordTable(),
    shared: { leaves: new Map(), formulas: new Map(), regexes: new Map() },
    refused,
  };
}

function compileRule(rule: Rule, context: FormulaContext): CompiledRule {
  if (rule.taint !== undefined) {
    const taint = compileTaint(rule.taint, context);
    const any = (parts: CompiledTaint["sources"] | CompiledTaint["sinks"]): Need =>
      anyOf(parts.map(({ formula }) => compiledNeed(formula, context)));
    return { taint, need: allOf([any(taint.sources), any(taint.sinks)]) };
  }
  if (rule.formula === undefined) throw new PatternError(`rule ${rule.id} has no pattern`);
  const formula = compileFormula(rule.formula, context);
  return { formula, need: compiledNeed(formula, context) };
}

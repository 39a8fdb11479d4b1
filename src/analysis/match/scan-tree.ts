import type { SyntaxTree } from "#analysis/parse/tree.ts";
import { by } from "#lib/compare.ts";
import { type Candidates, candidatesOf } from "./candidates.ts";
import type { PackRules, RuleEntry, RuleSet } from "./compile.ts";
import { evaluate } from "./evaluate.ts";
import { filledIn, fixFor } from "./fix.ts";
import type { Ground, TracedMatch, TraceMark } from "./ground.ts";
import { createMatcher } from "./match-node.ts";
import { type Facts, factsOf } from "./facts.ts";
import { attacksOn } from "./redos.ts";
import { StepsExhausted } from "./steps.ts";
import { evaluateTaint } from "./taint.ts";
import { type Holdings, holdingsOf } from "./holdings.ts";

export interface ScanOptions {
  /** Repository-relative path, for the rules' path filters. */
  readonly path?: string;
  /** Steps a rule may take on this tree before it is given up; a step is some tens of nanoseconds. */
  readonly stepsPerRule?: number;
  /** Told of each rule that is run on this tree, with the steps it took; rules whose words the text lacks are not run. */
  readonly watch?: { readonly begin: (ruleId: string) => void; readonly end: (ruleId: string, steps: number) => void };
}

/** Half-open UTF-16 offsets into the tree's text. */
export interface RuleMatch {
  readonly ruleId: string;
  readonly start: number;
  readonly end: number;
  /** The rule's message with metavariables filled in. */
  readonly message: string;
  /** Text of each metavariable, named without `$`. */
  readonly bindings: Readonly<Record<string, string>>;
  /** What the rule would put in place of the match; a suggestion that nobody has checked. */
  readonly fix?: string;
  /** Steps of a data flow from source to sink. */
  readonly trace?: readonly TraceMark[];
}

export interface ScanProblem {
  readonly code: "rule-timeout";
  readonly ruleId: string;
  readonly message: string;
}

export interface ScanResult {
  /** Sorted by start, end and rule; one for each rule and range. */
  readonly matches: readonly RuleMatch[];
  readonly problems: readonly ScanProblem[];
}

const STEPS_PER_RULE = 3_000_000;
const MAX_QUOTE = 120;

/** Runs every rule for the tree's language. Bounded in steps, not in time: equal inputs give equal results. */
export function scanTree(ruleSet: RuleSet, tree: SyntaxTree, options: ScanOptions = {}): ScanResult {
  const pack = ruleSet.packRules(tree);
  const holdings = holdingsOf(tree.text, pack.words);
  const active = pack.entries.filter(
    (entry) =>
      holdings.satisfies(entry.need) &&
      (options.path === undefined || entry.applies(options.path)) &&
      holdings.satisfies(ruleSet.compiled(pack, entry, tree).need),
  );
  if (active.length === 0) return { matches: [], problems: [] };
  const facts = factsOf(tree);
  const candidates = candidatesOf(facts, pack.words);
  const matches: RuleMatch[] = [];
  const problems: ScanProblem[] = [];
  const usual = wholeFile(facts, candidates, holdings);
  let plain: Ground | undefined;
  for (const entry of active) {
    const ground =
      entry.rule.options?.noConstants === true
        ? (plain ??= wholeFile(factsOf(tree, { constants: false }), candidates, holdings))
        : usual;
    options.watch?.begin(entry.rule.id);
    const budget = options.stepsPerRule ?? STEPS_PER_RULE;
    ground.matcher.steps.left = budget;
    try {
      matches.push(...report(entry, run(ruleSet, pack, entry, ground), ground.matcher.facts));
    } catch (error) {
      if (!(error instanceof StepsExhausted)) throw error;
      problems.push({
        code: "rule-timeout",
        ruleId: entry.rule.id,
        message: `rule ${entry.rule.id} took too many steps and was given up`,
      });
    }
    options.watch?.end(entry.rule.id, budget - ground.matcher.steps.left);
  }
  return {
    matches: matches.toSorted(
      by(
        (match) => match.start,
        (match) => match.end,
        (match) => match.ruleId,
      ),
    ),
    problems,
  };
}

function run(ruleSet: RuleSet, pack: PackRules, entry: RuleEntry, ground: Ground): readonly TracedMatch[] {
  const compiled = ruleSet.compiled(pack, entry, ground.matcher.facts.tree);
  if (compiled.taint !== undefined) return evaluateTaint(compiled.taint, ground, entry.rule.options);
  return compiled.formula === undefined ? [] : evaluate(compiled.formula, ground);
}

function wholeFile(facts: Facts, candidates: Candidates, holdings: Holdings): Ground {
  return {
    matcher: createMatcher(facts, { left: 0 }),
    start: 0,
    end: facts.tree.text.length,
    node: 0,
    candidates,
    satisfies: (need) => holdings.satisfies(need),
    cache: new Map(),
    efforts: new Map(),
  };
}

function report({ rule }: RuleEntry, matches: readonly TracedMatch[], facts: Facts): RuleMatch[] {
  const { tree } = facts;
  const seen = new Set<string>();
  const found: RuleMatch[] = [];
  for (const match of matches) {
    const key = `${match.start}-${match.end}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const bindings: Record<string, string> = {};
    for (let binding = match.env; binding !== undefined; binding = binding.next)
      bindings[binding.name] = tree.text.slice(binding.start, binding.end);
    const message = filledIn(rule.message, bindings, quote);
    const fix = rule.fix === undefined ? undefined : fixFor(rule.fix, tree.text.slice(match.start, match.end), bindings);
    found.push({
      ruleId: rule.id,
      start: match.start,
      end: match.end,
      message: [message, ...attacksOn(rule, match.env, facts)].join(" "),
      bindings,
      ...(fix === undefined ? {} : { fix }),
      ...(match.trace === undefined ? {} : { trace: match.trace }),
    });
  }
  return found;
}

function quote(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > MAX_QUOTE ? `${line.slice(0, MAX_QUOTE - 1)}…` : line;
}

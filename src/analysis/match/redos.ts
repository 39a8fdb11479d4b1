import { unescape } from "#analysis/lower/escapes.ts";
import type { NodeId } from "#analysis/parse/tree.ts";
import { childByField, kindOf, NONE, textOf } from "#analysis/parse/tree.ts";
import { type BlowUp, blowUp } from "#analysis/regex/blow-up.ts";
import type { Dialect } from "#analysis/regex/syntax.ts";
import { type Bound, type Environment, lookup } from "./environment.ts";
import type { Facts } from "./facts.ts";
import { isKind, unwrap } from "./grammar.ts";
import type { Formula, Rule } from "./rule.ts";
import { spend, type Steps } from "./steps.ts";

/** So many steps of an analysis are counted as one of the rule. */
const SHARE = 4;

/** True when a text can make the bound expression take exponential time, or polynomial time where that counts. */
export function regexBlowsUp(facts: Facts, bound: Bound, steps: Steps, polynomial: boolean): boolean {
  const kind = blowUpAt(facts, bound, steps)?.kind;
  return kind === "exponential" || (polynomial && kind === "polynomial");
}

/** How the bound expression behaves: a literal, or a constant text; undefined for anything else. */
function blowUpAt(facts: Facts, { node, start, end }: Bound, steps: Steps): BlowUp | undefined {
  const { tree, grammar } = facts;
  if (node !== NONE && kindOf(tree, node) === "regex_pattern")
    return examined(textOf(tree, node), flagsAfter(facts, node), "javascript", steps);
  const literal = node === NONE ? NONE : literalOf(facts, unwrap(tree, grammar, node));
  if (literal !== NONE) {
    const text = textOf(tree, literal);
    const slash = text.lastIndexOf("/");
    return examined(text.slice(1, slash), text.slice(slash + 1), "javascript", steps);
  }
  const content = node === NONE ? tree.text.slice(start, end) : facts.constantText(node);
  if (content === undefined) return undefined;
  const raw = node !== NONE && /^[a-zA-Z]*[rR]/.test(tree.text.slice(tree.starts[node], tree.ends[node]));
  const { regexes } = tree.pack;
  const python = regexes === "python";
  const source = raw && python ? content : unescapedRegex(content, python);
  const whole = python && !source.startsWith("(?") && isFullMatch(facts, node) ? `(?:${source})\\Z` : source;
  return examined(whole, flagsBeside(facts, node), regexes, steps);
}

const analysed = new WeakMap<Rule, readonly string[]>();

/** For each expression that the rule has analysed, one sentence with a text that keeps an engine busy. */
export function attacksOn(rule: Rule, env: Environment, facts: Facts): readonly string[] {
  let names = analysed.get(rule);
  if (names === undefined) {
    names = analysedIn(rule);
    analysed.set(rule, names);
  }
  return names.flatMap((name) => {
    const bound = lookup(env, name);
    const found = bound === undefined ? undefined : blowUpAt(facts, bound, { left: Number.POSITIVE_INFINITY });
    if (found?.kind !== "exponential" && found?.kind !== "polynomial") return [];
    const { prefix, pump, suffix } = found.attack;
    const parts = [prefix, `${JSON.stringify(pump)} many times`, suffix].map((part, index) =>
      index === 1 || part === "" ? part : JSON.stringify(part),
    );
    const growth = found.kind === "exponential" ? "exponentially" : `with power ${found.degree}`;
    return [`Time grows ${growth} on ${parts.filter((part) => part !== "").join(", then ")}.`];
  });
}

/** Metavariables on which the rule has a condition of `redos`. */
function analysedIn(rule: Rule): readonly string[] {
  const found = new Set<string>();
  const visit = (formula: Formula): void => {
    if (formula.kind === "any") for (const item of formula.items) visit(item);
    if (formula.kind !== "all") return;
    for (const item of [...formula.items, ...formula.inside]) visit(item);
    for (const condition of formula.conditions)
      if (condition.kind === "analysis" && condition.analyzer === "redos") found.add(condition.metavariable);
  };
  for (const formula of [rule.formula, ...(rule.taint?.sinks ?? []).map((sink) => sink.formula)])
    if (formula !== undefined) visit(formula);
  return [...found];
}

function examined(source: string, flags: string, dialect: Dialect, steps: Steps): BlowUp {
  const result = blowUp(source, dialect, flags);
  spend(steps, Math.ceil(result.effort / SHARE));
  return result;
}

/** Python keeps the backslash of an escape it does not know. */
function unescapedRegex(content: string, python: boolean): string {
  return unescape(python ? content.replace(/\\([^\\'"abfnrtvxuUN0-7\n])/g, "\\\\$1") : content);
}

/** The literal `/…/` that a node is, or that the name was bound to once. */
function literalOf(facts: Facts, node: NodeId): NodeId {
  const { tree, grammar } = facts;
  if (kindOf(tree, node) === "regex") return node;
  const value = isKind(tree, node, grammar.identifier) ? facts.constants().valueOf(node) : NONE;
  return value !== NONE && kindOf(tree, value) === "regex" ? value : NONE;
}

function flagsAfter({ tree }: Facts, pattern: NodeId): string {
  const flags = childByField(tree, tree.parents[pattern] as NodeId, "flags");
  return flags === NONE ? "" : textOf(tree, flags);
}

/** True for the expression of a `fullmatch(…)`, which has to match up to the end. */
function isFullMatch({ tree }: Facts, node: NodeId): boolean {
  const list = node === NONE ? NONE : (tree.parents[node] as NodeId);
  if (list === NONE || kindOf(tree, list) !== "argument_list") return false;
  return /\bfullmatch\s*$/.test(tree.text.slice(tree.starts[tree.parents[list] as NodeId], tree.starts[list]));
}

/** Flags that stand beside the expression in a call: `re.X | re.I`, or `"gi"`. */
function flagsBeside({ tree }: Facts, node: NodeId): string {
  const list = node === NONE ? NONE : (tree.parents[node] as NodeId);
  if (list === NONE || !["argument_list", "arguments"].includes(kindOf(tree, list))) return "";
  const rest = tree.text.slice(tree.ends[node], tree.ends[list]);
  const letters = /^\s*,\s*["']([a-z]+)["']\s*\)$/.exec(rest)?.[1];
  if (letters !== undefined) return letters;
  const words: Readonly<Record<string, string>> = { IGNORECASE: "i", MULTILINE: "m", DOTALL: "s", VERBOSE: "x" };
  return Array.from(rest.matchAll(/\bre\w*\.(?:([IMSX])|(IGNORECASE|MULTILINE|DOTALL|VERBOSE))\b/g), (match) =>
    match[1] === undefined ? (words[match[2] as string] ?? "") : match[1].toLowerCase(),
  ).join("");
}

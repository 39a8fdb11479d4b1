import { NONE, textOf } from "#analysis/parse/tree.ts";
import { holds } from "./comparison.ts";
import type { CompiledCondition, CompiledFormula } from "./compile-formula.ts";
import { type Bound, type Environment, lookup } from "./environment.ts";
import type { Ground, Match } from "./ground.ts";
import type { Facts } from "./facts.ts";
import { isKind } from "./grammar.ts";
import { rawContent } from "./string-value.ts";

/** True when the bindings fulfil the condition; a metavariable that is not bound fulfils none. `evaluate` runs a formula on the code a metavariable stands for. */
export function meets(
  condition: CompiledCondition,
  env: Environment,
  ground: Ground,
  evaluate: (formula: CompiledFormula, ground: Ground) => readonly Match[],
): boolean {
  const { matcher } = ground;
  if (condition.kind === "comparison")
    return holds(condition.comparison, (name) => numberOrText(matcher.facts, lookup(env, name)));
  const bound = lookup(env, condition.metavariable);
  if (bound === undefined) return false;
  if (condition.kind === "regex") {
    const { tree, grammar } = matcher.facts;
    if (condition.regex.testStart(tree.text.slice(bound.start, bound.end))) return true;
    if (bound.node === NONE || !isKind(tree, bound.node, grammar.string)) return false;
    const content = rawContent(tree, bound.node);
    return content !== undefined && condition.regex.testStart(content);
  }
  const inner: Ground = {
    matcher,
    start: bound.start,
    end: bound.end,
    node: bound.node,
    candidates: () => undefined,
    satisfies: () => true,
    cache: new Map(),
  };
  return evaluate(condition.formula, inner).length > 0;
}

function numberOrText(facts: Facts, bound: Bound | undefined): number | string | undefined {
  if (bound === undefined) return undefined;
  const { tree, grammar } = facts;
  let text = tree.text.slice(bound.start, bound.end);
  if (bound.node !== NONE) {
    const constant = facts.constantText(bound.node);
    if (constant !== undefined) return constant;
    if (isKind(tree, bound.node, grammar.identifier)) {
      const value = facts.constants().valueOf(bound.node);
      if (value === NONE) return undefined;
      text = textOf(tree, value);
    }
  }
  const bare = text.replaceAll("_", "").trim();
  const number = /^0\d+$/.test(bare) ? Number.parseInt(bare, 8) : Number(bare);
  return bare === "" || Number.isNaN(number) ? undefined : number;
}

import { NONE, textOf } from "#analysis/parse/tree.ts";
import { holds } from "./comparison.ts";
import type { CompiledCondition, CompiledFormula } from "./compile-formula.ts";
import { type Bound, type Environment, lookup } from "./environment.ts";
import type { Ground, Match } from "./ground.ts";
import type { Facts } from "./facts.ts";
import { isKind } from "./grammar.ts";
import { isRandom } from "./entropy.ts";
import { comesFrom } from "./match-name.ts";
import { regexBlowsUp } from "./redos.ts";
import { hasType } from "./type-of.ts";
import { rawContent } from "./string-value.ts";

/**
 * True when the bindings fulfil the condition; a metavariable that is not bound fulfils none. `evaluate` runs a formula on the code a metavariable
 * stands for.
 */
export function meets(
  condition: CompiledCondition,
  env: Environment,
  ground: Ground,
  evaluate: (formula: CompiledFormula, ground: Ground) => readonly Match[],
): boolean {
  const { matcher } = ground;
  const { facts } = matcher;
  if (condition.kind === "comparison")
    return holds(condition.comparison, (name) => numberOrText(facts, lookup(env, name), condition));
  const bound = lookup(env, condition.metavariable);
  if (bound === undefined) return false;
  switch (condition.kind) {
    case "regex":
      return textsOf(facts, bound, condition.constant).some(
        (text) =>
          condition.regex.testStart(text) &&
          condition.also.every((regex) => regex.testStart(text)) &&
          !condition.unless.some((regex) => regex.testStart(text)),
      );
    case "type":
      return bound.node !== NONE && hasType(facts, bound.node, condition.types);
    case "name":
      return bound.node !== NONE && comesFrom(facts, bound.node, condition.modules);
    case "analysis":
      return condition.analyzer === "entropy"
        ? isRandom(facts, bound)
        : regexBlowsUp(facts, bound, matcher.steps, condition.polynomial === true);
    case "pattern": {
      const inner: Ground = {
        matcher,
        start: bound.start,
        end: bound.end,
        node: bound.node,
        candidates: undefined,
        satisfies: () => true,
        cache: new Map(),
        efforts: new Map(),
      };
      return evaluate(condition.formula, inner).length > 0;
    }
    default:
      return condition satisfies never;
  }
}

/** What an expression is tried on: the code as written, what stands between the quotes, and, where wanted, the constant behind a name. */
function textsOf(facts: Facts, bound: Bound, constant: boolean): readonly string[] {
  const { tree, grammar } = facts;
  const texts = [tree.text.slice(bound.start, bound.end)];
  if (bound.node === NONE) return texts;
  const content = isKind(tree, bound.node, grammar.string)
    ? rawContent(tree, bound.node)
    : constant
      ? facts.constantText(bound.node)
      : undefined;
  return content === undefined ? texts : [...texts, content];
}

function numberOrText(
  facts: Facts,
  bound: Bound | undefined,
  { base, strip }: { readonly base?: number; readonly strip?: true },
): number | string | undefined {
  if (bound === undefined) return undefined;
  const { tree, grammar } = facts;
  let text = tree.text.slice(bound.start, bound.end);
  if (bound.node !== NONE) {
    const constant = facts.constantText(bound.node);
    if (constant !== undefined) return strip === true || base !== undefined ? (numberOf(constant, base) ?? constant) : constant;
    if (isKind(tree, bound.node, grammar.identifier)) {
      const value = facts.constants().valueOf(bound.node);
      if (value === NONE) return undefined;
      text = textOf(tree, value);
    }
  }
  return numberOf(text, base);
}

/** The number a text writes, in the given base or as code writes numbers. */
function numberOf(text: string, base: number | undefined): number | undefined {
  const bare = text.replaceAll("_", "").trim();
  if (base !== undefined) {
    const digits = bare.replace(/^0[xob]/i, "");
    const value = Number.parseInt(digits, base);
    return value.toString(base) === (digits.toLowerCase().replace(/^0+(?=.)/, "") || "0") ? value : undefined;
  }
  const number = /^0\d+$/.test(bare) ? Number.parseInt(bare, 8) : Number(bare.replace(/n$/, ""));
  return bare === "" || Number.isNaN(number) ? undefined : number;
}

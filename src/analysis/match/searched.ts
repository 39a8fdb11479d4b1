import { boundBy } from "./bound-names.ts";
import type { CompiledAll, CompiledFormula } from "./compile-formula.ts";
import { meets } from "./conditions.ts";
import { effortOf } from "./effort.ts";
import { lookup } from "./environment.ts";
import type { Ground, Match } from "./ground.ts";
import { type Near, nearTo } from "./near.ts";

type Evaluate = (formula: CompiledFormula, ground: Ground, near?: Near) => readonly Match[];

export type Searched = ReadonlyMap<CompiledFormula, readonly Match[]>;

/**
 * Matches of the parts that all have to hold, the part that costs least first, the others only where those before left something: all of their places have the place of
 * the whole in common. Undefined when some part has none. What cannot fulfil the conditions is left out.
 */
export function searched(formula: CompiledAll, ground: Ground, near: Near | undefined, evaluate: Evaluate): Searched | undefined {
  const { items, inside } = formula;
  const found = new Map<CompiledFormula, readonly Match[]>();
  if (items.length + inside.length < 2) return found;
  const parts = [...items, ...inside].map((part) => ({ part, effort: effortOf(part, ground) }));
  if (parts.some(({ effort }) => effort === 0)) return undefined;
  const first = items[0] ?? inside[0];
  const left = new Set(items);
  let close = near;
  for (const { part } of parts.toSorted((a, b) => a.effort - b.effort)) {
    // Around few places it is looked for faster than in the file.
    if (left.size === 0 && part !== first && part.kind === "pattern") break;
    left.delete(part);
    const before = [...items, ...inside].slice(0, [...items, ...inside].indexOf(part));
    const matches = evaluate(part, ground, close).filter(
      (match) => (close === undefined || close(match.start, match.end)) && canMeet(formula, match, ground, before, evaluate),
    );
    if (matches.length === 0) return undefined;
    found.set(part, matches);
    close = nearTo(matches);
  }
  return found;
}

const NAME = /^[\w$]+$/;

/**
 * False when no match made from this one meets the conditions. What a metavariable is bound to first it stays; where a part before this one may bind it, only a name is sure
 * to be written there as it is here.
 */
function canMeet(
  { conditions }: CompiledAll,
  { env }: Match,
  ground: Ground,
  before: readonly CompiledFormula[],
  evaluate: Evaluate,
): boolean {
  const { text } = ground.matcher.facts.tree;
  return conditions.every((condition) => {
    if (condition.kind !== "regex") return true;
    const { metavariable, constant } = condition;
    const bound = lookup(env, metavariable);
    if (bound === undefined) return true;
    const sure =
      !before.some((part) => boundBy(part).has(metavariable)) || (!constant && NAME.test(text.slice(bound.start, bound.end)));
    return !sure || meets(condition, env, ground, evaluate);
  });
}

import type { NodeId } from "#analysis/parse/tree.ts";
import { kindOf, NONE } from "#analysis/parse/tree.ts";
import { bind, type Environment } from "./environment.ts";
import { type Matcher, type Then } from "./matcher.ts";
import type { Pattern } from "./pattern.ts";
import { spend } from "./steps.ts";

/** Patterns against nodes in order; an ellipsis takes any run of nodes. */
export function matchOrdered(
  matcher: Matcher,
  patterns: readonly Pattern[],
  targets: readonly NodeId[],
  env: Environment,
  then: Then,
): void {
  ordered(matcher, patterns, 0, targets, 0, env, then);
}

function ordered(
  matcher: Matcher,
  patterns: readonly Pattern[],
  index: number,
  targets: readonly NodeId[],
  position: number,
  env: Environment,
  then: Then,
): void {
  spend(matcher.steps);
  const pattern = patterns[index];
  if (pattern === undefined) return position === targets.length ? then(env) : undefined;
  if (pattern.op !== "rest") {
    const target = targets[position];
    if (target === undefined) return undefined;
    return matcher.match(pattern, target, env, (next) =>
      ordered(matcher, patterns, index + 1, targets, position + 1, next, then),
    );
  }
  const last = index === patterns.length - 1;
  for (let end = last ? targets.length : position; end <= targets.length; end++) {
    const next = bindRun(matcher, pattern.name, targets, position, end, env);
    if (next !== "clash") ordered(matcher, patterns, index + 1, targets, end, next, then);
  }
}

function bindRun(
  { facts }: Matcher,
  name: string,
  targets: readonly NodeId[],
  from: number,
  to: number,
  env: Environment,
): Environment | "clash" {
  if (name === "") return env;
  const { tree, grammar } = facts;
  const first = targets[from] ?? targets.at(-1) ?? 0;
  const last = targets[to - 1] ?? first;
  const start = tree.starts[first] as number;
  return bind(tree, grammar, env, name, { node: NONE, start, end: to > from ? (tree.ends[last] as number) : start });
}

/** Arguments of a call: positions in order, keywords in any order; keywords that the pattern lacks need an ellipsis. */
export function matchArguments(
  matcher: Matcher,
  patterns: readonly Pattern[],
  targets: readonly NodeId[],
  env: Environment,
  then: Then,
): void {
  const { tree, grammar } = matcher.facts;
  if (!grammar.dialect.namedArguments) return matchOrdered(matcher, patterns, targets, env, then);
  const keywords = patterns.filter((pattern) => pattern.op === "pair");
  const isKeyword = (target: NodeId): boolean => kindOf(tree, target) === "keyword_argument";
  const given = targets.filter(isKeyword);
  const open = patterns.some((pattern) => pattern.op === "rest");
  if (given.length < keywords.length || (given.length > keywords.length && !open)) return undefined;
  const positions = given.length === 0 ? targets : targets.filter((target) => !isKeyword(target));
  return matchOrdered(
    matcher,
    keywords.length === 0 ? patterns : patterns.filter((pattern) => pattern.op !== "pair"),
    positions,
    env,
    (next) => eachKeyword(matcher, keywords, 0, given, next, then),
  );
}

function eachKeyword(
  matcher: Matcher,
  keywords: readonly Pattern[],
  index: number,
  given: readonly NodeId[],
  env: Environment,
  then: Then,
): void {
  const keyword = keywords[index];
  if (keyword === undefined) return then(env);
  for (const target of given)
    matcher.match(keyword, target, env, (next) => eachKeyword(matcher, keywords, index + 1, given, next, then));
}

/** Members of an object or dictionary in any order; members that the pattern lacks need an ellipsis. */
export function matchUnordered(
  matcher: Matcher,
  patterns: readonly Pattern[],
  targets: readonly NodeId[],
  env: Environment,
  then: Then,
): void {
  const wanted = patterns.filter((pattern) => pattern.op !== "rest");
  if (targets.length < wanted.length || (wanted.length === patterns.length && targets.length > wanted.length)) return undefined;
  return eachMember(matcher, wanted, 0, targets, [], env, then);
}

function eachMember(
  matcher: Matcher,
  wanted: readonly Pattern[],
  index: number,
  targets: readonly NodeId[],
  used: readonly NodeId[],
  env: Environment,
  then: Then,
): void {
  const pattern = wanted[index];
  if (pattern === undefined) return then(env);
  for (const target of targets) {
    spend(matcher.steps);
    if (used.includes(target)) continue;
    matcher.match(pattern, target, env, (next) => eachMember(matcher, wanted, index + 1, targets, [...used, target], next, then));
  }
}

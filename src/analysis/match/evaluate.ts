import type { NodeId } from "#analysis/parse/tree.ts";
import { NAMED, NONE } from "#analysis/parse/tree.ts";
import { agreesAt, bindingsAround } from "./at-place.ts";
import { boundToCode } from "./bound-names.ts";
import type { CompiledAll, CompiledFormula, Leaf } from "./compile-formula.ts";
import { meets } from "./conditions.ts";
import { someTextMeets } from "./constant-texts.ts";
import { effortOf } from "./effort.ts";
import { type Bound, type Environment, lookup, merge } from "./environment.ts";
import type { Ground, Match } from "./ground.ts";
import { matchRun } from "./match-statements.ts";
import type { Near } from "./near.ts";
import { type Searched, searched } from "./searched.ts";
import { spend } from "./steps.ts";
import { unique } from "./unique.ts";

/** All matches of a formula, each range and binding once, sorted by place. Where `near` is given, those that are not may be missing. Throws StepsExhausted. */
export function evaluate(formula: CompiledFormula, ground: Ground, near?: Near): readonly Match[] {
  if (formula.kind === "pattern") return formula.leaf === undefined ? [] : leafMatches(formula.leaf, ground, near);
  if (formula.kind === "regex") return regexMatches(formula, ground);
  if (formula.kind === "all") return evaluateAll(formula, ground, near);
  return formula.items.length === 1
    ? evaluate(formula.items[0] as CompiledFormula, ground, near)
    : formula.items.flatMap((item) => evaluate(item, ground, near));
}

/** A search of so much less than the whole file is worth more than matches that others may use. */
const MUCH_LESS = 4;

function leafMatches(leaf: Leaf, ground: Ground, near: Near | undefined): readonly Match[] {
  const known = ground.cache.get(leaf);
  if (known !== undefined) return known;
  if (!ground.satisfies(leaf.need)) return [];
  const all = nodesOf(ground, leaf);
  const some = near === undefined ? all : nodesNear(ground, leaf, all, near);
  if (some.length * MUCH_LESS < all.length) return matchesAt(leaf, some, ground);
  const found = matchesAt(leaf, all, ground);
  ground.cache.set(leaf, found);
  return found;
}

function nodesNear(ground: Ground, { pattern }: Leaf, nodes: ArrayLike<NodeId>, near: Near): readonly NodeId[] {
  const { tree } = ground.matcher.facts;
  const found: NodeId[] = [];
  for (let at = 0; at < nodes.length; at++) {
    const node = nodes[at] as NodeId;
    const first = pattern.op === "statements" ? statementAround(ground, node) : node;
    const last = pattern.op === "statements" && first !== NONE ? (tree.parents[first] as number) : first;
    if (first !== NONE && last !== NONE && near(tree.starts[first] as number, tree.ends[last] as number)) found.push(node);
  }
  return found;
}

function matchesAt(leaf: Leaf, nodes: ArrayLike<NodeId>, ground: Ground): readonly Match[] {
  const found: Match[] = [];
  const { tree } = ground.matcher.facts;
  const { pattern } = leaf;
  const seen = new Set<NodeId>();
  for (let at = 0; at < nodes.length; at++) {
    const node = nodes[at] as NodeId;
    const start = tree.starts[node] as number;
    if (pattern.op !== "statements") {
      const end = tree.ends[node] as number;
      ground.matcher.match(pattern, node, undefined, (env) => found.push({ start, end, node, env }));
      continue;
    }
    const first = statementAround(ground, node);
    if (first === NONE || seen.has(first)) continue;
    seen.add(first);
    const from = tree.starts[first] as number;
    matchRun(ground.matcher, pattern.items, first, undefined, (env, end) => found.push({ start: from, end, node: first, env }));
  }
  return unique(found);
}

function nodesOf(ground: Ground, leaf: Leaf): ArrayLike<NodeId> {
  const { kinds } = leaf.root;
  if (ground.candidates !== undefined && kinds !== undefined) return ground.candidates.of(leaf);
  const found: NodeId[] = [];
  if (ground.node === NONE) return found;
  const { tree } = ground.matcher.facts;
  const end = tree.after[ground.node] as number;
  for (let node = ground.node; node < end; node++) {
    if (((tree.flags[node] as number) & NAMED) === 0) continue;
    if (kinds === undefined || kinds[tree.kinds[node] as number] === 1) found.push(node);
  }
  return found;
}

function statementAround({ matcher }: Ground, node: NodeId): NodeId {
  const { tree } = matcher.facts;
  const statements = matcher.facts.statements();
  let current = node;
  while (current !== NONE && statements[current] === 0) current = tree.parents[current] as number;
  return current;
}

function regexMatches({ regex, names }: Extract<CompiledFormula, { kind: "regex" }>, ground: Ground): readonly Match[] {
  const { text } = ground.matcher.facts.tree;
  const whole = ground.start === 0 && ground.end === text.length;
  spend(ground.matcher.steps, (ground.end - ground.start) >> 4);
  const found: Match[] = [];
  for (const match of regex.matches(whole ? text : text.slice(ground.start, ground.end))) {
    spend(ground.matcher.steps);
    let env: Environment;
    for (const [index, group] of match.groups.entries()) {
      if (group === undefined) continue;
      const place = { node: NONE, start: ground.start + group.start, end: ground.start + group.end };
      env = { name: String(index + 1), ...place, next: env };
      const name = names[index] ?? "";
      if (/^[A-Z_][A-Z_0-9]*$/.test(name)) env = { name, ...place, next: env };
    }
    found.push({ start: ground.start + match.start, end: ground.start + match.end, node: NONE, env });
  }
  return found;
}

function evaluateAll(formula: CompiledAll, ground: Ground, near: Near | undefined): readonly Match[] {
  const known = ground.cache.get(formula);
  if (known !== undefined) return known;
  if (near !== undefined && ground.satisfies(formula.need)) return conjunction(formula, ground, near);
  const found = ground.satisfies(formula.need) ? conjunction(formula, ground, undefined) : [];
  ground.cache.set(formula, found);
  return found;
}

function conjunction(formula: CompiledAll, ground: Ground, near: Near | undefined): readonly Match[] {
  const { matcher } = ground;
  if (effortOf(formula, ground) > MANY && !textsAllow(formula, ground)) return [];
  const known = searched(formula, ground, near, evaluate);
  if (known === undefined) return [];
  let matches: readonly Match[] | undefined;
  for (const item of formula.items) {
    const found = known.get(item) ?? evaluate(item, ground, near);
    matches = matches === undefined ? found : intersect(ground, matches, found);
    if (matches.length === 0) return [];
  }
  for (const item of formula.inside) {
    matches = matches === undefined ? (known.get(item) ?? evaluate(item, ground, near)) : within(ground, matches, item, known);
    if (matches.length === 0) return [];
  }
  matches ??= [{ start: ground.start, end: ground.end, node: ground.node, env: undefined }];
  // Conditions only take away, as the exclusions do: first what costs least.
  for (const condition of formula.conditions)
    if (condition.kind !== "pattern") matches = matches.filter((match) => meets(condition, match.env, ground, evaluate));
  for (const item of formula.not) matches = without(ground, matches, item, "at");
  for (const item of formula.notInside) matches = without(ground, matches, item, "around");
  const { text } = matcher.facts.tree;
  for (const regex of formula.notRegex) matches = matches.filter((match) => !regex.test(text.slice(match.start, match.end)));
  for (const condition of formula.conditions)
    if (condition.kind === "pattern") matches = matches.filter((match) => meets(condition, match.env, ground, evaluate));
  return unique(formula.focus.length === 0 ? matches : matches.flatMap((match) => focused(match, formula.focus)));
}

/** Looks at nodes that are worth a look at the texts of the file first. */
const MANY = 1000;

/** Whether the file holds texts for the metavariables that stand for nothing but texts. */
function textsAllow(formula: CompiledAll, { matcher, candidates }: Ground): boolean {
  if (candidates === undefined) return true;
  return formula.conditions.every(
    (condition) =>
      condition.kind !== "regex" || boundToCode(formula).has(condition.metavariable) || someTextMeets(matcher.facts, condition),
  );
}

function agrees({ matcher }: Ground, match: Match, other: Match): boolean {
  return merge(matcher.facts.tree, matcher.facts.grammar, match.env, other.env) !== "clash";
}

/** Pairs of which one holds the other: the inner place with the bindings of both. */
function intersect(ground: Ground, as: readonly Match[], bs: readonly Match[]): readonly Match[] {
  return pairs(ground, as, bs, (a, b) =>
    b.start <= a.start && a.end <= b.end ? a : a.start <= b.start && b.end <= a.end ? b : undefined,
  );
}

/** The matches around which the formula holds, with the bindings of both. */
function within(ground: Ground, matches: readonly Match[], item: CompiledFormula, known: Searched): readonly Match[] {
  const found: Match[] = [];
  for (const match of matches) {
    const environments = bindingsAround(item, match, ground);
    if (environments === undefined)
      return pairs(ground, matches, known.get(item) ?? evaluate(item, ground), (a, b) =>
        b.start <= a.start && a.end <= b.end ? a : undefined,
      );
    for (const env of environments) found.push({ start: match.start, end: match.end, node: match.node, env });
  }
  return unique(found);
}

/** The matches at whose place, or around which, the formula does not hold with bindings that agree. */
function without(ground: Ground, matches: readonly Match[], item: CompiledFormula, where: "at" | "around"): readonly Match[] {
  const { steps } = ground.matcher;
  let others: readonly Match[] | undefined;
  return matches.filter((match) => {
    const answer = agreesAt(item, match, ground, where);
    if (answer !== undefined) return !answer;
    others ??= evaluate(item, ground);
    spend(steps, others.length);
    return !others.some(
      (other) =>
        (where === "at"
          ? match.start === other.start && match.end === other.end
          : other.start <= match.start && match.end <= other.end) && agrees(ground, match, other),
    );
  });
}

function pairs(
  { matcher }: Ground,
  as: readonly Match[],
  bs: readonly Match[],
  choose: (a: Match, b: Match) => Match | undefined,
): readonly Match[] {
  const { tree, grammar } = matcher.facts;
  const found: Match[] = [];
  for (const a of as) {
    spend(matcher.steps, bs.length);
    for (const b of bs) {
      const place = choose(a, b);
      if (place === undefined) continue;
      const env = merge(tree, grammar, a.env, b.env);
      if (env !== "clash") found.push({ start: place.start, end: place.end, node: place.node, env });
    }
  }
  return unique(found);
}

/** A match for each metavariable of a list; with several lists what a place of each has in common. */
function focused(match: Match, focus: CompiledAll["focus"]): Match[] {
  let places: Bound[] | undefined;
  for (const names of focus) {
    const bound = names.flatMap((name) => lookup(match.env, name) ?? []);
    places = places === undefined ? bound : places.flatMap((place) => bound.flatMap((other) => common(place, other) ?? []));
  }
  return (places ?? []).map(({ start, end, node }) => ({ start, end, node, env: match.env }));
}

/** The inner one of two places that lie in one another. */
function common(a: Bound, b: Bound): Bound | undefined {
  if (b.start <= a.start && a.end <= b.end) return a;
  return a.start <= b.start && b.end <= a.end ? b : undefined;
}

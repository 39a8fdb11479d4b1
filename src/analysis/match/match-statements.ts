import type { NodeId } from "#analysis/parse/tree.ts";
import { NAMED, NONE } from "#analysis/parse/tree.ts";
import type { Environment } from "./environment.ts";
import { gateOf } from "./gate.ts";
import { isKind, items } from "./grammar.ts";
import { bindNode, type Matcher, type Then } from "./matcher.ts";
import type { Pattern } from "./pattern.ts";
import { spend } from "./steps.ts";

/** Called for each way a run of statements matches, with the end (UTF-16, exclusive) of the text it covers. */
export type ThenRun = (env: Environment, end: number) => void;

/** The statements of a block, all of them: what the pattern does not name needs an ellipsis. */
export function matchBlock(matcher: Matcher, patterns: readonly Pattern[], block: NodeId, env: Environment, then: Then): void {
  const { tree, grammar } = matcher.facts;
  if (!isKind(tree, block, grammar.block)) {
    const only = patterns.filter((pattern) => pattern.op !== "rest");
    if (only.length === 1) matchStatement(matcher, only[0] as Pattern, block, env, then);
    else if (only.length === 0) then(env);
    return;
  }
  const statements = items(tree, grammar, block);
  const first = statements[0];
  if (patterns.length === 0 && first !== undefined) return;
  if (patterns[0]?.op === "rest" || first === undefined)
    return run(matcher, patterns, 0, block, NONE, first ?? (tree.after[block] as number), env, finish);
  return matchStatement(matcher, patterns[0] as Pattern, first, env, (next) =>
    run(matcher, patterns, 1, block, first, tree.after[first] as number, next, finish),
  );

  function finish(next: Environment, _: number, at: NodeId): void {
    if (at >= (tree.after[block] as number) || items(tree, grammar, block).every((statement) => statement < at)) then(next);
  }
}

/** A run of statements that begins with `first`. */
export function matchRun(matcher: Matcher, patterns: readonly Pattern[], first: NodeId, env: Environment, then: ThenRun): void {
  const { tree } = matcher.facts;
  const block = tree.parents[first] as NodeId;
  if (block === NONE) return;
  matchStatement(matcher, patterns[0] as Pattern, first, env, (next) =>
    run(matcher, patterns, 1, block, first, tree.after[first] as number, next, then),
  );
}

/**
 * Patterns from `index` on against the statements from node `at` on. After an ellipsis the next pattern may match in an inner block of the
 * same function, as in Semgrep. `last` is the statement matched before.
 */
function run(
  matcher: Matcher,
  patterns: readonly Pattern[],
  index: number,
  block: NodeId,
  last: NodeId,
  at: NodeId,
  env: Environment,
  then: (env: Environment, end: number, at: NodeId) => void,
): void {
  const { tree, grammar } = matcher.facts;
  const pattern = patterns[index];
  if (pattern === undefined) return then(env, tree.ends[last === NONE ? block : last] as number, at);
  const end = tree.after[block] as number;
  const advance =
    (statement: NodeId, next: number): Then =>
    (inner) =>
      run(matcher, patterns, next, block, statement, tree.after[statement] as number, inner, then);
  if (pattern.op !== "rest") {
    let next = at;
    while (next < end && isKind(tree, next, grammar.comment)) next = tree.after[next] as number;
    const sibling = next < end && (last === NONE || tree.parents[next] === tree.parents[last]);
    return sibling ? matchStatement(matcher, pattern, next, env, advance(next, index + 1)) : undefined;
  }
  const following = patterns[index + 1];
  if (following === undefined) return then(env, tree.ends[block] as number, end);
  if (following.op === "rest") return run(matcher, patterns, index + 1, block, last, at, env, then);
  const statements = matcher.facts.statements();
  const scopes = matcher.facts.scopes();
  const scope = isKind(tree, block, grammar.frame) ? block : at < end ? scopes[at] : NONE;
  for (let node = at; node < end; node++) {
    if (statements[node] !== 1 || scopes[node] !== scope) continue;
    matchStatement(matcher, following, node, env, advance(node, index + 2));
  }
  return undefined;
}

/** A statement, or for an expression pattern any expression in it that does not belong to an inner statement. */
function matchStatement(matcher: Matcher, pattern: Pattern, statement: NodeId, env: Environment, then: Then): void {
  const { tree } = matcher.facts;
  if (pattern.op === "meta") return bindNode(matcher, pattern.name, statement, env, then);
  if (pattern.op === "function" || pattern.op === "decorated" || pattern.op === "declaration")
    return matcher.match(pattern, statement, env, then);
  const statements = matcher.facts.statements();
  const gate = gateOf(pattern, matcher.facts.grammar);
  const end = tree.after[statement] as number;
  let found = false;
  for (let node = statement; node < end; ) {
    if (node !== statement && statements[node] === 1) {
      node = tree.after[node] as number;
      continue;
    }
    spend(matcher.steps);
    const kind = tree.kinds[node] as number;
    if ((gate === undefined || gate[kind] === 1) && ((tree.flags[node] as number) & NAMED) !== 0) {
      matcher.match(pattern, node, env, (next) => {
        found = true;
        then(next);
      });
      if (found && pattern.op === "assign") return undefined;
    }
    node++;
  }
  return undefined;
}

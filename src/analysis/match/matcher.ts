import type { NodeId } from "#analysis/parse/tree.ts";
import { bind, type Environment } from "./environment.ts";
import type { Facts } from "./facts.ts";
import { declared } from "./function-head.ts";
import type { Pattern } from "./pattern.ts";
import type { Steps } from "./steps.ts";

/** Called once for every way a pattern matches. */
export type Then = (env: Environment) => void;

/** One run of patterns over one tree, with its budget. Throws StepsExhausted from any match. */
export interface Matcher {
  readonly facts: Facts;
  readonly steps: Steps;
  /** Enumerates the ways the pattern matches the node itself. */
  match(pattern: Pattern, target: NodeId, env: Environment, then: Then): void;
}

export function bindNode({ facts }: Matcher, name: string, target: NodeId, env: Environment, then: Then): void {
  const { tree, grammar } = facts;
  const node = declared(tree, grammar, target);
  const next = bind(tree, grammar, env, name, { node, start: tree.starts[node] as number, end: tree.ends[node] as number });
  if (next !== "clash") then(next);
}

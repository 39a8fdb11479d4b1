import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { NONE } from "#analysis/parse/tree.ts";
import type { Grammar } from "./grammar.ts";

/** What a metavariable stands for: a node, or (node NONE) just a range of the text. Half-open UTF-16 offsets. */
export interface Bound {
  readonly node: NodeId;
  readonly start: number;
  readonly end: number;
}

/** Bindings as a linked list, newest first; never changed, so that backtracking costs nothing. */
export interface Binding extends Bound {
  readonly name: string;
  readonly next: Environment;
}
export type Environment = Binding | undefined;

export function lookup(env: Environment, name: string): Binding | undefined {
  for (let binding = env; binding !== undefined; binding = binding.next) if (binding.name === name) return binding;
  return undefined;
}

/** The environment with one more binding, or `"clash"` when the name already stands for something else. */
export function bind(tree: SyntaxTree, grammar: Grammar, env: Environment, name: string, bound: Bound): Environment | "clash" {
  if (name === "") return env;
  const existing = lookup(env, name);
  if (existing === undefined) return { name, node: bound.node, start: bound.start, end: bound.end, next: env };
  return sameCode(tree, grammar, existing, bound) ? env : "clash";
}

/** Both environments together, or `"clash"` when they disagree. */
export function merge(tree: SyntaxTree, grammar: Grammar, a: Environment, b: Environment): Environment | "clash" {
  let result: Environment | "clash" = a;
  for (let binding = b; binding !== undefined; binding = binding.next) {
    result = bind(tree, grammar, result, binding.name, binding);
    if (result === "clash") return "clash";
  }
  return result;
}

/** True when two places hold the same code, spaces and comments aside. */
function sameCode(tree: SyntaxTree, grammar: Grammar, a: Bound, b: Bound): boolean {
  const { text } = tree;
  const length = a.end - a.start;
  if (length === b.end - b.start && text.slice(a.start, a.end) === text.slice(b.start, b.end)) return true;
  return a.node !== NONE && b.node !== NONE && sameTree(tree, grammar, a.node, b.node);
}

function sameTree(tree: SyntaxTree, grammar: Grammar, a: NodeId, b: NodeId): boolean {
  const { after, kinds, starts, ends, text } = tree;
  const endA = after[a] as number;
  const endB = after[b] as number;
  let x = a;
  let y = b;
  for (;;) {
    while (x < endA && grammar.comment[kinds[x] as number] === 1) x = after[x] as number;
    while (y < endB && grammar.comment[kinds[y] as number] === 1) y = after[y] as number;
    if (x >= endA || y >= endB) return x >= endA && y >= endB;
    if (kinds[x] !== kinds[y]) return false;
    const leafX = after[x] === x + 1;
    if (leafX !== (after[y] === y + 1)) return false;
    if (leafX && text.slice(starts[x], ends[x]) !== text.slice(starts[y], ends[y])) return false;
    x++;
    y++;
  }
}

import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { NONE, textOf } from "#analysis/parse/tree.ts";
import type { Facts } from "./facts.ts";
import { headOf, isKind, tailOf, unwrap } from "./grammar.ts";
import { requiredPath } from "./imports.ts";

/** True when the node is this dotted name, as written or after resolving what its first part was imported from. */
export function matchName(facts: Facts, path: readonly string[], target: NodeId): boolean {
  const { tree, grammar } = facts;
  let node = target;
  let position = path.length - 1;
  const members: string[] = [];
  while (isKind(tree, node, grammar.member)) {
    const property = tailOf(tree, grammar, node);
    if (property === NONE || position < 0 || !sameText(tree, property, path[position] as string)) return false;
    members.push(path[position] as string);
    position--;
    node = unwrap(tree, grammar, headOf(tree, grammar, node));
  }
  if (position < 0) return false;
  if (!isKind(tree, node, grammar.identifier)) {
    const module = position < path.length - 1 ? modulePathOf(facts, node) : undefined;
    return module !== undefined && module.length === position + 1 && module.every((part, index) => part === path[index]);
  }
  if (position === 0 && sameText(tree, node, path[0] as string)) return true;
  const imports = facts.imports();
  if (imports.size === 0) return false;
  const resolved = imports.get(textOf(tree, node));
  return resolved !== undefined && resolved.length === position + 1 && resolved.every((part, index) => part === path[index]);
}

function modulePathOf({ tree, grammar }: Facts, node: NodeId): readonly string[] | undefined {
  return grammar.dialect.requires ? requiredPath(tree, grammar, node) : undefined;
}

/** True when the node is a name, or a member of one, that was imported from one of the modules (written with dots). */
export function comesFrom(facts: Facts, target: NodeId, modules: readonly string[]): boolean {
  const { tree, grammar } = facts;
  let node = unwrap(tree, grammar, target);
  while (isKind(tree, node, grammar.member)) node = unwrap(tree, grammar, headOf(tree, grammar, node));
  const path = isKind(tree, node, grammar.identifier) ? facts.imports().get(textOf(tree, node)) : modulePathOf(facts, node);
  if (path === undefined) return false;
  const full = path.join(".");
  return modules.some((module) => {
    const wanted = module.replaceAll("/", ".");
    return full === wanted || full.startsWith(`${wanted}.`);
  });
}

function sameText(tree: SyntaxTree, node: NodeId, text: string): boolean {
  const start = tree.starts[node] as number;
  return (tree.ends[node] as number) - start === text.length && tree.text.startsWith(text, start);
}

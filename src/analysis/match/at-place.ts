import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { NAMED, NONE } from "#analysis/parse/tree.ts";
import type { CompiledFormula, Leaf } from "./compile-formula.ts";
import type { Environment } from "./environment.ts";
import type { Ground, Match } from "./ground.ts";
import { spend } from "./steps.ts";

/** Ends an enumeration of which one result is enough. */
class Found extends Error {}
const FOUND = new Found("found");

/**
 * Whether a formula matches at the place of a match, or around it, with bindings that agree with the match's. Undefined where only a search of
 * the whole ground can tell. Much cheaper than that search: nodes elsewhere are not looked at, and what is bound already rules most ways out.
 */
export function agreesAt(formula: CompiledFormula, match: Match, ground: Ground, where: "at" | "around"): boolean | undefined {
  return withNodes(formula, match, ground, where, (leaf, nodes) => {
    try {
      for (const node of nodes) {
        ground.matcher.match(leaf.pattern, node, match.env, () => {
          throw FOUND;
        });
      }
    } catch (error) {
      if (error === FOUND) return true;
      throw error;
    }
    return false;
  });
}

/** The bindings of a match together with those of the leaf around it, outermost place first; undefined as for {@link agreesAt}. */
export function bindingsAround(formula: CompiledFormula, match: Match, ground: Ground): readonly Environment[] | undefined {
  if (formula.kind !== "pattern" || formula.leaf === undefined) return undefined;
  const nodes = nodesFor(formula.leaf, match, ground, "around");
  if (nodes === undefined) return undefined;
  const found: Environment[] = [];
  for (const node of nodes) ground.matcher.match(formula.leaf.pattern, node, match.env, (env) => found.push(env));
  return found;
}

function withNodes(
  formula: CompiledFormula,
  match: Match,
  ground: Ground,
  where: "at" | "around",
  holds: (leaf: Leaf, nodes: readonly NodeId[]) => boolean,
): boolean | undefined {
  if (formula.kind === "any") {
    let unknown = false;
    for (const item of formula.items) {
      const answer = withNodes(item, match, ground, where, holds);
      if (answer === true) return true;
      unknown ||= answer === undefined;
    }
    return unknown ? undefined : false;
  }
  if (formula.kind !== "pattern") return undefined;
  if (formula.leaf === undefined) return false;
  const nodes = nodesFor(formula.leaf, match, ground, where);
  return nodes === undefined ? undefined : holds(formula.leaf, nodes);
}

/** Nodes at or around the place of a match that the leaf may match at, outermost first; undefined when the place is none of a node, or the leaf spans several. */
function nodesFor(
  leaf: Leaf,
  { node, start, end }: Match,
  ground: Ground,
  where: "at" | "around",
): readonly NodeId[] | undefined {
  const { tree } = ground.matcher.facts;
  if (leaf.pattern.op === "statements" || node === NONE || tree.starts[node] !== start || tree.ends[node] !== end)
    return undefined;
  if (!ground.satisfies(leaf.need)) return [];
  const candidates = leaf.root.kinds === undefined ? undefined : ground.candidates;
  if (candidates === undefined && ground.node === NONE) return [];
  const nodes: NodeId[] = [];
  for (let at = innermost(tree, node); at !== NONE; at = tree.parents[at] as number) {
    spend(ground.matcher.steps);
    if (where === "at" && (tree.starts[at] !== start || tree.ends[at] !== end)) break;
    if (candidates === undefined ? inGround(leaf, tree, at, ground.node) : candidates.at(leaf, at)) nodes.push(at);
  }
  return nodes.toReversed();
}

/** The deepest node with the same place. */
function innermost(tree: SyntaxTree, node: NodeId): NodeId {
  let current = node;
  descend: for (;;) {
    const end = tree.after[current] as number;
    for (let child = current + 1; child < end; child = tree.after[child] as number) {
      if ((tree.starts[child] as number) > (tree.starts[node] as number)) break;
      if (tree.starts[child] === tree.starts[node] && tree.ends[child] === tree.ends[node]) {
        current = child;
        continue descend;
      }
    }
    return current;
  }
}

function inGround({ root }: Leaf, tree: SyntaxTree, node: NodeId, ground: NodeId): boolean {
  if (node < ground || node >= (tree.after[ground] as number) || ((tree.flags[node] as number) & NAMED) === 0) return false;
  return root.kinds === undefined || root.kinds[tree.kinds[node] as number] === 1;
}

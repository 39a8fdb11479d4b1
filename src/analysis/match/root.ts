import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { NONE } from "#analysis/parse/tree.ts";
import { lastName } from "./facts.ts";
import { type Grammar, headOf, isKind, type KindSet, tailOf } from "./grammar.ts";
import type { Pattern } from "./pattern.ts";

/** Which nodes a pattern can match at: their kinds (undefined: any named node) and, where it is fixed, the name they carry. */
export interface Root {
  readonly kinds: KindSet | undefined;
  readonly key?: string;
}

export function rootOf(pattern: Pattern, grammar: Grammar, kindCount: number): Root {
  const root = openRoot(pattern, grammar, kindCount);
  return root.kinds === undefined ? root : { ...root, kinds: interned(root.kinds, grammar) };
}

const known = new WeakMap<Grammar, Map<string, KindSet>>();

/** Equal sets become one object, so that what is found for them is found once. */
function interned(kinds: KindSet, grammar: Grammar): KindSet {
  let sets = known.get(grammar);
  if (sets === undefined) known.set(grammar, (sets = new Map()));
  const key = kinds.join("");
  const same = sets.get(key);
  if (same === undefined) sets.set(key, kinds);
  return same ?? kinds;
}

function openRoot(pattern: Pattern, grammar: Grammar, kindCount: number): Root {
  const single = (kind: number): KindSet => {
    const kinds = new Uint8Array(kindCount);
    kinds[kind] = 1;
    return kinds;
  };
  switch (pattern.op) {
    case "call":
      return { kinds: single(pattern.kind), ...keyed(pattern.callee) };
    case "name":
      return { kinds: union(grammar.identifier, grammar.member), ...keyed(pattern) };
    case "member":
      return { kinds: grammar.member, ...keyed(pattern) };
    case "leaf":
      return { kinds: pattern.constant ? union(single(pattern.kind), grammar.identifier) : single(pattern.kind) };
    case "string":
      return { kinds: grammar.string };
    case "assign":
      return {
        kinds: grammar.assignment,
        ...(pattern.left.op === "member" || pattern.left.op === "name" ? keyed(pattern.left) : {}),
      };
    case "pair":
      return { kinds: union(pattern.kinds, grammar.kinds("shorthand_property_identifier")) };
    case "function":
      return { kinds: pattern.kinds };
    case "decorated":
      return { kinds: grammar.kinds("decorated_definition") };
    case "declaration":
      return { kinds: single(pattern.kind) };
    case "node":
      return { kinds: pattern.kinds };
    case "loop":
      return { kinds: pattern.kinds };
    case "block":
      return { kinds: grammar.block };
    case "statements":
      return openRoot(pattern.items[0] as Pattern, grammar, kindCount);
    case "word":
    case "meta":
    case "typed":
    case "rest":
    case "deep":
    case "chain":
      break;
  }
  return { kinds: undefined };
}

function keyed(pattern: Pattern): { key?: string } {
  if (pattern.op === "name") return { key: pattern.path.at(-1) as string };
  if (pattern.op === "member" && pattern.property.op === "word") return { key: pattern.property.text };
  return {};
}

/** The node whose text is the name a node carries for the index, or NONE. */
export function keyNode(tree: SyntaxTree, grammar: Grammar, node: NodeId): NodeId {
  if (isKind(tree, node, grammar.identifier)) return node;
  if (isKind(tree, node, grammar.member)) return tailOf(tree, grammar, node);
  const head = headOf(tree, grammar, node);
  return head === NONE ? NONE : nameAt(tree, grammar, head);
}

function nameAt(tree: SyntaxTree, grammar: Grammar, head: NodeId): NodeId {
  return isKind(tree, head, grammar.call) ? NONE : lastName(tree, grammar, head);
}

function union(...sets: readonly KindSet[]): KindSet {
  return sets.reduce((a, b) => a.map((flag, index) => flag | (b[index] as number)));
}

import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { kindOf, NONE } from "#analysis/parse/tree.ts";
import { fieldChild, type Grammar } from "./grammar.ts";

/** The parts of a function's head, each a node or NONE. */
export interface FunctionHead {
  readonly name: NodeId;
  /** The list of parameters. */
  readonly list: NodeId;
  /** What it gives back, where the language writes that in front and the name inside of a declarator. */
  readonly type: NodeId;
  /** How often the result is an address: `char **f()` is 2. */
  readonly depth: number;
}

/** Where a function says its name and its parameters: in fields of its own, or inside of the declarators that are wrapped around its name. */
export function functionHead(tree: SyntaxTree, grammar: Grammar, node: NodeId): FunctionHead {
  const field = (of: NodeId, name: string): NodeId => fieldChild(tree, of, grammar.field(name));
  const plain = { name: field(node, "name"), list: field(node, "parameters"), type: NONE, depth: 0 };
  const { declarators } = grammar.dialect;
  if (declarators === undefined) return plain;
  let depth = 0;
  let inner = field(node, "declarator");
  for (; inner !== NONE && declarators.includes(kindOf(tree, inner)); inner = field(inner, "declarator")) depth++;
  if (inner === NONE) return plain;
  return { name: field(inner, "declarator"), list: field(inner, "parameters"), type: field(node, "type"), depth };
}

/** The name that a declarator declares, `name` of `*name[4]`; any other node is itself. */
export function declared(tree: SyntaxTree, grammar: Grammar, node: NodeId): NodeId {
  const { declarators } = grammar.dialect;
  let inner = node;
  while (declarators?.includes(kindOf(tree, inner)) === true) {
    const next = fieldChild(tree, inner, grammar.field("declarator"));
    if (next === NONE) break;
    inner = next;
  }
  return inner;
}

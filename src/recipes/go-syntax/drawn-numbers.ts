import { childByField, descendants, kindOf, namedChildren, type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { lineEndAt, lineStartAt } from "#recipes/kit/edit.ts";
import { calleeOf } from "./calls.ts";
import { valueOfName } from "./pieces.ts";

/** What draws a number below a limit, of math/rand. */
export const DRAWS = /\.(Intn|Int31n|Int63n)$/u;

/** Whether a call draws a number below a limit, from the package by its local name or from a generator. */
export function isDraw(tree: SyntaxTree, call: NodeId, local: string): boolean {
  const callee = childByField(tree, call, "function");
  if (kindOf(tree, callee) !== "selector_expression" || !DRAWS.test(textOf(tree, callee))) return false;
  const owner = childByField(tree, callee, "operand");
  if (textOf(tree, owner) === local) return true;
  const value = valueOfName(tree, owner);
  return value >= 0 && calleeOf(tree, value) === "rand.New";
}

/** The whole statement that a call is. */
export function statementOf(tree: SyntaxTree, call: NodeId): NodeId | undefined {
  const parent = tree.parents[call] as NodeId;
  return kindOf(tree, parent) === "expression_statement" && alone(tree, parent) ? parent : undefined;
}

/** The statement that makes a generator, where its name is only drawn from afterwards. */
export function madeFor(tree: SyntaxTree, call: NodeId): NodeId | undefined {
  const statement = tree.parents[tree.parents[call] as NodeId] as NodeId;
  if (kindOf(tree, statement) !== "short_var_declaration" || !alone(tree, statement)) return undefined;
  const [name] = namedChildren(tree, childByField(tree, statement, "left"));
  const block = tree.parents[statement] as NodeId;
  const uses = descendants(tree, block, ["identifier"]).filter(
    (node) => node !== name && name !== undefined && textOf(tree, node) === textOf(tree, name),
  );
  return uses.every((node) => DRAWS.test(textOf(tree, tree.parents[node] as NodeId))) ? statement : undefined;
}

function alone(tree: SyntaxTree, node: NodeId): boolean {
  const line = tree.text.slice(
    lineStartAt(tree.text, tree.starts[node] as number),
    lineEndAt(tree.text, tree.ends[node] as number),
  );
  return line.trim() === textOf(tree, node);
}

import {
  childByField,
  descendants,
  kindOf,
  namedChildren,
  NONE,
  type NodeId,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";
import { promisedFailure } from "#recipes/kit/prose.ts";
import { documentationAt } from "./documentation.ts";
import { functionOf } from "./expressions.ts";

const LITERALS = new Set(["string", "null", "undefined", "false", "number"]);
const PROMISED = { text: "''", nothing: "null", false: "false" } as const;

/**
 * The literal by which a function reports that something went wrong: the one that all its `catch` clauses return, else the one that its
 * documentation promises. Undefined for functions that throw, generators, and those that answer by promises of their own.
 */
export function failureValue(tree: SyntaxTree, fn: NodeId): string | undefined {
  const body = childByField(tree, fn, "body");
  if (body === NONE || kindOf(tree, body) !== "statement_block" || kindOf(tree, fn).startsWith("generator")) return undefined;
  const own = (node: NodeId): boolean => functionOf(tree, node) === fn;
  if (descendants(tree, body, ["throw_statement"]).some(own)) return undefined;
  if (descendants(tree, body, ["new_expression"]).some((made) => own(made) && /^new Promise\b/u.test(textOf(tree, made))))
    return undefined;
  const clauses = descendants(tree, body, ["catch_clause"]).filter(own);
  const returned = new Set(clauses.map((clause) => returnedLiteral(tree, clause)));
  const [only] = returned;
  if (returned.size === 1 && only !== undefined) return only;
  const promised = clauses.length === 0 ? promisedFailure(documentationAt(tree, body)) : undefined;
  return promised === undefined ? undefined : PROMISED[promised];
}

function returnedLiteral(tree: SyntaxTree, clause: NodeId): string | undefined {
  const last = namedChildren(tree, childByField(tree, clause, "body")).findLast((child) => kindOf(tree, child) !== "comment");
  if (last === undefined || kindOf(tree, last) !== "return_statement") return undefined;
  const value = namedChildren(tree, last)[0];
  return value !== undefined && LITERALS.has(kindOf(tree, value)) ? textOf(tree, value) : undefined;
}

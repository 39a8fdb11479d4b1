import { kindOf, NONE, type NodeId, parentOf, type SyntaxTree } from "#analysis/parse/tree.ts";
import { quoteStyle } from "#recipes/kit/edit.ts";
import { failureValue } from "./failure-value.ts";
import { endsWithSemicolons, functionOf, isFunction, parameterNames, quoted } from "./expressions.ts";
import { handlerOf, refusal } from "./handlers.ts";

/**
 * Statements by which the code at a node refuses a value and leaves: an answer in a web handler, an error for a callback, the value by which the
 * function reports failures, else a throw.
 */
export function refuseAt(tree: SyntaxTree, node: NodeId, status: number, answer: string, error: string): string[] {
  const handler = handlerOf(tree, node);
  if (handler !== undefined) return refusal(tree, handler, status, answer);
  const end = endsWithSemicolons(tree) ? ";" : "";
  const made = `new Error(${quoted(error, quoteStyle(tree))})`;
  const own = functionOf(tree, node);
  const last = own === NONE ? "" : (parameterNames(tree, own).at(-1) ?? "");
  if (/^(?:cb|callback|done|next)$/.test(last) && !isInTry(tree, node)) return [`return ${last}(${made})${end}`];
  const value = own === NONE || isInTry(tree, node) ? undefined : failureValue(tree, own);
  if (value !== undefined) return [`return ${value}${end}`];
  return [`throw ${made}${end}`];
}

function isInTry(tree: SyntaxTree, node: NodeId): boolean {
  for (let current = node; current !== NONE && !isFunction(tree, current); current = parentOf(tree, current)) {
    if (kindOf(tree, current) === "try_statement") return true;
  }
  return false;
}

/** An `if` of one condition around the statements, as lines with `\t` for a level of indentation. */
export function guardLines(condition: string, statements: readonly string[]): string[] {
  return [`if (${condition}) {`, ...statements.map((statement) => `\t${statement}`), "}"];
}

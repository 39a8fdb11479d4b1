import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, descendants, enclosing, kindOf, NONE, textOf } from "#analysis/parse/tree.ts";
import { calleeOf, unwrap } from "./calls.ts";
import { localValue } from "./scope.ts";

/** Names of what is computed from numbers, and of what holds statements or names. */
const ARITHMETIC = /calc|expr|formula|equation|comput|arith|math/i;
const PROGRAM = /code|script|snippet|lambda|func|condition|predicate|repl$|interpret/i;

/** True when the text is put together at this place, so that it is code of the program's own. */
export function buildsCode(tree: SyntaxTree, value: NodeId): boolean {
  const kind = kindOf(tree, value);
  if (["string", "concatenated_string", "binary_operator", "conditional_expression", "lambda"].includes(kind)) return true;
  if (kind === "call") return /\.format$|\.join$|^compile$/.test(textOf(tree, calleeOf(tree, value)));
  if (kind !== "identifier") return false;
  const local = localValue(tree, value);
  return local !== undefined && kindOf(tree, local.value) !== "identifier" && buildsCode(tree, unwrap(tree, local.value));
}

/** What the names of the text and of the function around say that the text is: a computation, a program, or nothing of either. */
export function meantAs(tree: SyntaxTree, call: NodeId, value: NodeId): "arithmetic" | "program" | "unsaid" {
  const definition = enclosing(tree, call, ["function_definition"]);
  const names = descendants(tree, value, ["identifier"]).map((node) => textOf(tree, node));
  if (definition !== NONE) names.push(textOf(tree, childByField(tree, definition, "name")));
  if (names.some((name) => PROGRAM.test(name))) return "program";
  return names.some((name) => ARITHMETIC.test(name)) ? "arithmetic" : "unsaid";
}

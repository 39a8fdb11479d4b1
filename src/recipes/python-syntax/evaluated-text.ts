import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, descendants, enclosing, kindOf, NONE, textOf } from "#analysis/parse/tree.ts";
import type { RecipeAnswer } from "#ports/recipe.ts";
import { decline } from "#recipes/kit/answer.ts";
import { callArguments, calleeOf, callsNear, unwrap } from "./calls.ts";
import { documentationAt } from "./documentation.ts";
import { localValue } from "./scope.ts";

/** Names of what is computed from numbers, and of what holds statements or names. */
const ARITHMETIC = /calc|expr|formula|equation|comput|arith|math|operation|operand/i;
/** Documentation that says that the text is computed. */
const COMPUTED = /\b(?:comput|calculat|arithmetic|mathematic)\w*/i;
const PROGRAM = /code|script|snippet|lambda|func|condition|predicate|repl$|interpret/i;

/** True when the text is put together at this place, so that it is code of the program's own. */
function buildsCode(tree: SyntaxTree, value: NodeId): boolean {
  const kind = kindOf(tree, value);
  if (["string", "concatenated_string", "binary_operator", "conditional_expression", "lambda"].includes(kind)) return true;
  if (kind === "call") return /\.format$|\.join$|^compile$/.test(textOf(tree, calleeOf(tree, value)));
  if (kind !== "identifier") return false;
  const local = localValue(tree, value);
  return local !== undefined && kindOf(tree, local.value) !== "identifier" && buildsCode(tree, unwrap(tree, local.value));
}

/** The call of `eval` at a place with nothing but a text from elsewhere, and that text; or why there is none. `meant` says, in a reason, what the text would have to be. */
export function evaluatedText(
  tree: SyntaxTree,
  range: { readonly start: number; readonly end: number },
  meant: string,
): { readonly call: NodeId; readonly value: NodeId } | RecipeAnswer {
  const call = callsNear(tree, range, ["eval", "builtins.eval"])[0];
  if (call === undefined) return decline("no call of eval is at the place", "other-place");
  const [text, ...more] = callArguments(tree, call) ?? [];
  if (text === undefined || more.length > 0 || text.splat || text.name !== undefined)
    return decline("eval is given a namespace, so it computes with names", "intent-unknown");
  const value = unwrap(tree, text.value);
  if (buildsCode(tree, value))
    return decline(`the text is put together here as code, it is no ${meant} from elsewhere`, "not-in-view");
  return { call, value };
}

/** What the names of the text and of the function around, and its documentation, say that the text is: a computation, a program, or nothing of either. */
export function meantAs(tree: SyntaxTree, call: NodeId, value: NodeId): "arithmetic" | "program" | "unsaid" {
  const definition = enclosing(tree, call, ["function_definition"]);
  const names = descendants(tree, value, ["identifier"]).map((node) => textOf(tree, node));
  if (definition !== NONE) names.push(textOf(tree, childByField(tree, definition, "name")));
  if (names.some((name) => PROGRAM.test(name))) return "program";
  if (names.some((name) => ARITHMETIC.test(name))) return "arithmetic";
  return COMPUTED.test(documentationAt(tree, call)) ? "arithmetic" : "unsaid";
}

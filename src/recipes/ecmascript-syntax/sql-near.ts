import { childByField, kindOf, NONE, type NodeId, parentOf, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { RecipeAnswer } from "#ports/recipe.ts";
import { decline } from "#recipes/kit/answer.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { resolve, usesOf } from "./scope.ts";
import { type SqlCall, sqlCall } from "./sql-calls.ts";

/** True when the text goes to another call than this one that is not plainly a log. */
export function otherCalls(tree: SyntaxTree, uses: readonly NodeId[], own: NodeId): boolean {
  return uses.some((use) => {
    if (use === own) return false;
    const call = parentOf(tree, parentOf(tree, use));
    const callee =
      call === NONE || kindOf(tree, call) !== "call_expression" ? "" : textOf(tree, childByField(tree, call, "function"));
    return !/^(console|log|logger|this\.log(ger)?|debug)\b/i.test(callee);
  });
}

/** The calls near the place, and those that run a statement which is built there. */
function callsNear(tree: SyntaxTree, range: { readonly start: number; readonly end: number }): NodeId[] {
  const near = nodesNear(tree, range, ["call_expression"]);
  const built = nodesNear(tree, range, ["variable_declarator"]).flatMap((declarator) => {
    const name = childByField(tree, declarator, "name");
    const binding = kindOf(tree, name) === "identifier" ? resolve(tree, name, textOf(tree, name)) : undefined;
    return binding === undefined ? [] : usesOf(tree, binding).map((use) => parentOf(tree, parentOf(tree, use)));
  });
  return [...near, ...built].filter((node) => node !== NONE && kindOf(tree, node) === "call_expression");
}

/**
 * The first repair of a call near `range` that runs SQL; otherwise why the first such call was declined, or that there is
 * none.
 */
export function repairSqlCall(
  tree: SyntaxTree,
  range: { readonly start: number; readonly end: number },
  packages: ReadonlySet<string>,
  repair: (call: SqlCall) => RecipeAnswer,
): RecipeAnswer {
  let declined: RecipeAnswer | undefined;
  for (const node of callsNear(tree, range)) {
    const call = sqlCall(tree, node, packages);
    if (call === undefined) continue;
    const answer = "unknown" in call ? decline(call.unknown, "library-unknown") : repair(call);
    if (answer.kind === "options") return answer;
    declined ??= answer;
  }
  return declined ?? decline("no call that runs a built SQL statement at this place", "other-place");
}

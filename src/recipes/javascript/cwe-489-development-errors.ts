import { descendants, kindOf, NONE, type NodeId, parentOf, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, bare, calledName, calleeOf, memberOf } from "#recipes/ecmascript-syntax/expressions.ts";
import { levelOf } from "#recipes/ecmascript-syntax/indentation.ts";
import { exportCalled } from "#recipes/ecmascript-syntax/module-calls.ts";
import { resolve } from "#recipes/ecmascript-syntax/scope.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { indentationAt, insertAfter, insertBefore, quoteStyle, startsLine } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

/** True for a call that makes the page with the stack trace: `errorhandler()`, `express.errorHandler()`. */
function makesErrorPage(tree: SyntaxTree, node: NodeId): boolean {
  if (kindOf(tree, node) !== "call_expression") return false;
  if (exportCalled(tree, node, ["errorhandler"]) === "" || exportCalled(tree, node, ["express"]) === "errorHandler") return true;
  const name = calledName(tree, node);
  return /^error[hH]andler$/.test(name) && argumentsOf(tree, node).length === 0 && resolve(tree, node, name) === undefined;
}

function dependsOnMode(tree: SyntaxTree, node: NodeId): boolean {
  for (let current = parentOf(tree, node); current !== NONE; current = parentOf(tree, current)) {
    if (
      kindOf(tree, current) === "if_statement" &&
      /\b(?:env|NODE_ENV|development|production)\b/i.test(textOf(tree, current).split("{")[0] ?? "")
    )
      return true;
  }
  return false;
}

export default defineRecipe({
  id: "javascript/cwe-489-development-errors",
  title: "Error pages with stack traces serve development only",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-489", "CWE-215"],
  review: "merge-after-cursory-review",
  description:
    'Puts `app.use(errorhandler())` under `if (process.env.NODE_ENV === "development")`; in production the framework\'s own answer without a stack trace serves. Declines when a condition on the mode is around it already, and when the call is no statement of one line.',
  propose({ tree, range }) {
    for (const call of nodesNear(tree, range, ["call_expression"])) {
      if (memberOf(tree, calleeOf(tree, call))?.property !== "use") continue;
      if (!argumentsOf(tree, call).some((argument) => makesErrorPage(tree, bare(tree, argument)))) continue;
      const statement = parentOf(tree, call);
      if (dependsOnMode(tree, call)) return decline("a condition on the mode is around the call already", "already-safe");
      const oneLine = !/[\r\n]/.test(textOf(tree, statement)) && descendants(tree, call, ["comment"]).length === 0;
      const block = ["program", "statement_block"].includes(kindOf(tree, parentOf(tree, statement)));
      if (kindOf(tree, statement) !== "expression_statement" || !oneLine || !block || !startsLine(tree, statement))
        return decline("the call is no statement of a line of its own");
      const indent = indentationAt(tree.text, tree.starts[statement] as number);
      const quote = quoteStyle(tree);
      const condition = `if (process.env.NODE_ENV === ${quote}development${quote}) {\n${indent}${levelOf(tree)}`;
      return offer(tree, [
        {
          variant: "development-only",
          title: "Show stack traces in development only",
          rationale: "Visitors of a running site no longer see paths, queries and source lines of the program.",
          tradeOffs: { behaviour: "Developers must set NODE_ENV to development to see the pages." },
          edits: [insertBefore(tree, statement, condition), insertAfter(tree, statement, `\n${indent}}`)],
        },
      ]);
    }
    return decline("no error page for developers is put in place here", "other-place");
  },
});

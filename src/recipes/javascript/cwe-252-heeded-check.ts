import { kindOf, NONE, parentOf, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { calledName } from "#recipes/ecmascript-syntax/expressions.ts";
import { guardLines, refuseAt } from "#recipes/ecmascript-syntax/refusals.ts";
import { levelOf } from "#recipes/ecmascript-syntax/indentation.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { indentationAt, replaceNode, startsLine } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

/** Checks that say yes or no and throw neither way. */
const CHECKS =
  /^(?:timingSafeEqual|compareSync|verifySync|isValid|isAllowed|isAuthorized|isAuthorised|hasPermission|hasRole|can|checkPassword|verifyPassword|validateToken)$/;

export default defineRecipe({
  id: "javascript/cwe-252-heeded-check",
  title: "A check's no ends the function",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-252", "CWE-754"],
  review: "merge-after-review",
  description:
    "Turns a statement that asks a check (`timingSafeEqual`, `compareSync`, `hasPermission` and their like) and throws its answer away into a condition: when the answer is no, the function refuses as it refuses elsewhere, with status 403 in a web handler. Declines where the answer is used, and for checks that throw by themselves.",
  propose({ tree, range }) {
    for (const call of nodesNear(tree, range, ["call_expression"])) {
      if (!CHECKS.test(calledName(tree, call))) continue;
      const around = parentOf(tree, call);
      const awaited = kindOf(tree, around) === "await_expression";
      const statement = awaited ? parentOf(tree, around) : around;
      if (statement === NONE || kindOf(tree, statement) !== "expression_statement" || !startsLine(tree, statement))
        return decline("the answer of the check is used", "already-safe");
      const asked = textOf(tree, awaited ? around : call);
      const lines = guardLines(`!${awaited ? `(${asked})` : asked}`, refuseAt(tree, call, 403, "Forbidden", "Forbidden"));
      const indent = indentationAt(tree.text, tree.starts[statement] as number);
      const text = lines.map((line) => line.replaceAll("\t", levelOf(tree))).join(`\n${indent}`);
      return offer(tree, [
        {
          variant: "refused",
          title: "Refuse when the check says no",
          rationale: "The check was asked and its answer thrown away, so everybody passed.",
          tradeOffs: { behaviour: "Whoever the check turns down is refused from now on." },
          edits: [replaceNode(tree, statement, text)],
        },
      ]);
    }
    return decline("no check is asked at the place", "other-place");
  },
});

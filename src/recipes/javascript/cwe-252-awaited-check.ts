import { childByField, enclosing, kindOf, NONE, parentOf, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, calledName, calleeOf, functionOf, isFunction, memberOf } from "#recipes/ecmascript-syntax/expressions.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { insertBefore } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const CHECKS = /^(?:compare|verify|verifyPassword|checkPassword|comparePassword|validatePassword|isValidPassword)$/;
const KNOWN = /^(?:bcrypt(?:js)?|argon2|scrypt)$/i;

export default defineRecipe({
  id: "javascript/cwe-252-awaited-check",
  title: "Answer of a check is awaited",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-252", "CWE-287", "CWE-670"],
  review: "merge-after-cursory-review",
  description:
    "Puts `await` before a check of bcrypt or argon2 that stands in a condition as a promise, which is always true. Declines where the function around is not async, where a callback gets the answer, and for checks that are awaited.",
  propose({ tree, range }) {
    for (const call of nodesNear(tree, range, ["call_expression"])) {
      const member = memberOf(tree, calleeOf(tree, call));
      if (member === undefined || !CHECKS.test(calledName(tree, call)) || !KNOWN.test(textOf(tree, member.object))) continue;
      if (kindOf(tree, parentOf(tree, call)) === "await_expression") return decline("the check is awaited", "already-safe");
      const condition = enclosing(tree, parentOf(tree, call), [
        "if_statement",
        "while_statement",
        "ternary_expression",
        "call_expression",
        "statement_block",
      ]);
      const asked = condition === NONE ? NONE : childByField(tree, condition, "condition");
      const inside =
        asked !== NONE &&
        (tree.starts[asked] as number) <= (tree.starts[call] as number) &&
        (tree.ends[call] as number) <= (tree.ends[asked] as number);
      if (!inside) continue;
      if (argumentsOf(tree, call).some((argument) => isFunction(tree, argument)))
        return decline("a callback gets the answer", "intent-unknown");
      const around = functionOf(tree, call);
      if (around === NONE || !/^(?:static\s+|export\s+)*async\b/.test(textOf(tree, around)))
        return decline("the function around is not async, and its callers would have to wait too");
      return offer(tree, [
        {
          variant: "awaited",
          title: "Wait for the answer",
          rationale: "A promise is always true, so every password passed; its value decides now.",
          tradeOffs: { behaviour: "Wrong passwords are refused, since the value of the check decides." },
          edits: [insertBefore(tree, call, "await ")],
        },
      ]);
    }
    return decline("no check of a password is a condition at the place", "other-place");
  },
});

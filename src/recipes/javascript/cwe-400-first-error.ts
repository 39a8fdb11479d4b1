import { enclosing, kindOf, NONE } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { entriesNear } from "#recipes/ecmascript-syntax/entries.ts";
import { bare, calledName } from "#recipes/ecmascript-syntax/expressions.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";

export default defineRecipe({
  id: "javascript/cwe-400-first-error",
  title: "Validation stops at the first error",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-400", "CWE-770"],
  review: "merge-after-review",
  description:
    "Turns `allErrors: true` of Ajv to `false`, so that a large input with many errors is given up at the first. Declines where the option is computed and for other objects.",
  propose({ tree, range }) {
    const entry = entriesNear(tree, range).find(({ pair, key, value }) => {
      const made = enclosing(tree, pair, ["new_expression", "call_expression"]);
      return (
        key === "allErrors" && kindOf(tree, bare(tree, value)) === "true" && made !== NONE && /^Ajv/i.test(calledName(tree, made))
      );
    });
    if (entry === undefined) return decline("no validator that collects every error is made at the place", "other-place");
    return offer(tree, [
      {
        variant: "first-error",
        title: "Report the first error only",
        rationale: "The work for an input no longer grows with the number of its errors.",
        tradeOffs: { behaviour: "A caller is told one error at a time." },
        edits: [replaceNode(tree, entry.value, "false")],
      },
    ]);
  },
});

import { childByField, kindOf, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

export default defineRecipe({
  id: "c/cwe-480-negated-test",
  title: "Negate the whole test of a bit",
  languages: ["c", "cpp"],
  cwes: ["CWE-480", "CWE-783"],
  review: "merge-after-review",
  description:
    "Turns `!flags & MASK` into `!(flags & MASK)`. Declines where the negation stands on both sides, or around the test already.",
  propose({ tree, range }) {
    for (const test of nodesNear(tree, range, ["binary_expression"])) {
      const [left, right] = [childByField(tree, test, "left"), childByField(tree, test, "right")];
      if (textOf(tree, childByField(tree, test, "operator")) !== "&") continue;
      if (kindOf(tree, left) !== "unary_expression" || !textOf(tree, left).startsWith("!")) continue;
      if (kindOf(tree, right) === "unary_expression") return decline("both sides are negated");
      const flags = textOf(tree, childByField(tree, left, "argument"));
      return offer(tree, [
        {
          variant: "around",
          title: "Put the negation around the test",
          rationale: "The bits of the number are tested, and the answer is negated.",
          tradeOffs: { behaviour: "The test holds where the bits are not set; until now it hardly ever held." },
          edits: [replaceNode(tree, test, `!(${flags} & ${textOf(tree, right)})`)],
        },
      ]);
    }
    return decline("no negated number is tested for bits here", "other-place");
  },
});

import { childByField, kindOf, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

export default defineRecipe({
  id: "c/cwe-191-compared-numbers",
  title: "Compare two numbers with each other",
  languages: ["c", "cpp"],
  cwes: ["CWE-191", "CWE-195"],
  review: "merge-after-review",
  description:
    "Turns `a - b > 0` into `a > b`, and likewise for the other orders, which is the same where nothing wraps around. Declines for other differences.",
  propose({ tree, range }) {
    for (const test of nodesNear(tree, range, ["binary_expression"])) {
      const [left, right] = [childByField(tree, test, "left"), childByField(tree, test, "right")];
      const order = textOf(tree, childByField(tree, test, "operator"));
      if (!/^[<>]=?$/u.test(order) || textOf(tree, right) !== "0" || kindOf(tree, left) !== "binary_expression") continue;
      if (textOf(tree, childByField(tree, left, "operator")) !== "-") continue;
      const [from, less] = [childByField(tree, left, "left"), childByField(tree, left, "right")];
      const bracketed = kindOf(tree, less) === "binary_expression" ? `(${textOf(tree, less)})` : textOf(tree, less);
      return offer(tree, [
        {
          variant: "compared",
          title: "Leave the difference out",
          rationale: "A difference of unsigned numbers wraps around to a huge one; the numbers themselves do not.",
          tradeOffs: { behaviour: "Where more is taken away than there is, the test is answered by the numbers as they are." },
          edits: [replaceNode(tree, test, `${textOf(tree, from)} ${order} ${bracketed}`)],
        },
      ]);
    }
    return decline("no difference is compared with zero here", "other-place");
  },
});

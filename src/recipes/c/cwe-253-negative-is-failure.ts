import { childByField, kindOf, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { calleeName } from "#recipes/c-syntax/calls.ts";

export default defineRecipe({
  id: "c/cwe-253-negative-is-failure",
  title: "Ask for a negative result",
  languages: ["c", "cpp"],
  cwes: ["CWE-253"],
  review: "merge-after-cursory-review",
  description:
    "Replaces the comparison of what `snprintf` and its kin give with zero by one for less than zero, which is how they tell a failure.",
  propose({ tree, range }) {
    const [test] = nodesNear(tree, range, ["binary_expression"]).filter(
      (node) => textOf(tree, childByField(tree, node, "operator")) === "==",
    );
    if (test === undefined) return decline("nothing is compared at the place", "other-place");
    const left = childByField(tree, test, "left");
    const right = childByField(tree, test, "right");
    if (
      kindOf(tree, left) !== "call_expression" ||
      !/^v?[sdf]?n?printf$|^asprintf$/u.test(calleeName(tree, left)) ||
      textOf(tree, right) !== "0"
    )
      return decline("no length that was written is compared with zero", "other-place");
    return offer(tree, [
      {
        variant: "negative",
        title: "Compare with less than zero",
        rationale: "The functions give a negative number when they fail, and zero when there was nothing to write.",
        edits: [replaceNode(tree, childByField(tree, test, "operator"), "<")],
      },
    ]);
  },
});

import { textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { argumentsOf, callsNear } from "#recipes/c-syntax/calls.ts";

export default defineRecipe({
  id: "c/cwe-683-value-before-size",
  title: "Give memset the value before the size",
  languages: ["c", "cpp"],
  cwes: ["CWE-683", "CWE-628"],
  review: "merge-after-cursory-review",
  description:
    "Swaps the last two arguments of `memset` where the last one is zero or the one before it is a `sizeof`. Declines where both are zero or neither tells.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["memset"]);
    const [, value, size] = call === undefined ? [] : argumentsOf(tree, call);
    if (value === undefined || size === undefined) return decline("memset is not called at the place", "other-place");
    const [first, last] = [textOf(tree, value), textOf(tree, size)];
    if (first === "0" || /\bsizeof\b/u.test(last) || !(last === "0" || first.startsWith("sizeof")))
      return decline("the arguments stand where they belong", "already-safe");
    return offer(tree, [
      {
        variant: "swapped",
        title: "Swap value and size",
        rationale: "The memory is written as far as it was meant to be.",
        tradeOffs: { behaviour: "The memory is written; until now it was left as it was, or in part." },
        edits: [replaceNode(tree, value, last), replaceNode(tree, size, first)],
      },
    ]);
  },
});

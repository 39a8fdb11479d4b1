import { kindOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { insertAfter } from "#recipes/kit/edit.ts";
import { argumentsOf, calleeName, callsNear } from "#recipes/c-syntax/calls.ts";

export default defineRecipe({
  id: "c/cwe-131-room-for-mark",
  title: "Make room for the end mark",
  languages: ["c"],
  cwes: ["CWE-131", "CWE-193", "CWE-787"],
  review: "merge-after-cursory-review",
  description:
    "Adds one to `malloc(strlen(text))` and to the count of `calloc`, which leave out the end mark. Declines where something is added already.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["malloc", "calloc"]);
    const length = (call === undefined ? [] : argumentsOf(tree, call)).find(
      (one) => kindOf(tree, one) === "call_expression" && calleeName(tree, one) === "strlen",
    );
    if (length === undefined) return decline("no memory of the length of a text is made at the place", "other-place");
    return offer(tree, [
      {
        variant: "one-more",
        title: "Make one byte more",
        rationale: "strlen does not count the end mark, which the copy writes as well.",
        edits: [insertAfter(tree, length, " + 1")],
      },
    ]);
  },
});

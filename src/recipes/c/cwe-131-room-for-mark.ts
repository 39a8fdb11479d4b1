import { kindOf, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { insertAfter, replaceNode } from "#recipes/kit/edit.ts";
import { argumentsOf, calleeName, callsNear } from "#recipes/c-syntax/calls.ts";

export default defineRecipe({
  id: "c/cwe-131-room-for-mark",
  title: "Make room for the end mark",
  languages: ["c", "cpp"],
  cwes: ["CWE-131", "CWE-193", "CWE-787"],
  review: "merge-after-cursory-review",
  description:
    "Adds one to `malloc(strlen(text))` and to the count of `calloc`, which leave out the end mark, and moves it out of `strlen(text + 1)`. Declines where something is added already.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["malloc", "calloc"]);
    const length = (call === undefined ? [] : argumentsOf(tree, call)).find(
      (one) => kindOf(tree, one) === "call_expression" && calleeName(tree, one) === "strlen",
    );
    if (length === undefined) return decline("no memory of the length of a text is made at the place", "other-place");
    const [text] = argumentsOf(tree, length);
    const inside = text === undefined ? undefined : /^(\w+)\s*\+\s*1$/u.exec(textOf(tree, text))?.[1];
    return offer(tree, [
      {
        variant: "one-more",
        title: "Make one byte more",
        rationale: "strlen does not count the end mark, which the copy writes as well.",
        edits: [inside === undefined ? insertAfter(tree, length, " + 1") : replaceNode(tree, length, `strlen(${inside}) + 1`)],
      },
    ]);
  },
});

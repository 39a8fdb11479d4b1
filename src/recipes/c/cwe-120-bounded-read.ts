import { NONE } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { argumentsOf, arrayDeclarator, callsNear, nameAt } from "#recipes/c-syntax/calls.ts";

export default defineRecipe({
  id: "c/cwe-120-bounded-read",
  title: "Read a line with a bound",
  languages: ["c", "cpp"],
  cwes: ["CWE-120", "CWE-242", "CWE-787"],
  review: "merge-after-review",
  description:
    "Replaces `gets(buffer)` by `fgets` with the size of the buffer, where the buffer is an array whose size is declared. Declines for pointers, whose size nobody can see. The line break stays in the text.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["gets"]);
    const [target] = call === undefined ? [] : argumentsOf(tree, call);
    if (call === undefined || target === undefined) return decline("gets is not called at the place", "other-place");
    const name = nameAt(tree, target);
    if (arrayDeclarator(tree, call, name) === NONE) return decline("the size of the buffer is not declared here", "not-in-view");
    return offer(tree, [
      {
        variant: "fgets",
        title: "Read at most what fits",
        rationale: "fgets stops at the size of the buffer, so no line can write behind it.",
        tradeOffs: { behaviour: "The text ends with the line break, and longer lines come in several parts." },
        edits: [replaceNode(tree, call, `fgets(${name}, sizeof(${name}), stdin)`)],
      },
    ]);
  },
});

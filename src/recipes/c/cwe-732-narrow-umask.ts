import { textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { argumentsOf, callsNear } from "#recipes/c-syntax/calls.ts";

export default defineRecipe({
  id: "c/cwe-732-narrow-umask",
  title: "Create files for their owner only",
  languages: ["c", "cpp"],
  cwes: ["CWE-732", "CWE-276"],
  review: "merge-after-cursory-review",
  description: "Replaces `umask(0)` by `umask(077)`. Declines where the mask is not the literal zero.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["umask"]);
    const [mask] = call === undefined ? [] : argumentsOf(tree, call);
    if (mask === undefined) return decline("no mask is set at the place", "other-place");
    if (!/^0(?:0+|x0+)?$/u.test(textOf(tree, mask))) return decline("the mask is not the literal zero", "not-in-view");
    return offer(tree, [
      {
        variant: "owner-only",
        title: "Let nobody else read new files",
        rationale: "A mask of zero leaves new files writable for everybody.",
        tradeOffs: { behaviour: "Other users can no longer read files that the program creates." },
        edits: [replaceNode(tree, mask, "077")],
      },
    ]);
  },
});

import { NONE, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { argumentsOf, arrayDeclarator, callsNear, nameAt } from "#recipes/c-syntax/calls.ts";

export default defineRecipe({
  id: "c/cwe-787-bounded-append",
  title: "Append with the room that is left",
  languages: ["c", "cpp"],
  cwes: ["CWE-787", "CWE-120", "CWE-193"],
  review: "merge-after-review",
  description:
    "Replaces `strcat(target, source)` and a `strncat` whose bound is the whole size by `strncat` with the room that is left, where the target is an array whose size is declared.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["strcat", "strncat"]);
    const [target, source, bound] = call === undefined ? [] : argumentsOf(tree, call);
    if (call === undefined || target === undefined || source === undefined)
      return decline("nothing is appended at the place", "other-place");
    const name = nameAt(tree, target);
    if (arrayDeclarator(tree, call, name) === NONE) return decline("the size of the target is not declared here", "not-in-view");
    if (bound !== undefined && textOf(tree, bound).includes(`strlen(${name})`))
      return decline("the bound is the room that is left", "already-safe");
    return offer(tree, [
      {
        variant: "room-left",
        title: "Append at most what still fits",
        rationale: "The bound of strncat is how much may be appended, and the end mark is written behind it.",
        tradeOffs: { behaviour: "What no longer fits is left out." },
        edits: [replaceNode(tree, call, `strncat(${name}, ${textOf(tree, source)}, sizeof(${name}) - strlen(${name}) - 1)`)],
      },
    ]);
  },
});

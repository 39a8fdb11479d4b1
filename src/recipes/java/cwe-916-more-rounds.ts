import { textOf } from "#analysis/parse/tree.ts";
import { documentationAbove } from "#recipes/kit/documentation.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { namesNumber } from "#recipes/kit/prose.ts";
import { argumentsOf, madeNear } from "#recipes/java-syntax/calls.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";

export default defineRecipe({
  id: "java/cwe-916-more-rounds",
  title: "Make guessing passwords expensive",
  languages: ["java"],
  cwes: ["CWE-916"],
  review: "merge-after-review",
  description:
    "Raises the rounds of a `PBEKeySpec` to 600,000 where a smaller number is written. Declines where the number is not written at the place, and where the function's documentation names it.",
  propose({ tree, range }) {
    const [made] = madeNear(tree, range, ["PBEKeySpec"]);
    const rounds = made === undefined ? undefined : argumentsOf(tree, made)[2];
    if (rounds === undefined) return decline("no key is derived from a password at the place", "other-place");
    const written = textOf(tree, rounds).replaceAll("_", "");
    if (!/^\d+$/u.test(written)) return decline("the number of rounds is not written here", "not-in-view");
    if (Number(written) >= 600_000) return decline("there are rounds enough", "already-safe");
    if (namesNumber(documentationAbove(tree, rounds), Number(written)))
      return decline("the documentation of the function names this number of rounds", "intent-unknown");
    return offer(tree, [
      {
        variant: "more-rounds",
        title: "Derive with 600,000 rounds",
        rationale: "Every guess costs an attacker that many rounds.",
        tradeOffs: {
          behaviour: "Keys that were derived before no longer match, and each derivation takes some tenths of a second.",
        },
        edits: [replaceNode(tree, rounds, "600_000")],
      },
    ]);
  },
});

import { textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { documentationAbove } from "#recipes/kit/documentation.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { namesNumber } from "#recipes/kit/prose.ts";
import { argumentsOf, calleeName, callsNear } from "#recipes/c-syntax/calls.ts";

export default defineRecipe({
  id: "c/cwe-916-more-rounds",
  title: "Hash passwords with more rounds",
  languages: ["c", "cpp"],
  cwes: ["CWE-916"],
  review: "merge-after-review",
  description:
    "Raises the literal number of rounds of `PKCS5_PBKDF2_HMAC` to 600000, of `PKCS5_PBKDF2_HMAC_SHA1` to 1300000. Declines for variables, where the function's documentation names the number, and for `EVP_BytesToKey`, which is not made for passwords at all.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["PKCS5_PBKDF2_HMAC", "PKCS5_PBKDF2_HMAC_SHA1"]);
    const rounds = call === undefined ? undefined : argumentsOf(tree, call)[4];
    if (call === undefined || rounds === undefined) return decline("no key is derived at the place", "other-place");
    const text = textOf(tree, rounds);
    if (!/^\d+[uUlL]*$/u.test(text)) return decline("the number of rounds is no literal", "not-in-view");
    if (namesNumber(documentationAbove(tree, call), Number.parseInt(text, 10)))
      return decline("the documentation of the function names this number of rounds", "intent-unknown");
    const most = calleeName(tree, call).endsWith("SHA1") ? 1_300_000 : 600_000;
    if (Number.parseInt(text, 10) >= most) return decline("there are rounds enough", "already-safe");
    return offer(tree, [
      {
        variant: "rounds",
        title: `Take ${most} rounds`,
        rationale: "Each guess costs whoever guesses as many rounds as the one login costs us.",
        tradeOffs: {
          behaviour: "Keys that were derived with the old number no longer match; derive them anew at the next login.",
        },
        edits: [replaceNode(tree, rounds, String(most))],
      },
    ]);
  },
});

import { textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, callsNear } from "#recipes/go-syntax/calls.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";

export default defineRecipe({
  id: "go/cwe-326-longer-key",
  title: "Make a longer RSA key",
  languages: ["go"],
  cwes: ["CWE-326"],
  review: "merge-after-review",
  description:
    "Makes an RSA key of 3072 bits where `rsa.GenerateKey` is asked for fewer than 2048. Declines where the number is not written there.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["rsa.GenerateKey"]);
    const bits = call === undefined ? undefined : argumentsOf(tree, call)[1];
    if (bits === undefined) return decline("no RSA key is made at the place", "other-place");
    const written = textOf(tree, bits);
    if (!/^\d+$/u.test(written)) return decline("the length is not written at the call", "not-in-view");
    if (Number(written) >= 2048) return decline("the key is long enough", "already-safe");
    return offer(tree, [
      {
        variant: "bits-3072",
        title: "Use 3072 bits",
        rationale: "A key of this length cannot be taken apart for years to come.",
        tradeOffs: { behaviour: "Making and using the key takes longer." },
        edits: [replaceNode(tree, bits, "3072")],
      },
    ]);
  },
});

import { textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { argumentsOf, callsNear } from "#recipes/c-syntax/calls.ts";

export default defineRecipe({
  id: "c/cwe-326-longer-key",
  title: "Make a longer key",
  languages: ["c", "cpp"],
  cwes: ["CWE-326"],
  review: "merge-after-cursory-review",
  description:
    "Raises the literal length of RSA keys below 2048 bits to 3072 in `EVP_PKEY_CTX_set_rsa_keygen_bits` and `RSA_generate_key_ex`.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["EVP_PKEY_CTX_set_rsa_keygen_bits", "RSA_generate_key_ex"]);
    const [, bits] = call === undefined ? [] : argumentsOf(tree, call);
    if (bits === undefined) return decline("no RSA key is made at the place", "other-place");
    const count = Number(textOf(tree, bits));
    if (!Number.isInteger(count)) return decline("the length is no literal number", "not-in-view");
    if (count >= 2048) return decline("the key is long enough", "already-safe");
    return offer(tree, [
      {
        variant: "longer",
        title: "Make a key of 3072 bits",
        rationale: "A key of that length is expected to hold beyond 2030.",
        tradeOffs: { behaviour: "Making the key and using it take longer." },
        edits: [replaceNode(tree, bits, "3072")],
      },
    ]);
  },
});

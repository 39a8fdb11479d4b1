import { textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { argumentsOf, callsNear } from "#recipes/c-syntax/calls.ts";

export default defineRecipe({
  id: "c/cwe-780-oaep-padding",
  title: "Pad what RSA encrypts with OAEP",
  languages: ["c", "cpp"],
  cwes: ["CWE-780", "CWE-327"],
  review: "merge-after-review",
  description:
    "Replaces `RSA_NO_PADDING` and `RSA_PKCS1_PADDING` by `RSA_PKCS1_OAEP_PADDING` in `EVP_PKEY_CTX_set_rsa_padding` and `RSA_public_encrypt`. Declines in files that sign with the same calls, where another padding belongs.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["EVP_PKEY_CTX_set_rsa_padding", "RSA_public_encrypt"]);
    const padding = call === undefined ? undefined : argumentsOf(tree, call).at(-1);
    if (padding === undefined) return decline("no padding is chosen at the place", "other-place");
    if (!/^RSA_(?:NO|PKCS1)_PADDING$/u.test(textOf(tree, padding))) return decline("the padding is another one", "already-safe");
    if (/\bEVP_PKEY_(?:sign|verify)_init\b/u.test(tree.text))
      return decline("the file signs too, and the padding may be meant for that");
    return offer(tree, [
      {
        variant: "oaep",
        title: "Use OAEP",
        rationale: "OAEP makes equal texts different and answers no questions about what was encrypted.",
        tradeOffs: { behaviour: "The other side must decrypt with OAEP as well." },
        edits: [replaceNode(tree, padding, "RSA_PKCS1_OAEP_PADDING")],
      },
    ]);
  },
});

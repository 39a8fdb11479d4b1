import { textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { argumentsOf, callsNear } from "#recipes/c-syntax/calls.ts";

export default defineRecipe({
  id: "c/cwe-295-verified-peer",
  title: "Verify the certificate of the other side",
  languages: ["c", "cpp"],
  cwes: ["CWE-295"],
  review: "merge-after-review",
  description:
    "Turns the verification of certificates and host names on again where `curl_easy_setopt`, `SSL_CTX_set_verify` or `SSL_set_verify` turn it off with a literal.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["curl_easy_setopt", "SSL_CTX_set_verify", "SSL_set_verify"]);
    const [, option, value] = call === undefined ? [] : argumentsOf(tree, call);
    if (option === undefined) return decline("no verification is set at the place", "other-place");
    const name = textOf(tree, option);
    const off = value !== undefined && /^0[lL]?$/u.test(textOf(tree, value));
    const edit =
      name === "SSL_VERIFY_NONE"
        ? replaceNode(tree, option, "SSL_VERIFY_PEER")
        : off && value !== undefined && name === "CURLOPT_SSL_VERIFYPEER"
          ? replaceNode(tree, value, "1L")
          : off && value !== undefined && name === "CURLOPT_SSL_VERIFYHOST"
            ? replaceNode(tree, value, "2L")
            : undefined;
    if (edit === undefined) return decline("the verification is not turned off here", "already-safe");
    return offer(tree, [
      {
        variant: "verified",
        title: "Ask for a certificate that holds",
        rationale: "Connections to whoever shows another certificate fail.",
        tradeOffs: { behaviour: "Servers with certificates of their own making are refused until they are trusted." },
        edits: [edit],
      },
    ]);
  },
});

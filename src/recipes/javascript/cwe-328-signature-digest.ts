import { NONE, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, bare, quoted, stringValue } from "#recipes/ecmascript-syntax/expressions.ts";
import { exportCalled } from "#recipes/ecmascript-syntax/module-calls.ts";
import { usesOf, valueOf } from "#recipes/ecmascript-syntax/scope.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const WEAK = /^(rsa-|dsa-|ecdsa-with-)?(?:md[245]|sha-?1|ripemd(?:160)?|md5-sha1)$/i;

export default defineRecipe({
  id: "javascript/cwe-328-signature-digest",
  title: "Signature is made over SHA-256",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-328", "CWE-327"],
  review: "merge-after-review",
  description:
    "Gives `createSign`, `createVerify`, `sign`, `verify` and `hash` of `crypto` SHA-256 in place of MD5, SHA-1 or RIPEMD, in the literal or in the constant that names it. Declines when the algorithm is chosen at run time or its constant serves other calls.",
  propose({ tree, range }) {
    let reason = "no signature over a weak digest is made or checked at the place";
    for (const call of nodesNear(tree, range, ["call_expression"])) {
      if (!/^(?:createSign|createVerify|sign|verify|hash)$/.test(exportCalled(tree, call, ["crypto"]) ?? "")) continue;
      const given = bare(tree, argumentsOf(tree, call)[0] ?? NONE);
      const { value, binding } = valueOf(tree, given);
      const name = value === NONE ? undefined : stringValue(tree, value);
      if (name === undefined) reason = "the algorithm is chosen at run time";
      const prefix = WEAK.exec(name ?? "");
      if (name === undefined || prefix === null) continue;
      if (binding !== undefined && usesOf(tree, binding).length > 1) {
        reason = "the algorithm's name is used for more than this call";
        continue;
      }
      const strong = (prefix[1] ?? "") + (name === name.toUpperCase() ? "SHA256" : "sha256");
      return offer(tree, [
        {
          variant: "sha-256",
          title: "Sign over SHA-256",
          rationale: "Two documents with one MD5 or SHA-1 digest can be made at will, and a signature of one fits the other.",
          tradeOffs: { behaviour: "Signer and verifier must change together; signatures made before no longer verify." },
          edits: [replaceNode(tree, value, quoted(strong, textOf(tree, value)[0] as string))],
        },
      ]);
    }
    return decline(reason);
  },
});

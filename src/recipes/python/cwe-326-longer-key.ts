import { kindOf, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { callsNear, isCallOf, keywordArgument, positionalArgument } from "#recipes/python-syntax/calls.ts";

const FIRST = ["Crypto", "Cryptodome"]
  .flatMap((module) => [`${module}.PublicKey.RSA.generate`, `${module}.PublicKey.DSA.generate`])
  .concat("paramiko.RSAKey.generate");
const PRIMITIVES = "cryptography.hazmat.primitives.asymmetric";
const RSA_SECOND = [`${PRIMITIVES}.rsa.generate_private_key`];
const DSA_FIRST = [`${PRIMITIVES}.dsa.generate_private_key`];

export default defineRecipe({
  id: "python/cwe-326-longer-key",
  title: "Make keys of 3072 bits",
  languages: ["python"],
  cwes: ["CWE-326"],
  review: "merge-after-cursory-review",
  description:
    "Raises the size of RSA and DSA keys below 2048 bits to 3072, for `cryptography`, PyCryptodome and Paramiko; a second option takes 2048, the smallest size still accepted. Declines where " +
    "the size is not written as a number at the call and where it is large enough.",
  propose({ tree, range }) {
    const call = callsNear(tree, range, [...FIRST, ...RSA_SECOND, ...DSA_FIRST])[0];
    if (call === undefined) return decline("no RSA or DSA key is made at the place", "other-place");
    const index = isCallOf(tree, call, RSA_SECOND) ? 1 : 0;
    const size = (
      keywordArgument(tree, call, "key_size") ??
      keywordArgument(tree, call, "bits") ??
      positionalArgument(tree, call, index)
    )?.value;
    if (size === undefined || kindOf(tree, size) !== "integer")
      return decline("the size is not written as a number at the call", "not-in-view");
    if (Number(textOf(tree, size).replaceAll("_", "")) >= 2048) return decline("the key is large enough", "already-safe");
    const option = (bits: number, cost: string) => ({
      variant: `bits-${bits}`,
      title: `Make a key of ${bits} bits`,
      rationale: "Keys below 2048 bits can be factored by those with means; sizes from there on are out of reach.",
      edits: [replaceNode(tree, size, String(bits))],
      tradeOffs: { behaviour: cost },
    });
    return offer(tree, [
      option(3072, "Making a key and signing with it take several times as long."),
      option(2048, "Making a key takes longer; the size is thought sound until about 2030 only."),
    ]);
  },
});

import { replaceNode } from "#recipes/kit/edit.ts";
import { argumentsOf, callsNear, methodAround, objectText } from "#recipes/java-syntax/calls.ts";
import { descendants, NONE, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";

export default defineRecipe({
  id: "java/cwe-326-longer-key",
  title: "Make a key of enough bits",
  languages: ["java"],
  cwes: ["CWE-326"],
  review: "merge-after-review",
  description:
    "Raises the number of bits that a generator of RSA, DSA or Diffie-Hellman keys is started with to 3072 where a smaller literal is written. Declines where the generator's kind or the number is not written in the same function.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["initialize"]);
    const [bits] = call === undefined ? [] : argumentsOf(tree, call);
    if (call === undefined || bits === undefined) return decline("no generator of keys is started at the place", "other-place");
    const written = textOf(tree, bits);
    if (!/^\d+$/u.test(written)) return decline("the number of bits is not written here", "not-in-view");
    if (Number(written) >= 2048) return decline("the key is long enough", "already-safe");
    const name = objectText(tree, call);
    const method = methodAround(tree, call);
    const made = (method === NONE ? [] : descendants(tree, method, ["variable_declarator"])).some((node) =>
      new RegExp(`^${name}\\s*=\\s*KeyPairGenerator[.]getInstance[(]"(?:RSA|DSA|DH|DiffieHellman)"`, "iu").test(
        textOf(tree, node),
      ),
    );
    if (!/^\w+$/u.test(name) || !made) return decline("what kind of key is made is not written in this function", "not-in-view");
    return offer(tree, [
      {
        variant: "bits-3072",
        title: "Make keys of 3072 bits",
        rationale: "No machine of today finds a key of this length.",
        tradeOffs: { behaviour: "Making and using such a key takes several times as long." },
        edits: [replaceNode(tree, bits, "3072")],
      },
    ]);
  },
});

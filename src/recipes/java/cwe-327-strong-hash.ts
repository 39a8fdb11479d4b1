import { replaceNode } from "#recipes/kit/edit.ts";
import { argumentsOf, callsNear, literalAt, methodName, objectText } from "#recipes/java-syntax/calls.ts";
import { childByField, kindOf, type NodeId, type SyntaxTree } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";

export default defineRecipe({
  id: "java/cwe-327-strong-hash",
  title: "Hash with SHA-256",
  languages: ["java"],
  cwes: ["CWE-327", "CWE-328"],
  review: "merge-after-review",
  description:
    "Asks `MessageDigest.getInstance` for SHA-256 where it asks for MD5 or SHA-1 with a literal, and replaces `md5Hex` and `sha1Hex` of `DigestUtils` by `sha256Hex`. Declines where the name of the function is not written.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["getInstance", "md5Hex", "sha1Hex", "md5", "sha1", "shaHex"]);
    if (call === undefined) return decline("no hash is made at the place", "other-place");
    const edit = stronger(tree, call);
    if (edit === undefined) return decline("no weak hash is asked for by a literal here", "not-in-view");
    return offer(tree, [
      {
        variant: "sha256",
        title: "Make a SHA-256 digest",
        rationale: "Nobody can find two texts with one SHA-256 digest.",
        tradeOffs: { behaviour: "Digests are longer, and those that were stored before no longer match." },
        edits: [edit],
      },
    ]);
  },
});

function stronger(tree: SyntaxTree, call: NodeId): { start: number; end: number; text: string } | undefined {
  const [first] = argumentsOf(tree, call);
  const name = methodName(tree, call);
  const owner = objectText(tree, call).split(".").at(-1);
  if (name === "getInstance") {
    const weak = /^(?:md[245]|sha-?1|sha)$/iu.test(literalAt(tree, first) ?? "");
    return owner === "MessageDigest" && weak && first !== undefined ? replaceNode(tree, first, '"SHA-256"') : undefined;
  }
  const callee = childByField(tree, call, "name");
  if (owner !== "DigestUtils" || kindOf(tree, callee) !== "field_access") return undefined;
  return replaceNode(tree, childByField(tree, callee, "field"), name.endsWith("Hex") ? "sha256Hex" : "sha256");
}

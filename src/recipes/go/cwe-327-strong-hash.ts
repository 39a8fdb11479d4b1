import { childByField, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { calleeOf, callsNear, swapPackage } from "#recipes/go-syntax/calls.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";

const WEAK = ["md5.New", "md5.Sum", "sha1.New", "sha1.Sum"];

export default defineRecipe({
  id: "go/cwe-327-strong-hash",
  title: "Hash with SHA-256",
  languages: ["go"],
  cwes: ["CWE-327", "CWE-328"],
  review: "merge-after-review",
  description:
    "Replaces `md5.New()`, `md5.Sum(\u2026)` and those of `crypto/sha1` by `sha256.New()` and `sha256.Sum256(\u2026)`, with the imports that belong to it. Declines where the file names the old digest's length.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, WEAK);
    if (call === undefined) return decline("no weak hash is made at the place", "other-place");
    if (/\[(?:16|20)\]byte|\b(?:md5|sha1)\.(?:Size|BlockSize)\b/u.test(tree.text))
      return decline("the file relies on the length of the old digest", "too-involved");
    const old = calleeOf(tree, call);
    const callee = childByField(tree, call, "function");
    const used = swapPackage(tree, old.startsWith("md5") ? "crypto/md5" : "crypto/sha1", "crypto/sha256", [callee]);
    if (used === undefined) return decline("the name sha256 means something else here", "name-taken");
    return offer(tree, [
      {
        variant: "sha256",
        title: "Make a SHA-256 digest",
        rationale: "Nobody can find two texts with one SHA-256 digest.",
        tradeOffs: { behaviour: "Digests are longer, and those that were stored before no longer match." },
        edits: [
          ...used.edits,
          replaceNode(tree, callee, `${used.name}.${textOf(tree, callee).endsWith(".New") ? "New" : "Sum256"}`),
        ],
      },
    ]);
  },
});

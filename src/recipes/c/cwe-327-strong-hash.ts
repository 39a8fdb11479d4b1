import { childByField, descendants, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { calleeName, callsNear, includeEdit } from "#recipes/c-syntax/calls.ts";

export default defineRecipe({
  id: "c/cwe-327-strong-hash",
  title: "Hash with SHA-256",
  languages: ["c", "cpp"],
  cwes: ["CWE-327", "CWE-328"],
  review: "merge-after-review",
  description:
    "Replaces `MD5(\u2026)` and `SHA1(\u2026)` of OpenSSL by `SHA256(\u2026)` with the lengths of the file that belong to it, and `EVP_md5()` and `EVP_sha1()` by `EVP_sha256()`. Declines where the hash is made in steps.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["MD5", "SHA1", "EVP_md5", "EVP_sha1"]);
    if (call === undefined) return decline("no weak hash is made in one call at the place", "other-place");
    const name = calleeName(tree, call);
    const callee = childByField(tree, call, "function");
    const old = name === "MD5" ? "MD5_DIGEST_LENGTH" : "SHA_DIGEST_LENGTH";
    const lengths = name.startsWith("EVP_")
      ? []
      : descendants(tree, 0, ["identifier"]).filter((node) => textOf(tree, node) === old);
    if (!name.startsWith("EVP_") && lengths.length === 0)
      return decline("the length of the digest is not written by its name", "not-in-view");
    const header = name.startsWith("EVP_") ? undefined : includeEdit(tree, "openssl/sha.h");
    return offer(tree, [
      {
        variant: "sha256",
        title: "Make a SHA-256 digest",
        rationale: "Nobody can find two texts with one SHA-256 digest.",
        tradeOffs: { behaviour: "Digests are longer, and those that were stored before no longer match." },
        edits: [
          ...(header === undefined ? [] : [header]),
          replaceNode(tree, callee, name.startsWith("EVP_") ? "EVP_sha256" : "SHA256"),
          ...lengths.map((node) => replaceNode(tree, node, "SHA256_DIGEST_LENGTH")),
        ],
      },
    ]);
  },
});

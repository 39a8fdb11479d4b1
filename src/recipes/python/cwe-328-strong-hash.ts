import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, descendants, kindOf, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { enclosingStatement, replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import {
  appendArgument,
  callArguments,
  isCallOf,
  isNamed,
  keywordArgument,
  positionalArgument,
  referenceNear,
} from "#recipes/python-syntax/calls.ts";
import { useMember } from "#recipes/python-syntax/imports.ts";

const HASHLIB = ["hashlib.md5", "hashlib.sha1"];
const PRIMITIVES: Readonly<Record<string, string>> = {
  "cryptography.hazmat.primitives.hashes.MD5": "SHA256",
  "cryptography.hazmat.primitives.hashes.SHA1": "SHA256",
};
const WEAK_NAME = /^([rR]?)(["'])(?:md5|sha-?1)\2$/i;

interface Weak {
  readonly node: NodeId;
  /** The call that makes the hash, where `usedforsecurity` can be said. */
  readonly call: NodeId | undefined;
  readonly kind: "function" | "name" | "primitive";
}

export default defineRecipe({
  id: "python/cwe-328-strong-hash",
  title: "Replace MD5 and SHA-1 by SHA-256",
  languages: ["python"],
  cwes: ["CWE-327", "CWE-328"],
  review: "merge-after-review",
  description:
    "Replaces MD5 and SHA-1 by SHA-256 where `hashlib`, `hashlib.new`, `hmac` or `cryptography` name them. A second option declares the hash to be no security " +
    "measure, for checksums and cache keys that other systems compare. Declines where that is declared already, and where a password is hashed: a fast hash of any " +
    "strength is the wrong tool there.",
  propose({ tree, range }) {
    const weak = findWeak(tree, range);
    if (weak === undefined) return decline("no weak hash function is named at the place", "other-place");
    if (weak.call !== undefined && keywordArgument(tree, weak.call, "usedforsecurity") !== undefined)
      return decline("the hash is declared to be no security measure", "already-safe");
    if (hashesPassword(tree, weak.node))
      return decline("a password is hashed here; it needs a slow function and a plan for the stored ones", "intent-unknown");
    const splat = weak.call !== undefined && (callArguments(tree, weak.call) ?? []).some((argument) => argument.splat);
    const strong = replacement(tree, weak);
    if (strong === undefined) return decline("the file uses the name sha256 for something else", "name-taken");
    return offer(tree, [
      {
        variant: "sha256",
        title: "Hash with SHA-256",
        rationale:
          "Collisions for MD5 and SHA-1 are cheap to make; none are known for SHA-256, so a digest again stands for one content.",
        edits: strong,
        tradeOffs: { behaviour: "Digests become longer and differ from stored ones, which must be computed again." },
      },
      weak.call === undefined || weak.kind === "primitive" || splat
        ? undefined
        : {
            variant: "not-for-security",
            title: "Declare that the hash is no security measure",
            rationale:
              "Where only accidental change matters, such as a checksum or a cache key, the digest can stay and says so to readers and to FIPS builds.",
            edits: [appendArgument(tree, weak.call, "usedforsecurity=False")],
            tradeOffs: {
              security: "Whoever can choose the content can still make two contents with one digest.",
              dependencies: "Needs Python 3.9 or newer.",
            },
            review: "merge-after-review",
          },
    ]);
  },
});

function findWeak(tree: SyntaxTree, range: { readonly start: number; readonly end: number }): Weak | undefined {
  for (const call of nodesNear(tree, range, ["call"])) {
    if (isCallOf(tree, call, HASHLIB)) return { node: childByField(tree, call, "function"), call, kind: "function" };
    if (isCallOf(tree, call, Object.keys(PRIMITIVES)))
      return { node: childByField(tree, call, "function"), call, kind: "primitive" };
    const named = isCallOf(tree, call, ["hashlib.new"])
      ? (positionalArgument(tree, call, 0) ?? keywordArgument(tree, call, "name"))
      : isCallOf(tree, call, ["hmac.new", "hmac.digest", "hashlib.file_digest"])
        ? (keywordArgument(tree, call, "digestmod") ??
          keywordArgument(tree, call, "digest") ??
          positionalArgument(tree, call, 2) ??
          positionalArgument(tree, call, 1))
        : undefined;
    if (named === undefined) continue;
    if (WEAK_NAME.test(textOf(tree, named.value))) {
      return { node: named.value, call: isCallOf(tree, call, ["hashlib.new"]) ? call : undefined, kind: "name" };
    }
    if (isNamed(tree, named.value, HASHLIB)) return { node: named.value, call: undefined, kind: "function" };
  }
  const node = referenceNear(tree, range, HASHLIB);
  return node === undefined ? undefined : { node, call: undefined, kind: "function" };
}

function replacement(tree: SyntaxTree, weak: Weak): ReturnType<typeof replaceNode>[] | undefined {
  if (weak.kind === "name") return [replaceNode(tree, weak.node, textOf(tree, weak.node).replace(/md5|sha-?1/i, "sha256"))];
  if (kindOf(tree, weak.node) === "attribute") {
    return [replaceNode(tree, childByField(tree, weak.node, "attribute"), weak.kind === "primitive" ? "SHA256" : "sha256")];
  }
  const use =
    weak.kind === "primitive"
      ? useMember(tree, "cryptography.hazmat.primitives.hashes", "SHA256", weak.node)
      : useMember(tree, "hashlib", "sha256", weak.node);
  return use === undefined ? undefined : [...use.edits, replaceNode(tree, weak.node, use.name)];
}

function hashesPassword(tree: SyntaxTree, node: NodeId): boolean {
  return descendants(tree, enclosingStatement(tree, node), ["identifier"]).some((each) =>
    /passw|passphrase|pwd/i.test(textOf(tree, each)),
  );
}

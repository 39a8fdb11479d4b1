import { enclosing, kindOf, NONE, type NodeId, parentOf, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, bare, calledName, functionOf, stringValue } from "#recipes/ecmascript-syntax/expressions.ts";
import { useExport } from "#recipes/ecmascript-syntax/imports.ts";
import { resolve, usesOf } from "#recipes/ecmascript-syntax/scope.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const DERIVATIONS = /^(?:pbkdf2|scrypt)(?:Sync)?$/;
const DIGESTS: Readonly<Record<string, number>> = { md5: 16, sha1: 20, sha224: 28, sha256: 32, sha384: 48, sha512: 64 };
const HASH = /createHash\(\s*["'](\w+)["']\s*\)/;

export default defineRecipe({
  id: "javascript/cwe-760-random-salt",
  title: "Each password has a salt of its own",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-760", "CWE-759"],
  review: "merge-after-review",
  description:
    "Replaces a fixed salt of `pbkdf2` and `scrypt`, or one that is the digest of something known, by `crypto.randomBytes` of the same length, where the variable that holds it is returned or stored beside the hash. Declines where the salt is written in the call or goes to the derivation alone, since it would be lost, and in functions that verify.",
  propose({ tree, range }) {
    for (const call of nodesNear(tree, range, ["call_expression"])) {
      if (!DERIVATIONS.test(calledName(tree, call))) continue;
      const salt = bare(tree, argumentsOf(tree, call)[1] ?? NONE);
      if (salt === NONE || kindOf(tree, salt) !== "identifier")
        return decline("no variable holds the salt, so a random one would be lost");
      const binding = resolve(tree, salt, textOf(tree, salt));
      const length = binding === undefined || binding.value < 0 ? undefined : lengthOf(tree, binding.value);
      if (binding === undefined || length === undefined) return decline("the salt is no fixed value in view", "not-in-view");
      if (functionOf(tree, binding.value) === NONE) return decline("the salt is made once for the whole file");
      if (/verify|check|compare|timingSafeEqual/i.test(textOf(tree, functionOf(tree, call))))
        return decline("the function reads what was made with the salt");
      if (!usesOf(tree, binding).some((use) => isKept(tree, use)))
        return decline("the salt is not kept beside the hash, so a random one would be lost", "not-in-view");
      const use = useExport(tree, binding.value, { module: "crypto", exported: "randomBytes", as: "module" });
      return offer(tree, [
        {
          variant: "random",
          title: "Draw a new salt each time",
          rationale:
            "Equal passwords no longer have equal hashes, and tables computed in advance are of no use; who checks a password finds the salt beside the hash.",
          edits: [...use.edits, replaceNode(tree, binding.value, `${use.text}(${length})`)],
          tradeOffs: { behaviour: "Hashes made before keep the salt that is stored with them." },
        },
      ]);
    }
    return decline("no key is derived from a password at the place", "other-place");
  },
});

/** Bytes that a literal, a buffer of one or a digest holds. */
function lengthOf(tree: SyntaxTree, value: NodeId): number | undefined {
  const text = stringValue(tree, value);
  if (text !== undefined) return Math.max(16, text.length);
  const plain = bare(tree, value);
  if (kindOf(tree, plain) !== "call_expression") return undefined;
  const written = textOf(tree, plain);
  if (calledName(tree, plain) === "digest") return DIGESTS[HASH.exec(written)?.[1]?.toLowerCase() ?? ""];
  if (/^Buffer\.alloc\(\s*\d+/.test(written)) return Number(/\d+/.exec(written)?.[0]) || undefined;
  const [literal, encoding] = argumentsOf(tree, plain).map((argument) => stringValue(tree, argument));
  if (!written.startsWith("Buffer.from(") || literal === undefined) return undefined;
  return encoding === "hex"
    ? literal.length >> 1
    : encoding === undefined || /^utf-?8$/i.test(encoding)
      ? literal.length
      : undefined;
}

/** True where the variable becomes part of a result: an element, a property or what is returned, not an argument of a call. */
function isKept(tree: SyntaxTree, use: NodeId): boolean {
  const parent = parentOf(tree, use);
  const kind = kindOf(tree, parent);
  if (
    ["array", "pair", "return_statement", "template_substitution"].includes(kind) ||
    kindOf(tree, use) === "shorthand_property_identifier"
  )
    return true;
  const member = enclosing(tree, use, ["array", "pair", "return_statement", "template_substitution", "statement_block"]);
  return kind === "member_expression" && member !== NONE && kindOf(tree, member) !== "statement_block";
}

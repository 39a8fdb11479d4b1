import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, descendants, enclosing, kindOf, NONE, parentOf, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { methodName } from "#recipes/python-syntax/calls.ts";
import { useModule } from "#recipes/python-syntax/imports.ts";
import { mentions } from "#recipes/python-syntax/scope.ts";

const NAME = /(^|_)(iv|nonce|salt)$/i;
const DIGESTS: Readonly<Record<string, number>> = { md5: 16, sha1: 20, sha224: 28, sha256: 32, sha384: 48, sha512: 64 };
const USES = /\b(AES|DES3|ChaCha20\w*|AESGCM|Cipher|modes\.\w+|pbkdf2_hmac|scrypt|PBKDF2(HMAC)?|hashpw|Scrypt|argon2\w*|HKDF)\b/;

export default defineRecipe({
  id: "python/cwe-329-random-iv",
  title: "Draw initialisation vectors and salts at random",
  languages: ["python"],
  cwes: ["CWE-329", "CWE-1204", "CWE-760"],
  review: "merge-after-review",
  description:
    "Replaces a fixed IV, nonce or salt, or a salt that is the digest of something known, held by a variable of the function, by `os.urandom` of the same length, where the function returns or stores the value next to what it made with it, so that it can be read again. " +
    "Declines where the value goes to the cipher alone: a random one would be lost, and what was encrypted or hashed with it too.",
  propose({ tree, range }) {
    for (const near of nodesNear(tree, range, ["identifier", "assignment", "call"])) {
      const found = fixedValue(tree, near);
      if (found === undefined) continue;
      const { name, value, length, definition } = found;
      const body = textOf(tree, definition);
      if (!USES.test(body)) return decline("the value goes to no cipher and no derivation of a key", "other-place");
      if (
        /decrypt|verify|check|compare/i.test(textOf(tree, childByField(tree, definition, "name"))) ||
        /\.decrypt\(|decryptor\(|compare_digest/.test(body)
      )
        return decline("the function reads what was made with the value, so it must stay as it was", "intent-unknown");
      const kept = mentions(tree, definition, name).some((node) => isKept(tree, node));
      if (!kept) return decline("the value is not kept next to the result, so a random one would be lost", "not-in-view");
      const os = useModule(tree, "os");
      if (os === undefined) return decline("the file uses the name os for something else", "name-taken");
      return offer(tree, [
        {
          variant: "random",
          title: "Draw a new one each time",
          rationale:
            "Equal inputs no longer give equal outputs, and tables computed in advance are of no use; who reads the result finds the value next to it.",
          edits: [...os.edits, replaceNode(tree, value, `${os.name}.urandom(${length})`)],
          tradeOffs: {
            behaviour: "Two runs over the same input give different results; readers must take the value from the result.",
          },
        },
      ]);
    }
    return decline("no variable with a fixed initialisation vector or salt is at the place", "other-place");
  },
});

/** The literal bytes of the variable that the node binds or reads, inside one function. */
function fixedValue(
  tree: SyntaxTree,
  near: NodeId,
): { name: string; value: NodeId; length: number; definition: NodeId } | undefined {
  const definition = enclosing(tree, near, ["function_definition"]);
  if (definition === NONE) return undefined;
  for (const assignment of descendants(tree, definition, ["assignment"])) {
    const [left, right] = [childByField(tree, assignment, "left"), childByField(tree, assignment, "right")];
    if (right === NONE || kindOf(tree, left) !== "identifier" || !NAME.test(textOf(tree, left))) continue;
    const name = textOf(tree, left);
    const length = lengthOf(textOf(tree, right));
    const nearIt = descendants(tree, near, ["identifier"]).some((node) => textOf(tree, node) === name);
    const bound = descendants(tree, definition, ["assignment"]).filter(
      (each) => textOf(tree, childByField(tree, each, "left")) === name,
    );
    if (nearIt && length !== undefined && bound.length === 1) return { name, value: right, length, definition };
  }
  return undefined;
}

/** How many bytes `b"…"`, `b"…" * n`, `bytes(n)` or the digest of something hold. */
function lengthOf(text: string): number | undefined {
  const literal = /^b(["'])((?:\\x[0-9a-fA-F]{2}|[^\\"'])*)\1(?:\s*\*\s*(\d+))?$/.exec(text);
  if (literal !== null) return (literal[2] as string).replaceAll(/\\x../g, "x").length * Number(literal[3] ?? 1) || undefined;
  const digest = /^(?:hashlib\.)?(md5|sha1|sha224|sha256|sha384|sha512)\(.*\)\.digest\(\)$/s.exec(text)?.[1];
  if (digest !== undefined) return DIGESTS[digest];
  const zeros = /^bytes\((\d+)\)$/.exec(text)?.[1];
  return zeros === undefined ? undefined : Number(zeros) || undefined;
}

/** True for a tuple that is added to a list. */
function isCollected(tree: SyntaxTree, tuple: NodeId): boolean {
  const call = parentOf(tree, parentOf(tree, tuple));
  return call !== NONE && kindOf(tree, call) === "call" && methodName(tree, call) === "append";
}

/** True where the variable is returned, added to the result, or stored: not an argument, not its binding. */
function isKept(tree: SyntaxTree, node: NodeId): boolean {
  const parent = parentOf(tree, node);
  const kind = kindOf(tree, parent);
  if (kind === "return_statement" || kind === "expression_list" || kind === "tuple")
    return enclosing(tree, node, ["return_statement", "yield"]) !== NONE || isCollected(tree, parent);
  if (kind === "binary_operator") {
    const around = enclosing(tree, parent, ["argument_list", "return_statement", "assignment"]);
    return around !== NONE && kindOf(tree, around) !== "argument_list";
  }
  if (kind === "assignment")
    return childByField(tree, parent, "right") === node && kindOf(tree, childByField(tree, parent, "left")) !== "identifier";
  return kind === "pair" && childByField(tree, parent, "value") === node;
}

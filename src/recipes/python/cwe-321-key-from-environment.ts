import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, descendants, kindOf, namedChildren, NONE, parentOf, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { callArguments, calleeOf, callsNear, isCallOf, methodName } from "#recipes/python-syntax/calls.ts";
import { useModule } from "#recipes/python-syntax/imports.ts";
import { canonicalName } from "#recipes/python-syntax/names.ts";
import { isBinding, mentions } from "#recipes/python-syntax/scope.ts";

/** Calls whose first argument is a key, and the variable that is to hold it. */
const VARIABLE: Readonly<Record<string, string>> = {
  "Crypto.Cipher.AES.new": "ENCRYPTION_KEY",
  "Cryptodome.Cipher.AES.new": "ENCRYPTION_KEY",
  "cryptography.fernet.Fernet": "FERNET_KEY",
  "cryptography.hazmat.primitives.ciphers.algorithms.AES": "ENCRYPTION_KEY",
  "cryptography.hazmat.primitives.ciphers.aead.AESGCM": "ENCRYPTION_KEY",
  "cryptography.hazmat.primitives.ciphers.aead.ChaCha20Poly1305": "ENCRYPTION_KEY",
  "hmac.new": "SIGNING_KEY",
  "hmac.digest": "SIGNING_KEY",
  "itsdangerous.URLSafeSerializer": "SIGNING_KEY",
  "itsdangerous.URLSafeTimedSerializer": "SIGNING_KEY",
};

export default defineRecipe({
  id: "python/cwe-321-key-from-environment",
  title: "Read the key of a cipher from the environment",
  languages: ["python"],
  cwes: ["CWE-321", "CWE-798"],
  review: "merge-after-review",
  description:
    'Replaces a key that is written into the call of a cipher, `hmac.new`, `Fernet` or a signing serializer by `os.environ["ENCRYPTION_KEY"]`, `FERNET_KEY` or `SIGNING_KEY`; keys of bytes that are ' +
    "no plain text are read as hexadecimal digits. A variable of the module that holds the key alone is read so where it is set. Declines for other keys that come from a variable, and for empty ones. The published key must be replaced all the same.",
  propose({ tree, range }) {
    for (const call of [...callsNear(tree, range, Object.keys(VARIABLE)), ...callsOfAssigned(tree, range)]) {
      const first = callArguments(tree, call)?.[0];
      if (first === undefined || first.splat) continue;
      const literal = literalOf(tree, moduleValue(tree, first.value) ?? first.value);
      if (literal === undefined) continue;
      const text = textOf(tree, literal);
      const [, prefix = "", quote = '"', content = ""] = /^([a-z]*)(["'])(.*)\2$/is.exec(text) ?? [];
      if (content.length < 3 || /f/i.test(prefix)) return decline("the key is empty, or put together from parts", "already-safe");
      const os = useModule(tree, "os");
      if (os === undefined) return decline("the file uses the name os for something else", "name-taken");
      const variable = VARIABLE[canonicalName(tree, calleeOf(tree, call)) as string] as string;
      const read = `${os.name}.environ[${quote}${variable}${quote}]`;
      const bytes = /b/i.test(prefix) ? (content.includes("\\") ? `bytes.fromhex(${read})` : `${read}.encode()`) : read;
      return offer(tree, [
        {
          variant: "environment",
          title: `Read the key from ${variable}`,
          rationale: "The key no longer travels with the code, its history and its builds, and can be changed without a release.",
          edits: [...os.edits, replaceNode(tree, literal, bytes)],
          tradeOffs: {
            behaviour: `The program needs the environment variable ${variable} and ends with KeyError without it.`,
            setting: `Set ${variable} where the program and its tests run.`,
            security: "The key in the history stays readable: what it protects must be encrypted or signed anew.",
          },
        },
      ]);
    }
    return decline("no cipher or signature is given a literal key at the place", "other-place");
  },
});

/** What the name holds everywhere: the module binds it once, at its top, and nothing else does. */
function moduleValue(tree: SyntaxTree, name: NodeId): NodeId | undefined {
  if (kindOf(tree, name) !== "identifier") return undefined;
  const bound = mentions(tree, 0, textOf(tree, name)).filter((node) => isBinding(tree, node));
  const assignment = parentOf(tree, bound[0] ?? NONE);
  const top = parentOf(tree, parentOf(tree, assignment)) === 0;
  return bound.length === 1 && top && kindOf(tree, assignment) === "assignment"
    ? childByField(tree, assignment, "right")
    : undefined;
}

/** Calls whose key is the variable that the range sets. */
function callsOfAssigned(tree: SyntaxTree, range: { readonly start: number; readonly end: number }): NodeId[] {
  const names = nodesNear(tree, range, ["assignment"]).map((node) => textOf(tree, childByField(tree, node, "left")));
  return descendants(tree, 0, ["call"]).filter(
    (call) =>
      isCallOf(tree, call, Object.keys(VARIABLE)) && names.includes(textOf(tree, callArguments(tree, call)?.[0]?.value ?? NONE)),
  );
}

/** The string itself, or the one in `"…".encode()`. */
function literalOf(tree: SyntaxTree, value: NodeId): NodeId | undefined {
  const inner =
    kindOf(tree, value) === "call" && methodName(tree, value) === "encode"
      ? childByField(tree, calleeOf(tree, value), "object")
      : value;
  const fixed =
    kindOf(tree, inner) === "string" && !namedChildren(tree, inner).some((child) => kindOf(tree, child) === "interpolation");
  return fixed ? inner : undefined;
}

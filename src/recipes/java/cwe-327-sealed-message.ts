import { childByField, descendants, kindOf, namedChildren, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { argumentsOf, importEdit, isTaken, literalAt } from "#recipes/java-syntax/calls.ts";
import { allowsFailure, type CipherUse, cipherUses, keyMakers } from "#recipes/java-syntax/cipher-use.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { indentationAt, insertBefore, lineEndAt, lineStartAt, removeRange, replaceNode, startsLine } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const CLASSES = ["java.nio.ByteBuffer", "java.security.SecureRandom", "javax.crypto.spec.GCMParameterSpec"];
const WEAK = /^(?:aes|des|desede)$|\/(?:ecb|cbc|ctr|cfb|ofb)(?:\/|$)/iu;

export default defineRecipe({
  id: "java/cwe-327-sealed-message",
  title: "Encrypt by AES-GCM with a nonce of its own",
  languages: ["java"],
  cwes: ["CWE-327", "CWE-329", "CWE-353"],
  review: "merge-after-review",
  description:
    "Encrypts by `AES/GCM/NoPadding` with twelve bytes of `SecureRandom` in front of the message, and decrypts so, in place of AES in another mode, or of DES where a `KeyGenerator` of the file makes the key. Declines where the file does not hold just one cipher that encrypts and one that decrypts, each set up once in its method for one message, where a key for DES is given, whose bytes are too few, and where a failure of the set-up would be an error of the compiler.",
  propose({ tree, range }) {
    const uses = cipherUses(tree);
    if (uses === undefined)
      return decline("a cipher of the file is not made, set up and used once in one method", "too-involved");
    const near = nodesNear(tree, range, ["method_invocation", "object_creation_expression", "string_literal"]);
    if (!uses.some(({ method }) => near.some((node) => node > method && node < (tree.after[method] as number))))
      return decline("no message is encrypted at the place", "other-place");
    const [encrypt, decrypt] = (["encrypt", "decrypt"] as const).map((one) => uses.filter(({ direction }) => direction === one));
    const [[seal] = [], [open] = []] = [encrypt, decrypt];
    if (seal === undefined || open === undefined || uses.length > 2)
      return decline("the file does not hold just one cipher that encrypts and one that decrypts", "not-in-view");
    const names = [seal, open].map(({ algorithm }) => literalAt(tree, algorithm) ?? "");
    if (names[0] !== names[1] || !WEAK.test(names[0] ?? ""))
      return decline("the ciphers are not the same weak one", "already-safe");
    const kind = (names[0] ?? "").split("/")[0] ?? "";
    const { specs, generators } = keyMakers(tree, kind);
    const other = kind.toLowerCase() !== "aes";
    if (other && (specs.length > 0 || generators.length === 0))
      return decline("a key of that cipher is given, which has too few bytes for AES", "not-in-view");
    if (![seal, open].every((use) => allowsFailure(tree, use)))
      return decline("the method does not allow for an unfit nonce", "too-involved");
    if (CLASSES.some((path) => isTaken(tree, path)))
      return decline("a class that the repair needs means something else here", "name-taken");
    const taken = new RegExp("\\b(?:nonce|sealed|message)\\b", "u");
    if ([seal, open].some(({ method, final }) => taken.test(textOf(tree, method).replace(textOf(tree, final), ""))))
      return decline("the methods use a name that the repair needs", "name-taken");
    return offer(tree, [
      {
        variant: "aes-gcm",
        title: "Seal messages by AES-GCM",
        rationale: "Equal messages look different, and a message that was changed is refused.",
        tradeOffs: {
          behaviour:
            "Messages get longer and different each time. What was encrypted before cannot be read any more: decrypt it first.",
        },
        edits: [
          ...CLASSES.flatMap((path) => importEdit(tree, path) ?? []),
          ...[seal, open].map(({ algorithm }) => replaceNode(tree, algorithm, '"AES/GCM/NoPadding"')),
          ...(other
            ? generators.flatMap((one) =>
                argumentsOf(tree, one)
                  .slice(0, 1)
                  .map((node) => replaceNode(tree, node, '"AES"')),
              )
            : []),
          ...sealing(tree, seal),
          ...opening(tree, open),
          ...[seal, open].flatMap((use) => withoutVector(tree, use)),
        ],
      },
    ]);
  },
});

function sealing(tree: SyntaxTree, { init, name, key, final, statement }: CipherUse): TextEdit[] {
  const indent = indentationAt(tree.text, tree.starts[init] as number);
  const lines = [
    "byte[] nonce = new byte[12];",
    "new SecureRandom().nextBytes(nonce);",
    `${name}.init(Cipher.ENCRYPT_MODE, ${textOf(tree, key)}, new GCMParameterSpec(128, nonce));`,
  ];
  return [
    replaceNode(tree, init, lines.join(`\n${indent}`)),
    insertBefore(tree, statement, `byte[] sealed = ${textOf(tree, final)};\n${indent}`),
    replaceNode(tree, final, "ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array()"),
  ];
}

/** The message is computed before the cipher is set up, which takes the nonce from it. */
function opening(tree: SyntaxTree, { init, name, key, final, statement }: CipherUse): TextEdit[] {
  const indent = indentationAt(tree.text, tree.starts[init] as number);
  const [data] = argumentsOf(tree, final).map((node) => textOf(tree, node));
  const plain = data !== undefined && /^\w+$/u.test(data);
  const message = plain ? data : "message";
  const lines = [
    ...(plain ? [] : [`byte[] message = ${data};`]),
    `${name}.init(Cipher.DECRYPT_MODE, ${textOf(tree, key)}, new GCMParameterSpec(128, ${message}, 0, 12));`,
  ];
  return [
    removeRange(lineStartAt(tree.text, tree.starts[init] as number), lineEndAt(tree.text, tree.ends[init] as number)),
    insertBefore(tree, statement, `${lines.join(`\n${indent}`)}\n${indent}`),
    replaceNode(tree, final, `${name}.doFinal(${message}, 12, ${message}.length - 12)`),
  ];
}

/** The line that declares the old vector, where nothing else uses it. */
function withoutVector(tree: SyntaxTree, { method, vector }: CipherUse): TextEdit[] {
  const name = vector === undefined ? "" : textOf(tree, vector);
  const uses = descendants(tree, method, ["identifier"]).filter((one) => textOf(tree, one) === name);
  const declared = descendants(tree, method, ["local_variable_declaration"]).find((one) =>
    namedChildren(tree, one).some(
      (child) => kindOf(tree, child) === "variable_declarator" && textOf(tree, childByField(tree, child, "name")) === name,
    ),
  );
  if (declared === undefined || uses.length !== 2 || !startsLine(tree, declared)) return [];
  return [
    removeRange(lineStartAt(tree.text, tree.starts[declared] as number), lineEndAt(tree.text, tree.ends[declared] as number)),
  ];
}

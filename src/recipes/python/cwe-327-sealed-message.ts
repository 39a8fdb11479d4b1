import type { SyntaxTree } from "#analysis/parse/tree.ts";
import { textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { useFunction } from "#recipes/python-syntax/added-function.ts";
import { type CipherEnd, cipherEnds } from "#recipes/python-syntax/cipher-ends.ts";
import { besideEachOther, useMember, useModule } from "#recipes/python-syntax/imports.ts";
import { importedNames } from "#recipes/python-syntax/names.ts";

/** With PyCryptodome: the nonce (16 bytes) and the tag (16 bytes) stand before the message. */
const OWN = {
  seal: (aes: string) => [
    `(key, message):`,
    `\t"""Encrypt so that the result shows nothing of the message and no change of it goes unseen."""`,
    `\tcipher = ${aes}.new(key, ${aes}.MODE_GCM)`,
    `\tsealed, tag = cipher.encrypt_and_digest(message)`,
    `\treturn cipher.nonce + tag + sealed`,
  ],
  open: (aes: string) => [
    `(key, sealed):`,
    `\t"""Decrypt what was sealed with the key; anything else raises ValueError."""`,
    `\tcipher = ${aes}.new(key, ${aes}.MODE_GCM, nonce=sealed[:16])`,
    `\treturn cipher.decrypt_and_verify(sealed[32:], sealed[16:32])`,
  ],
};

/** With cryptography: the nonce (12 bytes) stands before the message, and the tag behind it. */
const PRIMITIVES = {
  seal: (aes: string, os: string) => [
    `(key, message):`,
    `\t"""Encrypt so that the result shows nothing of the message and no change of it goes unseen."""`,
    `\tnonce = ${os}.urandom(12)`,
    `\treturn nonce + ${aes}(key).encrypt(nonce, message, None)`,
  ],
  open: (aes: string) => [
    `(key, sealed):`,
    `\t"""Decrypt what was sealed with the key; anything else raises InvalidTag or ValueError."""`,
    `\treturn ${aes}(key).decrypt(sealed[:12], sealed[12:], None)`,
  ],
};

export default defineRecipe({
  id: "python/cwe-327-sealed-message",
  title: "Encrypt by AES-GCM with a nonce of its own",
  languages: ["python"],
  cwes: ["CWE-327", "CWE-329", "CWE-1204"],
  review: "merge-after-review",
  description:
    "Encrypts and decrypts by AES-GCM, a fresh nonce in front of each message, in place of AES in ECB mode, or in another one with a fixed initialisation vector, by PyCryptodome or cryptography. Declines where the file does not hold both ends, where a cipher is kept for several messages, and where an initialisation vector comes from elsewhere.",
  propose({ tree, range }) {
    const ends = cipherEnds(tree);
    if (ends === undefined) return decline("a cipher of the file is not made and used once for one message", "too-involved");
    const near = nodesNear(tree, range, ["call", "identifier", "string", "assignment"]);
    if (
      !ends.some(({ made }) =>
        near.some((node) => (node <= made ? made < (tree.after[node] as number) : node < (tree.after[made] as number))),
      )
    )
      return decline("no message is encrypted by a weak cipher at the place", "other-place");
    if (!ends.some(({ direction }) => direction === "encrypt") || !ends.some(({ direction }) => direction === "decrypt"))
      return decline("the file does not hold both what encrypts and what decrypts, which must change together", "not-in-view");
    const [first] = ends as readonly [CipherEnd, ...CipherEnd[]];
    if (ends.some(({ library }) => library !== first.library))
      return decline("two libraries encrypt in the file", "too-involved");
    const parts = helpers(tree, first);
    if (parts === undefined) return decline("the file uses the names that the repair needs for something else", "name-taken");
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
          ...parts.edits,
          ...ends.flatMap(({ direction, result, key, message, cleared }) => [
            ...cleared,
            replaceNode(tree, result, `${parts[direction]}(${textOf(tree, key)}, ${textOf(tree, message)})`),
          ]),
        ],
      },
    ]);
  },
});

function helpers(tree: SyntaxTree, { library, made }: CipherEnd) {
  if (library !== "cryptography") {
    const aes = importedNames(tree).find(({ target, topLevel }) => topLevel && target === `${library}.Cipher.AES`)?.local;
    return aes === undefined ? undefined : added(tree, made, OWN.seal(aes), OWN.open(aes), []);
  }
  const [aes, os] = [useMember(tree, "cryptography.hazmat.primitives.ciphers.aead", "AESGCM"), useModule(tree, "os")];
  if (aes === undefined || os === undefined) return undefined;
  const imports = besideEachOther(os.edits, aes.edits);
  return added(tree, made, PRIMITIVES.seal(aes.name, os.name), PRIMITIVES.open(aes.name), imports);
}

function added(
  tree: SyntaxTree,
  made: number,
  sealLines: readonly string[],
  openLines: readonly string[],
  imports: readonly CipherEnd["cleared"][number][],
) {
  const seal = useFunction(tree, made, ["_seal", "_sealed"], sealLines);
  const open = useFunction(tree, made, ["_open", "_opened"], openLines);
  if (seal === undefined || open === undefined) return undefined;
  return { encrypt: seal.name, decrypt: open.name, edits: [...imports, ...seal.edits, ...open.edits] };
}

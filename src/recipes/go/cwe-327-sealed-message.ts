import { childByField, descendants, kindOf, type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { type CipherFunction, cipherFunctions } from "#recipes/go-syntax/cipher-pair.ts";
import { functionAround } from "#recipes/go-syntax/functions.ts";
import { writeImports } from "#recipes/go-syntax/import-block.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const OWN = new Set(["block", "gcm", "nonce", "err", "sealed", "opened", "sum"]);

export default defineRecipe({
  id: "go/cwe-327-sealed-message",
  title: "Encrypt by AES-GCM with a nonce of its own",
  languages: ["go"],
  cwes: ["CWE-327", "CWE-329", "CWE-1204", "CWE-323", "CWE-353"],
  review: "merge-after-review",
  description:
    "Writes a function that encrypts one message and the one that decrypts it anew, with AES-GCM and a nonce from `crypto/rand` in front of the message, in place of single blocks (ECB), of fixed vectors, and of DES, RC4 and Blowfish, whose keys are then hashed to 32 bytes. Declines where not both stand in the file, where one does more than that, where the vector or several messages are handed in, and where decrypting cannot give an error.",
  propose({ tree, range }) {
    const place = nodesNear(tree, range, ["call_expression", "identifier"])[0];
    const around = place === undefined ? -1 : functionAround(tree, place);
    const all = cipherFunctions(tree);
    if (all === undefined)
      return decline("a function with a cipher does more than to encrypt or decrypt one message", "too-involved");
    if (!all.some(({ node }) => node === around))
      return decline("no function that encrypts or decrypts is at the place", "other-place");
    const sides = ["encrypt", "decrypt"].map((direction) => all.filter((one) => one.direction === direction));
    const [[encrypt] = [], [decrypt] = []] = sides;
    if (encrypt === undefined || decrypt === undefined || all.length > 2)
      return decline("the file does not hold just one function that encrypts and one that decrypts", "not-in-view");
    if (/\.(?:NewGCM\w*|Seal|Open)\(/u.test(tree.text)) return decline("messages are sealed in the file already", "already-safe");
    if (decrypt.results.at(-1) !== "error") return decline("the function that decrypts cannot give an error", "too-involved");
    if (encrypt.encoding !== decrypt.encoding || encrypt.cipher !== decrypt.cipher)
      return decline("the two functions do not use the same form", "too-involved");
    if ([encrypt, decrypt].some(({ message, key }) => OWN.has(message.name) || OWN.has(key)))
      return decline("the functions use a name that the repair needs", "name-taken");
    const hashed = encrypt.cipher === "other";
    const bodies = [encrypt, decrypt].map((one) => ({ one, text: bodyOf(one, hashed) }));
    const edits = bodies.map(({ one, text }) => replaceNode(tree, childByField(tree, one.node, "body"), text));
    const header = headers(
      tree,
      bodies.map(({ one }) => one.node),
      bodies.map(({ text }) => text).join("\n"),
      hashed,
    );
    if (header === undefined) return decline("the imports of the file leave no room for those of the repair", "name-taken");
    return offer(tree, [
      {
        variant: "aes-gcm",
        title: "Seal messages by AES-GCM",
        rationale: "Equal messages look different, and a message that was changed is refused.",
        tradeOffs: {
          behaviour:
            "Messages get longer and different each time. What was encrypted before cannot be read any more: decrypt it first.",
          ...(hashed ? { security: "A short key stays easy to guess, also hashed: take one of 32 random bytes." } : {}),
        },
        edits: [...header, ...edits],
      },
    ]);
  },
});

function bodyOf({ direction, key, message, encoding, results }: CipherFunction, hashed: boolean): string {
  const [kind] = results;
  const end = results.length > 1 ? ", nil" : "";
  const stop = (error: string): string =>
    results.length > 1 ? `\treturn ${kind === "string" ? '""' : "nil"}, ${error}` : `\tpanic(${error})`;
  const ask = ["if err != nil {", stop("err"), "}"];
  const start = [
    ...(hashed ? [`sum := sha256.Sum256(${key})`] : []),
    `block, err := aes.NewCipher(${hashed ? "sum[:]" : key})`,
    ...ask,
    "gcm, err := cipher.NewGCM(block)",
    ...ask,
  ];
  const given = message.text && (direction === "encrypt" || encoding === undefined) ? `[]byte(${message.name})` : message.name;
  const sealed = message.text || encoding !== undefined ? "sealed" : message.name;
  const opening =
    encoding === undefined
      ? message.text
        ? [`sealed := ${given}`]
        : []
      : [`sealed, err := ${encoding}.DecodeString(${given})`, ...ask];
  const opened = `gcm.Open(nil, ${sealed}[:gcm.NonceSize()], ${sealed}[gcm.NonceSize():], nil)`;
  const sent = `gcm.Seal(nonce, nonce, ${given}, nil)`;
  const written = encoding !== undefined ? `${encoding}.EncodeToString(${sent})` : kind === "string" ? `string(${sent})` : sent;
  const lines =
    direction === "encrypt"
      ? [
          ...start,
          "nonce := make([]byte, gcm.NonceSize())",
          "if _, err := rand.Read(nonce); err != nil {",
          stop("err"),
          "}",
          `return ${written}${end}`,
        ]
      : [
          ...opening,
          ...start,
          `if len(${sealed}) < gcm.NonceSize() {`,
          stop('errors.New("the message is too short")'),
          "}",
          ...(kind === "string" ? [`opened, err := ${opened}`, ...ask, "return string(opened), nil"] : [`return ${opened}`]),
        ];
  return `{\n${lines.map((line) => `\t${line}\n`).join("")}}`;
}

function headers(tree: SyntaxTree, bodies: readonly NodeId[], written: string, hashed: boolean): readonly TextEdit[] | undefined {
  const wanted = ["crypto/aes", "crypto/cipher", "crypto/rand", "errors", ...(hashed ? ["crypto/sha256"] : [])];
  const outside = descendants(tree, 0, ["identifier", "package_identifier"]).filter(
    (node) =>
      kindOf(tree, tree.parents[node] as NodeId) !== "import_spec" &&
      !bodies.some((body) => node > body && node < (tree.after[body] as number)),
  );
  const names = new Set(outside.map((node) => textOf(tree, node)));
  return writeImports(tree, (local) => new RegExp(`\\b${local}\\.`, "u").test(written) || names.has(local), wanted);
}

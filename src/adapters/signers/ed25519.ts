import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomUUID,
  sign,
  verify,
} from "node:crypto";
import { chmod, link, mkdir, open, readFile, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { AssayError } from "#domain/errors.ts";
import type { Signer, VerifySignature } from "#ports/signer.ts";

/**
 * The local signing key: an Ed25519 private key in PKCS#8 PEM, created on first use with mode 0600. Two processes that
 * start at once end with one key. Rejects with `evidence-invalid` when the file is readable by others or holds another kind of key.
 */
export async function openLocalSigner(file: string): Promise<Signer> {
  const existing = await readKey(file);
  return toSigner(existing ?? (await createKey(file)));
}

export const verifyEd25519: VerifySignature = (publicKey, message, signature) => {
  try {
    return verify(null, message, createPublicKey(publicKey), signature);
  } catch {
    return false;
  }
};

/** Hex SHA-256 of the key's SPKI DER form. Undefined for text that is no Ed25519 public key in exactly the PEM form we write. */
export function keyId(publicKey: string): string | undefined {
  try {
    const key = createPublicKey(publicKey);
    if (key.asymmetricKeyType !== "ed25519" || pemOf(key) !== publicKey) return undefined;
    return createHash("sha256")
      .update(key.export({ type: "spki", format: "der" }))
      .digest("hex");
  } catch {
    return undefined;
  }
}

function pemOf(key: KeyObject): string {
  return key.export({ type: "spki", format: "pem" }).toString();
}

async function readKey(file: string): Promise<KeyObject | undefined> {
  const info = await stat(file).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT") return undefined;
    throw new AssayError("key-unsafe", `the signing key ${file} cannot be reached (${cause.code})`, { cause });
  });
  if (info === undefined) return undefined;
  if (!info.isFile()) throw new AssayError("key-unsafe", `${file} is no regular file`);
  if ((info.mode & 0o077) !== 0) {
    throw new AssayError("key-unsafe", `the signing key ${file} can be read by others (mode ${(info.mode & 0o777).toString(8)})`);
  }
  const key = privateKey(await readFile(file, "utf8"));
  if (key?.asymmetricKeyType !== "ed25519") throw new AssayError("key-unsafe", `${file} holds no Ed25519 private key`);
  return key;
}

function privateKey(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}

async function createKey(file: string): Promise<KeyObject> {
  try {
    return await writeKey(file);
  } catch (cause) {
    if (cause instanceof AssayError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AssayError("write-failed", `cannot write the signing key ${file}: ${reason}`, {
      hint: "Check free space and permissions, or name another folder with --state.",
      cause,
    });
  }
}

async function writeKey(file: string): Promise<KeyObject> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const { privateKey: key } = generateKeyPairSync("ed25519");
  const draft = `${file}.${randomUUID()}.new`;
  const handle = await open(draft, "wx", 0o600);
  try {
    await handle.writeFile(key.export({ type: "pkcs8", format: "pem" }));
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await chmod(draft, 0o600);
    await link(draft, file);
    return key;
  } catch (cause) {
    const winner = (cause as NodeJS.ErrnoException).code === "EEXIST" ? await readKey(file) : undefined;
    if (winner === undefined) throw cause;
    return winner;
  } finally {
    await rm(draft, { force: true });
  }
}

function toSigner(key: KeyObject): Signer {
  const publicKey = pemOf(createPublicKey(key));
  const keyid = keyId(publicKey) as string;
  return { keyid, publicKey, sign: async (message) => ({ keyid, signature: sign(null, message, key) }) };
}

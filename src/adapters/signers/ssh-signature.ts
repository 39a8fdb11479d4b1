import { createHash, createPublicKey, verify } from "node:crypto";

const MAGIC = "SSHSIG";
const ARMOR = /^-----BEGIN SSH SIGNATURE-----\s+([A-Za-z0-9+/=\s]+?)\s+-----END SSH SIGNATURE-----\s*$/u;
const KEY_LINE = /^ssh-ed25519 ([A-Za-z0-9+/]+={0,2})(?: .*)?$/u;
/** SPKI of an Ed25519 key up to its 32 bytes (RFC 8410). */
const SPKI_HEAD = Buffer.from("302a300506032b6570032100", "hex");

/** `SHA256:…` as ssh-keygen prints it; undefined for what is no `ssh-ed25519` line. */
export function sshFingerprint(line: string): string | undefined {
  const blob = keyBlob(line);
  return blob === undefined ? undefined : `SHA256:${createHash("sha256").update(blob).digest("base64").replace(/=+$/u, "")}`;
}

/**
 * Whether an armored signature of `ssh-keygen -Y sign -n <namespace>` over `message` is from this key, a line of `authorized_keys`
 * of the kind ssh-ed25519. False for rubbish, other kinds of keys and other namespaces; never throws. The format is PROTOCOL.sshsig of OpenSSH.
 */
export function verifySshSignature(line: string, namespace: string, message: Uint8Array, armored: string): boolean {
  const blob = keyBlob(line);
  const encoded = ARMOR.exec(armored)?.[1];
  if (blob === undefined || encoded === undefined) return false;
  const read = reader(Buffer.from(encoded, "base64"));
  if (read.raw(MAGIC.length)?.toString("latin1") !== MAGIC || read.number() !== 1) return false;
  const [key, space, reserved, hash, signature] = [read.text(), read.text(), read.text(), read.text(), read.text()];
  if (!key?.equals(blob) || space?.toString("utf8") !== namespace || reserved?.length !== 0 || !read.done()) return false;
  const algorithm = hash?.toString("latin1");
  if (algorithm !== "sha256" && algorithm !== "sha512") return false;
  const inner = reader(signature ?? Buffer.alloc(0));
  if (inner.text()?.toString("latin1") !== "ssh-ed25519") return false;
  const bytes = inner.text();
  if (bytes?.length !== 64 || !inner.done()) return false;
  const digest = createHash(algorithm).update(message).digest();
  const signed = Buffer.concat([
    Buffer.from(MAGIC),
    ...[Buffer.from(namespace), Buffer.alloc(0), Buffer.from(algorithm), digest].map(framed),
  ]);
  const publicKey = createPublicKey({ key: Buffer.concat([SPKI_HEAD, blob.subarray(-32)]), format: "der", type: "spki" });
  return verify(null, signed, publicKey, bytes);
}

/** The binary form of a key's line, when it is one of 32 bytes. */
function keyBlob(line: string): Buffer | undefined {
  const encoded = KEY_LINE.exec(line.trim())?.[1];
  if (encoded === undefined) return undefined;
  const blob = Buffer.from(encoded, "base64");
  const read = reader(blob);
  return read.text()?.toString("latin1") === "ssh-ed25519" && read.text()?.length === 32 && read.done() ? blob : undefined;
}

function framed(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** Reads SSH's wire form (RFC 4251, section 5); every answer is undefined past the end. */
function reader(bytes: Buffer) {
  let at = 0;
  const raw = (length: number): Buffer | undefined => {
    if (at + length > bytes.length) {
      at = bytes.length + 1;
      return undefined;
    }
    at += length;
    return bytes.subarray(at - length, at);
  };
  const number = (): number | undefined => raw(4)?.readUInt32BE();
  return { raw, number, text: () => raw(number() ?? bytes.length + 1), done: () => at === bytes.length };
}

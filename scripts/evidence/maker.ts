import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from "node:crypto";
import { keyId } from "#adapters/signers/ed25519.ts";
import { EvidenceBundle } from "#domain/bundle.ts";
import { PAYLOAD_TYPE, type Statement } from "#domain/evidence.ts";
import { Digest, RunId } from "#domain/ids.ts";
import { chainStart, makeEntry } from "#journal/chain.ts";
import { canonicalJson } from "#lib/canonical-json.ts";
import { digest } from "#lib/digest.ts";
import type { JournalEntry } from "#ports/store.ts";
import { buildStatement, preAuthEncoding } from "#stages/record/statement.ts";

/** PKCS#8 of a key of these curves up to its 32 bytes (RFC 8410). */
const HEADS = { ed25519: "302e020100300506032b657004220420", x25519: "302e020100300506032b656e04220420" } as const;

export interface TestKey {
  readonly key: KeyObject;
  /** PEM (PKCS#8). */
  readonly privatePem: string;
  /** PEM (SPKI). */
  readonly publicKey: string;
  readonly keyid: string;
}

/** A key for tests, the same for the same name on every machine. Worth nothing as a secret. */
export function testKey(name: string, curve: keyof typeof HEADS = "ed25519"): TestKey {
  const seed = createHash("sha256").update(`assay test key ${name}`).digest();
  const key = createPrivateKey({ key: Buffer.concat([Buffer.from(HEADS[curve], "hex"), seed]), format: "der", type: "pkcs8" });
  const publicKey = createPublicKey(key).export({ type: "spki", format: "pem" }).toString();
  return {
    key,
    privatePem: key.export({ type: "pkcs8", format: "pem" }).toString(),
    publicKey,
    keyid: keyId(publicKey) ?? "none",
  };
}

export const RUN = RunId.parse("5f0c2a6e-0000-4000-8000-000000000001");
export const OTHER_RUN = RunId.parse("5f0c2a6e-0000-4000-8000-000000000002");
/** The files that the bundle speaks of, as they are on the disk when it holds. */
export const PROJECT: Readonly<Record<string, string>> = {
  "src/hash.py": "import hashlib\n\n\ndef name(data):\n    return hashlib.sha256(data).hexdigest()\n",
  "src/list.py": 'import subprocess\n\n\ndef show(folder):\n    subprocess.run(["ls", "--", folder])\n',
};
const BEFORE: Readonly<Record<string, string>> = {
  "src/hash.py": "import hashlib\n\n\ndef name(data):\n    return hashlib.md5(data).hexdigest()\n",
  "src/list.py": 'import os\n\n\ndef show(folder):\n    os.system("ls " + folder)\n',
};
const DIFF = [
  "--- a/src/hash.py",
  "+++ b/src/hash.py",
  "@@ -4,2 +4,2 @@",
  " def name(data):",
  "-    return hashlib.md5(data).hexdigest()",
  "+    return hashlib.sha256(data).hexdigest()",
  "",
].join("\n");

export function logOf(run: RunId, names: readonly string[]): JournalEntry[] {
  const log: JournalEntry[] = [];
  for (const name of names)
    log.push(
      makeEntry(run, log.length, log.length === 0 ? "step" : "event", name, { name }, log.at(-1)?.hash ?? chainStart(run)),
    );
  return log;
}

export const NAMES = ["inputs", "scan-started", "defect-correlated", "candidate-proposed", "repair-accepted"];

export function statementOf(log: readonly JournalEntry[]): Statement {
  const of = (text: string): Digest => Digest.parse(digest(text));
  return buildStatement({
    tool: { name: "assay", version: "0.0.0", grammars: {} },
    run: RUN,
    applied: true,
    sandbox: "bubblewrap",
    policy: of("policy"),
    config: of("config"),
    reviewers: ["ana"],
    diff: of(DIFF),
    chain: log.at(-1)?.hash ?? chainStart(RUN),
    chainLength: log.length,
    engines: [],
    repairs: [],
    defects: new Map(),
    changes: Object.entries(PROJECT).map(([path, after]) => ({ path, before: of(BEFORE[path] as string), after: of(after) })),
  });
}

export interface EnvelopeOptions {
  readonly payloadType?: string;
  readonly signedAs?: string;
  readonly keyid?: string;
}

/** A DSSE envelope around any bytes. */
export function seal(payload: string | Uint8Array, { key, keyid }: TestKey, options: EnvelopeOptions = {}) {
  const bytes = Buffer.from(payload);
  const payloadType = options.payloadType ?? PAYLOAD_TYPE;
  const sig = sign(null, preAuthEncoding(options.signedAs ?? payloadType, bytes), key).toString("base64");
  return { payloadType, payload: bytes.toString("base64"), signatures: [{ keyid: options.keyid ?? keyid, sig }] };
}

/** A bundle around a payload, with the material that {@link statementOf} speaks of. */
export function bundleOf(payload: string | Uint8Array, by: TestKey): EvidenceBundle {
  return EvidenceBundle.parse({
    schemaVersion: 1,
    sigstore: {
      mediaType: "application/vnd.dev.sigstore.bundle.v0.3+json",
      verificationMaterial: { publicKey: { hint: by.keyid }, tlogEntries: [] },
      dsseEnvelope: seal(payload, by),
    },
    publicKey: by.publicKey,
    diff: DIFF,
    base: Object.entries(BEFORE).map(([path, text]) => ({
      path,
      digest: digest(text),
      content: Buffer.from(text).toString("base64"),
    })),
    log: logOf(RUN, NAMES),
  });
}

export const fileOf = (bundle: unknown): string => `${canonicalJson(bundle)}\n`;

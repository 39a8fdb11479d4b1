import { generateKeyPairSync, type KeyObject, sign, X509Certificate } from "node:crypto";
import { z } from "zod";
import { AssayError } from "#domain/errors.ts";
import type { IdentitySigner } from "#ports/signer.ts";

export interface KeylessOptions {
  /** Base addresses, each with a fetch that is bound to its origin. */
  readonly fulcio: string;
  readonly rekor: string;
  readonly fetchFulcio: typeof globalThis.fetch;
  readonly fetchRekor: typeof globalThis.fetch;
  /** OIDC identity token, a JWT; it goes to Fulcio and nowhere else. */
  readonly token: string;
  /** DSSE pre-authentication encoding: what is signed. */
  readonly encode: (payloadType: string, payload: Uint8Array) => Uint8Array;
}

const ANSWER_MS = 30_000;
const Chain = z.object({ chain: z.object({ certificates: z.array(z.string()).min(1) }) });
const Certificates = z.object({ signedCertificateEmbeddedSct: Chain });
const count = z.int().min(0);
const Entry = z.object({
  body: z.base64(),
  integratedTime: count,
  logID: z.hex(),
  logIndex: count,
  verification: z.object({
    signedEntryTimestamp: z.base64().optional(),
    inclusionProof: z
      .object({ checkpoint: z.string(), hashes: z.array(z.hex()), logIndex: count, rootHash: z.hex(), treeSize: count })
      .optional(),
  }),
});
const Entries = z.record(z.string(), Entry);
const Kind = z.object({ kind: z.string(), apiVersion: z.string() });

/**
 * Keyless signing by Sigstore: a key pair that lives for one signature, a certificate for it from Fulcio (API v2), an entry in Rekor (API v1, type dsse 0.0.1).
 * https://github.com/sigstore/fulcio and https://github.com/sigstore/rekor
 */
export function keylessSigner(options: KeylessOptions): IdentitySigner {
  return {
    async sign(payload, payloadType, signal) {
      const keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
      const certificate = await certificateFor(options, keys, signal);
      const sig = sign("sha256", options.encode(payloadType, payload), keys.privateKey).toString("base64");
      const dsseEnvelope = {
        payload: Buffer.from(payload).toString("base64"),
        payloadType,
        signatures: [{ sig, keyid: "" }],
      };
      const entry = await entryFor(options, dsseEnvelope, certificate, signal);
      const bundle = {
        mediaType: "application/vnd.dev.sigstore.bundle.v0.3+json",
        verificationMaterial: { certificate: { rawBytes: certificate.raw.toString("base64") }, tlogEntries: [entry] },
        dsseEnvelope,
      };
      return `${JSON.stringify(bundle, undefined, 2)}\n`;
    },
  };
}

async function certificateFor(
  { fulcio, fetchFulcio, token }: KeylessOptions,
  { publicKey, privateKey }: { readonly publicKey: KeyObject; readonly privateKey: KeyObject },
  signal: AbortSignal,
): Promise<X509Certificate> {
  const content = publicKey.export({ format: "pem", type: "spki" }).toString();
  const proof = sign("sha256", Buffer.from(subjectOf(token)), privateKey).toString("base64");
  const request = {
    credentials: { oidcIdentityToken: token },
    publicKeyRequest: { publicKey: { algorithm: "ECDSA", content }, proofOfPossession: proof },
  };
  const answer = Certificates.safeParse(await post(fetchFulcio, `${fulcio}/api/v2/signingCert`, request, signal));
  const pem = answer.data?.signedCertificateEmbeddedSct.chain.certificates[0];
  const certificate = pem === undefined ? undefined : parsed(pem);
  if (certificate === undefined || !certificate.publicKey.equals(publicKey))
    throw new AssayError("keyless-failed", `${fulcio} gave no certificate for the key that was asked about`);
  return certificate;
}

function parsed(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    // What is no certificate is none.
    return undefined;
  }
}

/** What the proof of possession signs: the e-mail address, else the subject. The token itself is Fulcio's to judge. */
function subjectOf(token: string): string {
  const refused = (why: string): AssayError => new AssayError("keyless-failed", `the identity token ${why}`);
  let claims: unknown;
  try {
    claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));
  } catch {
    throw refused("is no JWT");
  }
  const read = z
    .object({ email: z.string().min(1).optional(), email_verified: z.unknown().optional(), sub: z.string().min(1) })
    .safeParse(claims);
  if (!read.success) throw refused("names no subject");
  const { email, email_verified: verified, sub } = read.data;
  if (email === undefined) return sub;
  if (verified !== true && verified !== "true") throw refused("names an address that its issuer did not verify");
  return email;
}

async function entryFor(
  { rekor, fetchRekor }: KeylessOptions,
  envelope: object,
  certificate: X509Certificate,
  signal: AbortSignal,
): Promise<object> {
  const verifiers = [Buffer.from(certificate.toString()).toString("base64")];
  const proposedContent = { envelope: JSON.stringify(envelope), verifiers };
  const proposed = { apiVersion: "0.0.1", kind: "dsse", spec: { proposedContent } };
  const answer = Entries.safeParse(await post(fetchRekor, `${rekor}/api/v1/log/entries`, proposed, signal));
  const [entry, ...more] = Object.values(answer.data ?? {});
  if (entry === undefined || more.length > 0) throw new AssayError("keyless-failed", `${rekor} made no entry that can be read`);
  const kind = Kind.safeParse(JSON.parse(Buffer.from(entry.body, "base64").toString("utf8")));
  if (!kind.success) throw new AssayError("keyless-failed", `${rekor} made an entry of no kind`);
  const { signedEntryTimestamp, inclusionProof: proof } = entry.verification;
  return {
    logIndex: String(entry.logIndex),
    logId: { keyId: base64(entry.logID) },
    kindVersion: { kind: kind.data.kind, version: kind.data.apiVersion },
    integratedTime: String(entry.integratedTime),
    ...(signedEntryTimestamp !== undefined && { inclusionPromise: { signedEntryTimestamp } }),
    ...(proof !== undefined && {
      inclusionProof: {
        logIndex: String(proof.logIndex),
        rootHash: base64(proof.rootHash),
        treeSize: String(proof.treeSize),
        hashes: proof.hashes.map(base64),
        checkpoint: { envelope: proof.checkpoint },
      },
    }),
    canonicalizedBody: entry.body,
  };
}

function base64(hex: string): string {
  return Buffer.from(hex, "hex").toString("base64");
}

async function post(fetch: typeof globalThis.fetch, url: string, body: object, signal: AbortSignal): Promise<unknown> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]);
  const headers = { "content-type": "application/json", accept: "application/json" };
  try {
    const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body), signal: limit });
    // The answer may repeat what was sent: it is not told.
    if (!response.ok) throw new AssayError("keyless-failed", `${url} answers ${response.status}`);
    return await response.json();
  } catch (cause) {
    signal.throwIfAborted();
    if (cause instanceof AssayError) throw cause;
    throw new AssayError("keyless-failed", `${url}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

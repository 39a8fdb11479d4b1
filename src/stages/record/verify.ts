import type { EvidenceBundle } from "#domain/bundle.ts";
import { type Claim, type ClaimReason, fails, holds, unknown } from "#domain/claim.ts";
import { PAYLOAD_TYPE, PREDICATE_TYPE, Statement, STATEMENT_TYPE } from "#domain/evidence.ts";
import { digest, digestJson } from "#lib/digest.ts";
import type { VerifySignature } from "#ports/signer.ts";
import { isObject, type JsonObject } from "./json-value.ts";
import { readBundle, readStrict } from "./read-bundle.ts";
import { preAuthEncoding } from "./statement.ts";

export interface Verified {
  readonly claims: readonly Claim[];
  /** Present when signature and form hold. */
  readonly statement?: Statement;
  readonly bundle?: EvidenceBundle;
}

export interface VerifyTools {
  readonly verifySignature: VerifySignature;
  readonly keyId: (publicKey: string) => string | undefined;
  /** Where the chain of this run breaks, or undefined. */
  readonly brokenLink: (
    run: EvidenceBundle["log"][number]["run"],
    log: EvidenceBundle["log"],
  ) => { readonly sequence: number; readonly code: ClaimReason; readonly reason: string } | undefined;
  /** Key ids this user trusts. */
  readonly trusted: readonly string[];
}

/** Checks everything a bundle says about itself, offline: form, signature, digests of diff and inputs, chain of the log. Total: rubbish is a failed claim. */
export function verifyBundle(text: string, tools: VerifyTools): Verified {
  const bundle = readBundle(text);
  if ("claim" in bundle) return { claims: [bundle] };
  const keyid = tools.keyId(bundle.publicKey);
  const unsigned = signatureFault(bundle, keyid, tools);
  if (unsigned !== undefined || keyid === undefined) return { claims: [fails("signature", unsigned ?? "bad-key")], bundle };
  const statement = readStatement(Buffer.from(bundle.sigstore.dsseEnvelope.payload, "base64"));
  if ("claim" in statement) return { claims: [statement], bundle };
  const claims: Claim[] = [
    holds("signature", `signed by key ${keyid.slice(0, 16)}`),
    tools.trusted.includes(keyid)
      ? holds("signer", "the key is one you trust")
      : unknown("signer", "unknown-signer", `key ${keyid} is not among the keys you trust; compare it with its owner's`),
    digest(bundle.diff) === statement.predicate.diff
      ? holds("patch", "the diff has the signed digest")
      : fails("patch", "patch-edited"),
    inputsClaim(bundle, statement),
    chainClaim(bundle, statement, tools),
  ];
  return { claims, statement, bundle };
}

/** Why the envelope is not signed by the key beside it, or undefined. */
function signatureFault(
  { sigstore, publicKey }: EvidenceBundle,
  keyid: string | undefined,
  tools: VerifyTools,
): ClaimReason | undefined {
  const { dsseEnvelope: envelope, verificationMaterial } = sigstore;
  const [signature, ...more] = envelope.signatures;
  if (signature === undefined) return "no-signature";
  if (more.length > 0) return "several-signatures";
  if (keyid === undefined) return "bad-key";
  if (keyid !== signature.keyid || keyid !== verificationMaterial.publicKey.hint) return "wrong-key";
  if (!isCanonicalBase64(envelope.payload) || !isCanonicalBase64(signature.sig)) return "loose-base64";
  const message = preAuthEncoding(PAYLOAD_TYPE, Buffer.from(envelope.payload, "base64"));
  return tools.verifySignature(publicKey, message, Buffer.from(signature.sig, "base64")) ? undefined : "signature-mismatch";
}

function readStatement(payload: Uint8Array): Statement | Claim {
  const text = decoded(payload);
  if (text === undefined) return fails("statement", "not-text", "the signed payload is not UTF-8");
  const read = readStrict(text);
  if ("reason" in read) return fails("statement", read.reason, `the signed payload: ${read.detail}`);
  const parsed = Statement.safeParse(read.value);
  if (parsed.success) return parsed.data;
  const value: JsonObject = isObject(read.value) ? read.value : {};
  if (!Object.entries(value).some(([key, type]) => key === "_type" && type === STATEMENT_TYPE))
    return fails("statement", "not-a-statement");
  const version = isObject(value.predicate) ? value.predicate.schemaVersion : undefined;
  if (value.predicateType !== PREDICATE_TYPE || (typeof version === "number" && version !== 1))
    return fails("statement", "unknown-predicate");
  const [issue] = parsed.error.issues;
  return fails("statement", "unknown-form", `the signed statement: ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`);
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    if (cause instanceof TypeError) return undefined;
    throw cause;
  }
}

function isCanonicalBase64(text: string): boolean {
  return Buffer.from(text, "base64").toString("base64") === text;
}

function inputsClaim(bundle: EvidenceBundle, statement: Statement): Claim {
  const { inputs } = statement.predicate;
  const edited = bundle.base.find(
    (file) => !isCanonicalBase64(file.content) || digest(Buffer.from(file.content, "base64")) !== file.digest,
  );
  if (edited !== undefined)
    return fails("inputs", "input-edited", `${edited.path} before the repair is not the text of its digest`);
  const said = digestJson(bundle.base.map(({ path, digest: one }) => ({ path, digest: one })));
  return said === digestJson(inputs)
    ? holds("inputs", `${inputs.length} file(s) before the repair`)
    : fails("inputs", "inputs-differ");
}

function chainClaim(bundle: EvidenceBundle, statement: Statement, tools: VerifyTools): Claim {
  const { run, chain, chainLength } = statement.predicate;
  const { log } = bundle;
  const broken = tools.brokenLink(run, log);
  if (broken !== undefined) return fails("chain", broken.code, `log entry ${broken.sequence}: ${broken.reason}`);
  if (chainLength !== undefined && log.length < chainLength)
    return fails("chain", "log-truncated", `${log.length} of the ${chainLength} log entries that were signed`);
  return log.at(-1)?.hash === chain
    ? holds("chain", `${log.length} log entries, unbroken`)
    : fails("chain", "log-differs", "the log does not end where the statement says");
}

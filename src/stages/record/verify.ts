import { type EvidenceBundle, EvidenceBundle as BundleSchema } from "#domain/bundle.ts";
import { PAYLOAD_TYPE, Statement } from "#domain/evidence.ts";
import { canonicalJson } from "#lib/canonical-json.ts";
import { digest, digestJson } from "#lib/digest.ts";
import type { VerifySignature } from "#ports/signer.ts";
import { preAuthEncoding } from "./statement.ts";

export interface Claim {
  readonly claim: string;
  readonly state: "holds" | "fails" | "unknown";
  readonly detail: string;
}

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
  ) => { sequence: number; reason: string } | undefined;
  /** Key ids this user trusts. */
  readonly trusted: readonly string[];
}

const holds = (claim: string, detail: string): Claim => ({ claim, state: "holds", detail });
const fails = (claim: string, detail: string): Claim => ({ claim, state: "fails", detail });

/** Checks everything a bundle says about itself, offline: form, signature, digests of diff and inputs, chain of the log. Total: rubbish is a failed claim. */
export function verifyBundle(text: string, tools: VerifyTools): Verified {
  const bundle = readBundle(text);
  if (typeof bundle === "string") return { claims: [fails("form", bundle)] };
  const { dsseEnvelope: envelope, verificationMaterial } = bundle.sigstore;
  const payload = Buffer.from(envelope.payload, "base64");
  const signature = envelope.signatures[0];
  const keyid = tools.keyId(bundle.publicKey);
  const signed =
    signature !== undefined &&
    envelope.signatures.length === 1 &&
    keyid !== undefined &&
    keyid === signature.keyid &&
    keyid === verificationMaterial.publicKey.hint &&
    isCanonicalBase64(envelope.payload) &&
    isCanonicalBase64(signature.sig) &&
    tools.verifySignature(bundle.publicKey, preAuthEncoding(PAYLOAD_TYPE, payload), Buffer.from(signature.sig, "base64"));
  if (!signed) return { claims: [fails("signature", "the signature does not fit the statement and the key")], bundle };
  const statement = readStatement(payload);
  if (statement === undefined) return { claims: [fails("statement", "the signed payload is no statement of this tool")], bundle };
  const { predicate } = statement;
  const claims: Claim[] = [
    holds("signature", `signed by key ${keyid.slice(0, 16)}`),
    tools.trusted.includes(keyid)
      ? holds("signer", "the key is one you trust")
      : {
          claim: "signer",
          state: "unknown",
          detail: `key ${keyid} is not among the keys you trust; compare it with its owner's`,
        },
    digest(bundle.diff) === predicate.diff
      ? holds("patch", "the diff has the signed digest")
      : fails("patch", "the diff is not the one that was signed"),
    inputsClaim(bundle, statement),
    chainClaim(bundle, statement, tools),
  ];
  return { claims, statement, bundle };
}

function readBundle(text: string): EvidenceBundle | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    return `not JSON: ${cause instanceof Error ? cause.message : String(cause)}`;
  }
  const parsed = BundleSchema.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return `not an evidence bundle: ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`;
  }
  return `${canonicalJson(parsed.data)}\n` === text
    ? parsed.data
    : "the file is not in canonical form: it was edited after it was written";
}

function readStatement(payload: Uint8Array): Statement | undefined {
  try {
    return Statement.safeParse(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(payload))).data;
  } catch {
    return undefined;
  }
}

function isCanonicalBase64(text: string): boolean {
  return Buffer.from(text, "base64").toString("base64") === text;
}

function inputsClaim(bundle: EvidenceBundle, statement: Statement): Claim {
  const { inputs } = statement.predicate;
  const wrong = bundle.base.find(
    (file) => !isCanonicalBase64(file.content) || digest(Buffer.from(file.content, "base64")) !== file.digest,
  );
  if (wrong !== undefined) return fails("inputs", `${wrong.path} before the repair is not the text that was signed`);
  const said = digestJson(bundle.base.map(({ path, digest: one }) => ({ path, digest: one })));
  return said === digestJson(inputs)
    ? holds("inputs", `${inputs.length} file(s) before the repair`)
    : fails("inputs", "the files are not those that were signed");
}

function chainClaim(bundle: EvidenceBundle, statement: Statement, tools: VerifyTools): Claim {
  const broken = tools.brokenLink(statement.predicate.run, bundle.log);
  if (broken !== undefined) return fails("chain", `log entry ${broken.sequence}: ${broken.reason}`);
  const head = bundle.log.at(-1)?.hash;
  return head === statement.predicate.chain
    ? holds("chain", `${bundle.log.length} log entries, unbroken`)
    : fails("chain", "the log does not end where the statement says");
}

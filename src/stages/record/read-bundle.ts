import { EvidenceBundle } from "#domain/bundle.ts";
import type { Claim, ClaimReason } from "#domain/claim.ts";
import { fails } from "#domain/claim.ts";
import { canonicalJson } from "#lib/canonical-json.ts";
import { jsonFlaw } from "#lib/json-flaw.ts";
import { type JsonObject, isObject } from "./json-value.ts";

/** Deeper than anything that this program writes; what lies inside texts does not count. */
const MAX_DEPTH = 32;

/** Parses JSON as strictly as something signed deserves: one reading, or the reason why there is none. Total. */
export function readStrict(
  text: string,
): { readonly value: unknown } | { readonly reason: ClaimReason; readonly detail: string } {
  const flaw = jsonFlaw(text, MAX_DEPTH);
  if (flaw !== undefined) return { reason: flaw.kind, detail: `${flaw.kind} at offset ${flaw.at}: ${flaw.what}` };
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (cause) {
    return { reason: "not-json", detail: `not JSON: ${cause instanceof Error ? cause.message : String(cause)}` };
  }
}

/** The bundle in a file's text, or the claim that fails. Total. */
export function readBundle(text: string): EvidenceBundle | Claim {
  const read = readStrict(text);
  if ("reason" in read) return fails("form", read.reason, read.detail);
  const parsed = EvidenceBundle.safeParse(read.value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const detail = `not an evidence bundle: ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`;
    return fails("form", formReason(read.value), detail);
  }
  return isCanonical(parsed.data, text)
    ? parsed.data
    : fails("form", "not-canonical", "the file is not in canonical form: it was edited after it was written");
}

function isCanonical(bundle: EvidenceBundle, text: string): boolean {
  try {
    return `${canonicalJson(bundle)}\n` === text;
  } catch (cause) {
    // A lone surrogate has no canonical form.
    if (cause instanceof TypeError) return false;
    throw cause;
  }
}

/** Names what a reader can act on; the rest is told by the schema's own words. */
function formReason(value: unknown): ClaimReason {
  if (!isObject(value)) return "unknown-form";
  if (value.schemaVersion !== 1 && value.schemaVersion !== undefined) return "unknown-version";
  const sigstore: JsonObject = isObject(value.sigstore) ? value.sigstore : {};
  if (typeof sigstore.mediaType === "string" && sigstore.mediaType !== "application/vnd.dev.sigstore.bundle.v0.3+json")
    return "wrong-media-type";
  const envelope: JsonObject = isObject(sigstore.dsseEnvelope) ? sigstore.dsseEnvelope : {};
  if (typeof envelope.payloadType === "string" && envelope.payloadType !== "application/vnd.in-toto+json")
    return "wrong-payload-type";
  if (Array.isArray(envelope.signatures) && envelope.signatures.length === 0) return "no-signature";
  return "unknown-form";
}

/** Why evidence is refused or not proven, by code; docs/reference/evidence.md is generated from this table. */
export const CLAIM_REASONS = {
  "too-large": "the file is larger than any bundle is read",
  "not-text": "the file is not UTF-8",
  "not-json": "the file is not JSON",
  "not-finite": "a number is NaN or infinite, which JSON does not know",
  "trailing-text": "something follows the JSON document",
  "duplicate-key": "an object holds one key twice, so that two readers may read two things",
  "too-deep": "values are nested deeper than any bundle",
  "unknown-version": "the schema version is one that this program does not know",
  "wrong-media-type": "the signature's container is no Sigstore bundle v0.3",
  "wrong-payload-type": "the envelope does not say that it holds an in-toto statement",
  "unknown-form": "a field is missing, is too much, or holds what it must not",
  "not-canonical": "the file is not in canonical form: it was edited after it was written",
  "no-signature": "the envelope holds no signature",
  "several-signatures": "the envelope holds more than one signature",
  "loose-base64": "bytes are written in a second way, with spare bits or characters",
  "bad-key": "the public key is no Ed25519 key in the form that is signed with",
  "wrong-key": "the signature names another key than the one that lies beside it",
  "signature-mismatch": "the signature does not fit the statement and the key",
  "not-a-statement": "what was signed is no in-toto statement",
  "unknown-predicate": "what was signed speaks of something else, or in a version that this program does not know",
  "unknown-signer": "the key is not among those that this user trusts",
  "patch-edited": "the diff is not the one that was signed",
  "input-edited": "a file before the repair is not the text of its digest",
  "inputs-differ": "the files before the repair are not those that were signed",
  "entry-of-another-run": "an entry of the log belongs to another run",
  "entry-missing": "an entry of the log is missing",
  "entry-repeated": "an entry of the log stands there twice",
  "entry-moved": "an entry of the log stands at another place",
  "entry-cut-off": "an entry of the log does not follow the one before it",
  "entry-edited": "an entry of the log does not have the digest that it claims",
  "log-truncated": "the log ends before the place that was signed or recorded",
  "log-differs": "the log does not end where the statement says",
  "run-missing": "a run that finished is no longer in the log",
  "run-unrecorded": "a run is marked as finished, but the ledger does not hold it",
  "head-missing": "the ledger does not hold the head that was noted down: it was cut or written anew",
  "bundle-missing": "a run signed evidence, and its bundle is gone",
  "bundle-differs": "the bundle is not what the log says was signed and recorded",
  "nothing-recorded": "there is nothing to check",
  unreadable: "the file cannot be read",
  "file-missing": "a file that the statement speaks of is not in the project",
  "file-changed": "a file on the disk is not the one that was signed",
  "not-replayed": "the recorded checks did not run again",
  "check-differs": "a recorded check answers otherwise now",
  "check-unknown": "a recorded check could not be answered again",
  malformed: "no signed approval",
  "unknown-reviewer": "the approval names nobody of the policy",
  "bad-signature": "the approval is signed by no key that the policy lists for its reviewer",
  "another-change": "the approval speaks of another decision",
  expired: "the approval's last day is over",
  "own-change": "the reviewer wrote part of the change",
  "not-allowed": "the reviewer may not say this: an agent, or nobody for emergencies",
  "keyless-invalid": "the keyless signature does not hold by the given root of trust",
  "keyless-identity": "the keyless signature is another identity's, or another issuer vouches for it",
  "keyless-differs": "the keyless signature is about another statement",
  "no-decision": "which decision the approval is to speak of was not said",
} as const;
export type ClaimReason = keyof typeof CLAIM_REASONS;

/** One statement about evidence. */
export interface Claim {
  readonly claim: string;
  readonly state: "holds" | "fails" | "unknown";
  /** Present unless it holds. */
  readonly reason?: ClaimReason;
  readonly detail: string;
}

export const holds = (claim: string, detail: string): Claim => ({ claim, state: "holds", detail });
export const fails = (claim: string, reason: ClaimReason, detail: string = CLAIM_REASONS[reason]): Claim => ({
  claim,
  state: "fails",
  reason,
  detail,
});
export const unknown = (claim: string, reason: ClaimReason, detail: string = CLAIM_REASONS[reason]): Claim => ({
  claim,
  state: "unknown",
  reason,
  detail,
});

import { z } from "zod";
import { Envelope, STATEMENT_TYPE } from "./evidence.ts";
import { Digest } from "./ids.ts";

export const APPROVAL_TYPE = "urn:assay:predicate:approval:v1";
/** Namespace of SSH signatures, so that one made for another purpose is none here. */
export const APPROVAL_NAMESPACE = "assay-approval";
/** Where approvals stand that travel with a change; no part of what they speak of. */
export const APPROVALS_FOLDER = ".assay/approvals/";

/** `approve` counts as one agreement, `reject` stops the change, `break-glass` lets it through at once and loudly. */
export const ApprovalVerdict = z.enum(["approve", "reject", "break-glass"]);
export type ApprovalVerdict = z.infer<typeof ApprovalVerdict>;

/** What an approval is bound to: another change, other findings or another policy is another decision. */
export const DecisionBinding = z
  .strictObject({
    /** Digest of the three below and of the base. */
    decision: Digest,
    patch: Digest,
    evidence: Digest,
    policy: Digest,
  })
  .readonly();
export type DecisionBinding = z.infer<typeof DecisionBinding>;

/** in-toto Statement v1 whose subject is the change. */
export const ApprovalStatement = z
  .strictObject({
    _type: z.literal(STATEMENT_TYPE),
    subject: z.tuple([z.strictObject({ name: z.literal("change"), digest: z.strictObject({ sha256: z.string() }) })]),
    predicateType: z.literal(APPROVAL_TYPE),
    predicate: z.strictObject({
      schemaVersion: z.literal(1),
      verdict: ApprovalVerdict,
      binding: DecisionBinding,
      /** Name of a person in the policy. */
      reviewer: z.string().min(1).max(200),
      /** Reason, conditions, refinements. */
      words: z.string().max(4000),
      /** Last day on which it counts, `YYYY-MM-DD` in UTC. */
      until: z.iso.date(),
    }),
  })
  .readonly();
export type ApprovalStatement = z.infer<typeof ApprovalStatement>;

/**
 * An approval as it is kept: a DSSE envelope over the statement. `sig` holds 64 bytes of Ed25519, or with `format: "ssh"` the text of an armored
 * SSH signature over the same pre-authentication encoding.
 */
export const SignedApproval = z
  .strictObject({ schemaVersion: z.literal(1), format: z.enum(["ed25519", "ssh"]), envelope: Envelope })
  .readonly();
export type SignedApproval = z.infer<typeof SignedApproval>;

/** What one file of approvals came to. Only `counts`, `rejects` and `breaks-glass` have an effect. */
export type ApprovalState =
  | "counts"
  | "rejects"
  | "breaks-glass"
  | "malformed"
  | "unknown-reviewer"
  | "bad-signature"
  | "another-change"
  | "expired"
  | "own-change"
  | "not-allowed"
  | "said-before";

export interface JudgedApproval {
  readonly path: string;
  readonly state: ApprovalState;
  readonly reviewer?: string;
  /** In plain words, for the reader of a verdict. */
  readonly detail: string;
}

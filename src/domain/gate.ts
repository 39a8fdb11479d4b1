import { z } from "zod";
import { DefectId, Digest } from "./ids.ts";
import { Rating } from "./policy.ts";

/** `pass` needs proof that everything was looked at; of several, the first of refuse, incomplete, ask decides. */
export const GateOutcome = z.enum(["refuse", "incomplete", "ask", "pass"]);
export type GateOutcome = z.infer<typeof GateOutcome>;

/** Why a change does not pass: one rule of the policy and what it hit. */
export const GateReason = z
  .object({
    /** `fail-on`, `threshold`, `forbidden-change`, `not-covered`, `approval-needed`, … */
    rule: z.string().regex(/^[a-z][a-z0-9-]*$/),
    outcome: GateOutcome.exclude(["pass"]),
    message: z.string(),
    /** Dotted key of the setting that decided, e.g. `policy.thresholds.1`; absent for what holds always. */
    setting: z.string().optional(),
    /** Where that setting stands, `assay.yaml:12:5`, or `default`. */
    decidedBy: z.string().optional(),
    path: z.string().optional(),
    /** 1-based. */
    line: z.int().min(1).optional(),
    defect: DefectId.optional(),
  })
  .readonly();
export type GateReason = z.infer<typeof GateReason>;

export const GateVerdict = z
  .object({
    outcome: GateOutcome,
    /** Blast radius: 0 smallest, 3 largest. */
    tier: z.int().min(0).max(3),
    /** Why this tier. */
    why: z.string(),
    /** Of the defects that count. */
    rating: Rating,
    /** People who must agree, and who have. */
    reviewers: z.object({ needed: z.int().min(0), given: z.int().min(0) }).readonly(),
    /** Someone let the change through in an emergency: in whose words, and what would have decided. */
    emergency: z
      .object({ words: z.string(), overrides: z.array(GateReason).readonly() })
      .readonly()
      .optional(),
    /** Those that decide first; empty exactly when the outcome is `pass`. */
    reasons: z.array(GateReason).readonly(),
  })
  .readonly();
export type GateVerdict = z.infer<typeof GateVerdict>;

/** What the reasons amount to. */
export function outcomeOf(reasons: readonly GateReason[]): GateOutcome {
  return GateOutcome.options.find((outcome) => reasons.some((reason) => reason.outcome === outcome)) ?? "pass";
}

/** What one verdict was about: people agree to exactly this. */
export const GateRecord = z
  .object({
    schemaVersion: z.literal(1),
    /** Digest of base, patch, evidence and policy: who agrees, agrees to this. */
    id: Digest,
    /** Commit that the change starts from; absent before the first one. */
    base: z.string().optional(),
    /** Commit that it leads to, `worktree` or `index`. */
    head: z.string(),
    /** Of every changed file with its contents before and after. */
    patch: Digest,
    /** Of what was analysed, by which engines, and what they said. */
    evidence: Digest,
    /** Of the settings, rules and suppressions that judged. */
    policy: Digest,
    outcome: GateOutcome,
    tier: z.int().min(0).max(3),
    /** People who must agree. */
    needed: z.int().min(0),
  })
  .readonly();
export type GateRecord = z.infer<typeof GateRecord>;

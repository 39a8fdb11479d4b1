import { ApprovalStatement, type ApprovalState, SignedApproval } from "#domain/approval.ts";
import { type Claim, type ClaimReason, fails, holds, unknown } from "#domain/claim.ts";
import { jsonObjectIn } from "#lib/json-object.ts";
import type { Person } from "#domain/person.ts";
import { judgeApprovals } from "#stages/decide/approvals.ts";
import { readStrict } from "#stages/record/read-bundle.ts";
import { namesAgent } from "./change-author.ts";
import { verifyApproval } from "./approval-signature.ts";

const REFUSED: Readonly<Partial<Record<ApprovalState, ClaimReason>>> = {
  malformed: "malformed",
  "unknown-reviewer": "unknown-reviewer",
  "bad-signature": "bad-signature",
  "another-change": "another-change",
  expired: "expired",
  "own-change": "own-change",
  "not-allowed": "not-allowed",
};

/** Whether a text means to be an approval rather than a bundle; says nothing about its worth. */
export function isApproval(text: string): boolean {
  const value = text.length > 1_000_000 ? undefined : jsonObjectIn(text);
  return typeof value === "object" && value !== null && "envelope" in value;
}

/**
 * What an approval says by itself: form, person of the policy, signature, day, and with `decision` (8 hex digits or more) what it speaks of.
 * Whether its signer wrote part of the change is for the gate, which knows the commits.
 */
export function approvalClaims(text: string, people: readonly Person[], decision: string | undefined): Claim[] {
  const strict = readStrict(text);
  if ("reason" in strict) return [fails("form", strict.reason, strict.detail)];
  const binding = bindingOf(strict.value);
  if (binding === undefined) return [fails("form", "malformed")];
  const { judged } = judgeApprovals([{ path: "", text }], {
    binding,
    people,
    authors: new Set(),
    today: new Date().toISOString().slice(0, 10),
    isAgent: namesAgent,
    verify: verifyApproval,
  });
  const [one] = judged;
  const reason = one === undefined ? "malformed" : REFUSED[one.state];
  const claims = [reason === undefined ? holds("approval", one?.detail ?? "") : fails("approval", reason, one?.detail)];
  if (decision === undefined) return [...claims, unknown("decision", "no-decision")];
  const wanted = decision.replace(/^sha256:/u, "");
  const same = /^[0-9a-f]{8,64}$/u.test(wanted) && binding.decision.startsWith(`sha256:${wanted}`);
  return [...claims, same ? holds("decision", "it speaks of this decision") : fails("decision", "another-change")];
}

function bindingOf(value: unknown): ApprovalStatement["predicate"]["binding"] | undefined {
  const signed = SignedApproval.safeParse(value);
  if (!signed.success) return undefined;
  const payload = readStrict(Buffer.from(signed.data.envelope.payload, "base64").toString("utf8"));
  return "reason" in payload ? undefined : ApprovalStatement.safeParse(payload.value).data?.predicate.binding;
}

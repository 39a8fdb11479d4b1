import type { CheckOutcome, FixOutcome, GateOutcome } from "#app/api.ts";
import type { VerifyOutcome } from "#app/evidence-api.ts";
import { atLeast, type Severity } from "#domain/severity.ts";
import { isIncomplete } from "#faces/reports/view.ts";

export interface Conditions {
  readonly usage?: boolean;
  readonly internal?: boolean;
  /** Findings at or above the threshold, or something left unfixed. */
  readonly findings?: boolean;
  readonly incomplete?: boolean;
  readonly waiting?: boolean;
  readonly interrupted?: boolean;
}

/** One exit code for all that holds: 130, then the first of 2, 5, 1, 3, 4; 0 for nothing. */
export function exitCode(conditions: Conditions, exitZero = false): number {
  if (conditions.interrupted) return 130;
  if (conditions.usage) return 2;
  if (conditions.internal) return 5;
  if (conditions.findings && !exitZero) return 1;
  if (conditions.incomplete) return 3;
  return conditions.waiting ? 4 : 0;
}

export function checkConditions(outcome: CheckOutcome, failOn: Severity): Conditions {
  return {
    findings: outcome.defects.some((defect) => atLeast(defect.severity, failOn)),
    incomplete: isIncomplete(outcome.report),
  };
}

/** A weakness that is nowhere is good to know; an id or a rule that nothing has is a slip of the pen, and must not look like a repair. */
const WEAKNESS = /^cwe-\d+$/iu;

/** What is still there and does not wait for a person is unfixed: tried in vain or never come to. */
export function fixConditions(outcome: FixOutcome): Conditions {
  const waiting = new Set<string>(outcome.repairs.filter((repair) => repair.status === "ask").map((repair) => repair.defect));
  return {
    usage: outcome.unmatched.some((word) => !WEAKNESS.test(word)),
    findings: outcome.left.some((defect) => !waiting.has(defect.id)),
    incomplete: isIncomplete(outcome.report) || outcome.stop === "scan-failed",
    waiting: waiting.size > 0,
    interrupted: outcome.stop === "interrupted",
  };
}

export function verifyConditions(outcome: VerifyOutcome): Conditions {
  const fails = outcome.claims.some((claim) => claim.state === "fails");
  const unknown = outcome.claims.some((claim) => claim.state === "unknown");
  return { findings: fails || (!outcome.ok && !unknown), incomplete: unknown || outcome.claims.length === 0 };
}

export function gateConditions({ verdict: { outcome } }: GateOutcome): Conditions {
  return { findings: outcome === "refuse", incomplete: outcome === "incomplete", waiting: outcome === "ask" };
}

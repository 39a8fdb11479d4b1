import { cweFamily } from "#domain/cwe.ts";
import type { GateReason, GateVerdict } from "#domain/gate.ts";
import { outcomeOf } from "#domain/gate.ts";
import { type PolicySettings, ratingOf } from "#domain/policy.ts";
import { atLeast, type Severity } from "#domain/severity.ts";
import { by } from "#lib/compare.ts";
import type { ChangeFacts, CountedDefect } from "./change-facts.ts";
import { type ChangeTier, changeTier, type Matches } from "./change-tier.ts";
import { breaksPolicy, forbiddenReasons } from "./forbidden.ts";
import { proofReasons } from "./proof.ts";
import { suppressionReasons } from "./suppression-rules.ts";

export interface ChangePolicy {
  readonly failOn: Severity;
  /** Defects below this probability do not count. */
  readonly minProbability: number;
  readonly policy: PolicySettings;
  readonly matches: Matches;
}

const ORDER: Readonly<Record<GateReason["outcome"], number>> = { refuse: 0, incomplete: 1, ask: 2 };

/** Judges a change by what is known of it. Pure: the same facts and policy give the same verdict; no fact left out can make it pass. */
export function judgeChange(facts: ChangeFacts, rules: ChangePolicy): GateVerdict {
  const { policy } = rules;
  const tier = changeTier(facts, policy, rules.matches);
  const counted = facts.defects.filter((defect) => counts(defect, rules));
  const rating = ratingOf(counted.map(({ severity }) => severity));
  const needed = policy.reviewers[tier.tier] ?? 0;
  const reasons: GateReason[] = [
    ...counted.flatMap((defect) => defectReason(defect, rules)),
    ...ratingReasons(rating, rules),
    ...breaksPolicy(facts),
    ...forbiddenReasons(facts, policy, rules.matches),
    ...suppressionReasons(facts.suppressed, policy),
    ...proofReasons(facts, policy),
    ...(facts.approvals < needed && facts.files.length > 0 ? [approvalReason(tier, needed, facts.approvals)] : []),
    ...(facts.files.length > 0 ? roleReasons(tier, facts, policy) : []),
    ...facts.rejections.map((message): GateReason => ({ rule: "rejected", outcome: "refuse", message })),
  ];
  const sorted = reasons.toSorted(by((reason) => ORDER[reason.outcome]));
  const { emergency } = facts;
  return {
    outcome: emergency === undefined ? outcomeOf(sorted) : "pass",
    ...(emergency !== undefined && { emergency: { words: emergency, overrides: sorted } }),
    tier: tier.tier,
    why: tier.why,
    rating,
    reviewers: { needed, given: facts.approvals },
    reasons: emergency === undefined ? sorted : [],
  };
}

/** What the base has already counts only where the policy says `all`, and not what the baseline lists. */
function counts(defect: CountedDefect, { policy, minProbability }: ChangePolicy): boolean {
  if (defect.probability < minProbability) return false;
  return defect.isNew || (policy.count === "all" && !defect.known);
}

function defectReason(defect: CountedDefect, rules: ChangePolicy): GateReason[] {
  const { path, line, severity, title, rule, isNew, id } = defect;
  const what = `${isNew ? "new" : "existing"} ${severity} defect: ${title} (${rule})`;
  const common = { path, line, defect: id };
  if (atLeast(severity, rules.failOn))
    return [{ rule: "fail-on", outcome: "refuse", message: what, setting: "failOn", ...common }];
  const fitting = rules.policy.thresholds
    .map((threshold, index) => ({ threshold, index }))
    .filter(({ threshold }) => fits(defect, threshold, rules.matches));
  const first = fitting.find(({ threshold }) => threshold.outcome === "refuse") ?? fitting[0];
  if (first === undefined) return [];
  const setting = `policy.thresholds.${first.index}`;
  return [{ rule: "threshold", outcome: first.threshold.outcome, message: what, setting, ...common }];
}

function fits(defect: CountedDefect, { severity, cwe, paths }: PolicySettings["thresholds"][number], matches: Matches): boolean {
  if (!atLeast(defect.severity, severity)) return false;
  if (paths !== undefined && !matches(paths, defect.path)) return false;
  if (cwe === undefined) return true;
  const family = defect.cwe === undefined ? undefined : cweFamily([defect.cwe]);
  return cwe.some((wanted) => wanted === defect.cwe || cweFamily([wanted]) === family);
}

function ratingReasons(rating: GateVerdict["rating"], { policy }: ChangePolicy): GateReason[] {
  if (policy.rating === undefined || rating <= policy.rating) return [];
  const message = `the security rating is ${rating}, worse than ${policy.rating}`;
  return [{ rule: "rating", outcome: "refuse", message, setting: "policy.rating" }];
}

function roleReasons({ tier, why }: ChangeTier, { roles }: ChangeFacts, policy: PolicySettings): GateReason[] {
  const missing = (policy.roles[tier] ?? []).filter((role) => !roles.includes(role));
  return missing.map((role) => ({
    rule: "role-needed",
    outcome: "ask",
    message: `a change of tier ${tier} waits for someone of the role ${role}: ${why}`,
    setting: `policy.roles.${tier}`,
  }));
}

function approvalReason({ tier, why, setting }: ChangeTier, needed: number, given: number): GateReason {
  const people = `${needed} ${needed === 1 ? "person" : "people"}`;
  const message = `a change of tier ${tier} waits for ${people}${given > 0 ? `, ${given} agreed` : ""}: ${why}`;
  return { rule: "approval-needed", outcome: "ask", message, setting: setting ?? `policy.reviewers.${tier}` };
}

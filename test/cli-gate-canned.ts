import type { GateOutcome } from "#app/api.ts";
import type { GateReason } from "#domain/gate.ts";
import { digest } from "#lib/digest.ts";
import { checkOutcome, checkView, DEFECTS } from "./cli-canned.ts";

export const REASONS: readonly GateReason[] = [
  {
    rule: "fail-on",
    outcome: "refuse",
    message: "new high defect: SQL text is built from input (python/sql-string)",
    setting: "failOn",
    decidedBy: "assay.yaml:3:9",
    path: "app/db.py",
    line: 6,
    defect: DEFECTS[1]?.id as never,
  },
  { rule: "not-covered", outcome: "incomplete", message: "not analysed: larger than maxFileBytes", path: "web/big.js" },
  {
    rule: "approval-needed",
    outcome: "ask",
    message: "a change of tier 3 waits for 1 person: src/auth.py is about who may do what",
    setting: "policy.reviewers.3",
    decidedBy: "default",
  },
];

/** A made-up verdict over the canned check. */
export function gateOutcome(reasons: readonly GateReason[] = REASONS): GateOutcome {
  const outcome = reasons[0]?.outcome ?? "pass";
  const check = checkOutcome(checkView());
  const none = digest("");
  return {
    ...check,
    verdict: {
      outcome,
      tier: 3,
      why: "src/auth.py is about who may do what",
      rating: "D",
      reviewers: { needed: 1, given: 0 },
      reasons,
    },
    record: {
      schemaVersion: 1,
      id: digest("record"),
      base: "0123456789abcdef0123456789abcdef01234567",
      head: "worktree",
      patch: none,
      evidence: none,
      policy: none,
      outcome,
      tier: 3,
      needed: 1,
    } as GateOutcome["record"],
    files: [
      { path: "app/db.py", change: "modified", lines: 4 },
      { path: "src/auth.py", change: "added", lines: 20 },
    ],
    scope: { analysed: 7, importers: 3 },
    isNew: ({ id }) => id === DEFECTS[1]?.id,
    approvals: [],
    notes: ["1 changed file is excluded by the settings: vendor/x.js"],
  };
}

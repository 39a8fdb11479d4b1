import type { ForbiddenKind } from "#domain/policy.ts";
import { changeTier } from "#stages/decide/change-tier.ts";
import { changePolicy, type PolicySource } from "./change-policy.ts";
import { settingPlace } from "./setting-place.ts";

/** One thing that the policy asks, and the line that asks it. */
export interface PolicyLine {
  readonly words: string;
  /** Dotted key; absent for what holds always. */
  readonly setting?: string;
  /** `assay.yaml:12:5`, `default`, or `always`. */
  readonly decidedBy: string;
}

export interface ExplainedPolicy {
  /** Of a small change of these files by a person. */
  readonly tier: number;
  readonly lines: readonly PolicyLine[];
}

const FORBIDDEN: Readonly<Record<ForbiddenKind, string>> = {
  any: "any change",
  added: "new files",
  modified: "changed files",
  deleted: "deleted files",
  "suppression-added": "new suppressions",
  "test-weakened": "tests that are removed, skipped or weakened",
  "ci-edited": "changes of what runs on push, review or merge",
};

/** What the policy asks of a small change of these files by a person; of any change where none is named. */
export function explainPolicy(source: PolicySource, paths: readonly string[]): ExplainedPolicy {
  const { config, origins } = source;
  const { policy, failOn } = config;
  const { matches } = changePolicy(config);
  const tier = changeTier(
    { ...NO_FACTS, files: paths.map((path) => ({ path, change: "modified" as const, lines: 1 })) },
    policy,
    matches,
  );
  const line = (words: string, setting?: string): PolicyLine => ({
    words,
    ...(setting === undefined ? {} : { setting }),
    decidedBy: setting === undefined ? "always" : settingPlace(setting, origins),
  });
  const concerned = (patterns: readonly string[] | undefined): boolean =>
    patterns === undefined || paths.length === 0 || paths.some((path) => matches(patterns, path));
  const which = policy.count === "new" ? "new defects" : "all defects that the baseline does not list";
  const lines = [
    line(`tier ${tier.tier}: ${paths.length === 0 ? "a small change" : tier.why}`, tier.setting),
    line(`${people(policy.reviewers[tier.tier] ?? 0)} must agree`, `policy.reviewers.${tier.tier}`),
    line(`a repair must reach ${policy.level[tier.tier]}`, `policy.level.${tier.tier}`),
    line(`${which} count`, "policy.count"),
    line(`defects of ${failOn} severity and above: refused`, "failOn"),
    ...policy.thresholds.flatMap(({ severity, cwe, paths: where, outcome }, index) =>
      concerned(where)
        ? [
            line(
              `${cwe === undefined ? "defects" : cwe.join(", ")} of ${severity} severity and above${within(where)}: ${verb(outcome)}`,
              `policy.thresholds.${index}`,
            ),
          ]
        : [],
    ),
    ...policy.forbid.flatMap(({ change, paths: where, outcome }, index) =>
      concerned(where) ? [line(`${FORBIDDEN[change]}${within(where)}: ${verb(outcome)}`, `policy.forbid.${index}`)] : [],
    ),
    ...(policy.rating === undefined ? [] : [line(`a rating worse than ${policy.rating}: refused`, "policy.rating")]),
    ...policy.engines.map((id, index) => line(`the engine ${id} must have run`, `policy.engines.${index}`)),
    line(`findings of ${policy.suppressions.severity} severity and above may not be hidden`, "policy.suppressions.severity"),
    line("what did not run or was not analysed leaves the verdict incomplete"),
  ];
  return { tier: tier.tier, lines };
}

const NO_FACTS = {
  reach: 0,
  author: "human",
  defects: [],
  engines: [],
  uncovered: [],
  suppressed: [],
  newSuppressions: [],
  weakenedTests: [],
  brokenPolicy: [],
  breaksPolicy: [],
  approvals: 0,
  roles: [],
  rejections: [],
} as const;

function people(count: number): string {
  return count === 0 ? "nobody" : `${count} ${count === 1 ? "person" : "people"}`;
}

function verb(outcome: "refuse" | "ask"): string {
  return outcome === "refuse" ? "refused" : "a person must agree";
}

function within(patterns: readonly string[] | undefined): string {
  return patterns === undefined ? "" : ` in ${patterns.join(", ")}`;
}

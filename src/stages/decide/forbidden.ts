import type { GateReason } from "#domain/gate.ts";
import type { ForbiddenKind, PolicySettings } from "#domain/policy.ts";
import type { ChangeFacts } from "./change-facts.ts";
import type { Matches } from "./change-tier.ts";

/** Files that say what runs when code is pushed, reviewed or merged. */
const CI =
  /(^|\/)(\.github|\.gitlab|\.circleci|\.buildkite|\.husky|\.githooks)\/|(^|\/)(\.gitlab-ci|\.travis|appveyor|azure-pipelines|bitbucket-pipelines|\.drone|\.pre-commit-config|lefthook|cloudbuild)\.ya?ml$|(^|\/)jenkinsfile$/iu;

interface Hit {
  readonly path: string;
  readonly line?: number;
  readonly what: string;
}

/** A change may not break what judges the next one. */
export function breaksPolicy({ breaksPolicy }: ChangeFacts): GateReason[] {
  return breaksPolicy.map((message) => ({
    rule: "breaks-policy",
    outcome: "refuse",
    message: `the change breaks the policy: ${message}`,
  }));
}

/** What the change does that `policy.forbid` does not want, entry by entry. */
export function forbiddenReasons(facts: ChangeFacts, policy: PolicySettings, matches: Matches): GateReason[] {
  return policy.forbid.flatMap(({ change, paths, outcome, reason }, index) =>
    hits(facts, change)
      .filter(({ path }) => paths === undefined || matches(paths, path))
      .map(({ path, line, what }) => ({
        rule: "forbidden-change",
        outcome,
        message: reason === undefined ? what : `${what}: ${reason}`,
        setting: `policy.forbid.${index}`,
        path,
        ...(line === undefined ? {} : { line }),
      })),
  );
}

function hits({ files, newSuppressions, weakenedTests }: ChangeFacts, kind: ForbiddenKind): readonly Hit[] {
  switch (kind) {
    case "any":
      return files.map(({ path, change }) => ({ path, what: `${change}, where the policy allows no change` }));
    case "added":
    case "modified":
    case "deleted":
      return files
        .filter(({ change }) => change === kind)
        .map(({ path }) => ({ path, what: `${kind}, which the policy forbids` }));
    case "suppression-added":
      return newSuppressions.map(({ path, line, words }) => ({ path, line, what: `adds a suppression (${words})` }));
    case "test-weakened":
      return weakenedTests.map(({ path, detail }) => ({ path, what: `takes from the tests (${detail})` }));
    case "ci-edited":
      return files
        .filter(({ path }) => CI.test(path))
        .map(({ path }) => ({ path, what: "edits what runs on push, review or merge" }));
    default:
      return kind satisfies never;
  }
}

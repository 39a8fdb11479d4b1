import type { z } from "zod";
import type { PolicySettings } from "#domain/policy.ts";
import { severityRank } from "#domain/severity.ts";

export interface Loosening {
  /** Place of the value, from the top. */
  readonly path: readonly string[];
  readonly message: string;
}

/** `policy` as a file has it. */
export type OwnPolicy = z.input<typeof PolicySettings>;

/** What a repository's policy (`own`) would loosen against that without it. `sensitive`, `thresholds`, `engines` and `forbid` are joined, so they only tighten. */
export function policyLoosenings(own: OwnPolicy | undefined, without: PolicySettings): readonly Loosening[] {
  if (own === undefined) return [];
  const found: Loosening[] = [];
  const refuse = (path: readonly string[], mine: unknown, theirs: unknown, why: string) =>
    found.push({
      path: ["policy", ...path],
      message: `${JSON.stringify(mine)} is looser than ${JSON.stringify(theirs)}: ${why}`,
    });
  /** For numbers of which fewer are tighter. */
  const most = (path: readonly string[], mine: number | undefined, theirs: number | undefined, why: string) => {
    if (mine !== undefined && theirs !== undefined && mine > theirs) refuse(path, mine, theirs, why);
  };
  /** For what is tighter the greater it is. */
  const least = <T extends number | string>(path: readonly string[], mine: T | undefined, theirs: T | undefined, why: string) => {
    if (mine !== undefined && theirs !== undefined && mine < theirs) refuse(path, mine, theirs, why);
  };

  for (const [tier, mine] of (own.level ?? []).entries())
    least(["level", String(tier)], mine, without.level[tier], `changes of tier ${tier} would need less proof`);
  for (const [tier, mine] of (own.reviewers ?? []).entries())
    least(["reviewers", String(tier)], mine, without.reviewers[tier], `changes of tier ${tier} would need fewer people`);
  most(["size", "files"], own.size?.files, without.size.files, "larger changes would count as small");
  most(["size", "lines"], own.size?.lines, without.size.lines, "larger changes would count as small");
  most(["reach"], own.reach, without.reach, "changes that reach further would count as small");
  least(["agents"], own.agents, without.agents, "changes by agents would count as smaller");
  if (own.count === "new" && without.count === "all") refuse(["count"], own.count, without.count, "fewer defects would count");
  if (own.baseline !== undefined && without.count === "all" && own.baseline !== without.baseline)
    refuse(["baseline"], own.baseline, without.baseline ?? "none", "fewer defects would count");
  if (own.rating !== undefined && without.rating !== undefined && own.rating > without.rating)
    refuse(["rating"], own.rating, without.rating, "a worse rating would pass");
  const { severity, days, owners } = own.suppressions ?? {};
  if (severity !== undefined && severityRank(severity) > severityRank(without.suppressions.severity))
    refuse(["suppressions", "severity"], severity, without.suppressions.severity, "graver findings could be hidden");
  most(["suppressions", "days"], days, without.suppressions.days, "findings could be hidden for longer");
  const stranger = without.suppressions.owners && owners?.find((owner) => !without.suppressions.owners?.includes(owner));
  if (stranger !== undefined)
    refuse(["suppressions", "owners"], stranger, without.suppressions.owners, "more people could own a suppression");
  return found;
}

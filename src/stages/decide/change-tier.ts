import type { PolicySettings } from "#domain/policy.ts";
import type { ChangedPath, ChangeFacts } from "./change-facts.ts";
import { type BlastRadius, sensitiveDomain } from "./tier.ts";

/** Matches a path against patterns in git's ignore syntax. */
export type Matches = (patterns: readonly string[], path: string) => boolean;

/** How far a change reaches, why, and the setting that says so (absent for what holds always). */
export interface ChangeTier extends BlastRadius {
  readonly setting?: string;
}

/** The largest tier that anything about the change gives it. */
export function changeTier(facts: ChangeFacts, policy: PolicySettings, matches: Matches): ChangeTier {
  const { files, reach, author } = facts;
  for (const { path } of files) {
    if (matches(policy.sensitive, path)) return { tier: 3, why: `${path} is named sensitive`, setting: "policy.sensitive" };
    const domain = sensitiveDomain(path);
    if (domain !== undefined) return { tier: 3, why: `${path} is ${domain}` };
  }
  const lines = files.reduce((sum, file) => sum + file.lines, 0);
  const { size } = policy;
  const byAgent: ChangeTier = { tier: asTier(policy.agents), why: "an agent wrote it", setting: "policy.agents" };
  const wide: ChangeTier | undefined =
    files.length > size.files
      ? { tier: 2, why: `it touches ${files.length} files, more than ${size.files}`, setting: "policy.size.files" }
      : lines > size.lines
        ? { tier: 2, why: `it touches ${lines} lines, more than ${size.lines}`, setting: "policy.size.lines" }
        : reach > policy.reach
          ? { tier: 2, why: `${reach} files import what it touches, more than ${policy.reach}`, setting: "policy.reach" }
          : undefined;
  if (author === "agent" && byAgent.tier > (wide?.tier ?? 0)) return byAgent;
  return wide ?? { tier: 0, why: describeSize(files, lines, reach) };
}

function describeSize(files: readonly ChangedPath[], lines: number, reach: number): string {
  const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
  return `it touches ${plural(files.length, "file")} and ${plural(lines, "line")}, ${plural(reach, "file")} import${reach === 1 ? "s" : ""} it`;
}

function asTier(value: number): 0 | 1 | 2 | 3 {
  return value <= 0 ? 0 : value >= 3 ? 3 : value === 1 ? 1 : 2;
}

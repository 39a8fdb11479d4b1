import { z } from "zod";
import { Cwe } from "./cwe.ts";
import { RepoPath } from "./ids.ts";
import { Person } from "./person.ts";
import { Severity } from "./severity.ts";

/** Wildcards that a pattern may hold: patterns become backtracking expressions. */
const MAX_STARS = 3;

/** Files in git's ignore syntax, relative to the root. */
const Pattern = z
  .string()
  .regex(/^[^#!\\][^\\]{0,499}$/, "expected a pattern such as src/api/ or **/*.py, without `!`, `#` or `\\`")
  .refine(isCheap, `expected at most ${MAX_STARS} wildcards`);
const Patterns = z.array(Pattern).min(1).readonly();

const Outcome = z.enum(["refuse", "ask"]).default("refuse");

/** Defects that count although `failOn` lets them pass. All of `cwe` and `paths` that are given must fit. */
const Threshold = z
  .strictObject({
    /** Lowest severity that fits. */
    severity: Severity,
    /** Weaknesses; those of their families fit too. */
    cwe: z.array(Cwe).min(1).readonly().optional(),
    paths: Patterns.optional(),
    outcome: Outcome,
  })
  .readonly();

export const ForbiddenKind = z.enum(["any", "added", "modified", "deleted", "suppression-added", "test-weakened", "ci-edited"]);
export type ForbiddenKind = z.infer<typeof ForbiddenKind>;

/** A change that is refused, or waits for a person, whatever the engines say. */
const Forbidden = z
  .strictObject({
    change: ForbiddenKind.default("any"),
    /** Everywhere without it. */
    paths: Patterns.optional(),
    outcome: Outcome,
    /** Told to whom it hits. */
    reason: z.string().min(1).max(300).optional(),
  })
  .refine(({ change, paths }) => change !== "any" || paths !== undefined, "expected paths, or another change than `any`")
  .readonly();

/** A: nothing above info; B: low; C: medium; D: high; E: critical. */
export const Rating = z.enum(["A", "B", "C", "D", "E"]);
export type Rating = z.infer<typeof Rating>;

const WORST: Readonly<Record<Severity, Rating>> = { info: "A", low: "B", medium: "C", high: "D", critical: "E" };

/** The rating of code with defects of these severities: that of the worst. */
export function ratingOf(severities: readonly Severity[]): Rating {
  return (
    severities
      .map((severity) => WORST[severity])
      .toSorted()
      .at(-1) ?? "A"
  );
}

/** What a suppression must keep to. One that does not is held against the change. */
const SuppressionRules = z
  .strictObject({
    /** Findings of this severity and above may not be hidden. */
    severity: Severity.default("critical"),
    /** Most days from today to the end of an entry. */
    days: z.int().min(1).optional(),
    /** Who may own an entry; anyone without it. */
    owners: z.array(z.string().min(1)).readonly().optional(),
  })
  .readonly();

const byTier = <T extends z.ZodType>(item: T) => z.array(item).length(4).readonly();

/** `policy` of the settings: what a change must keep to. Lists of rules are joined over all files, so each entry can only tighten. */
export const PolicySettings = z
  .strictObject({
    /** Globs whose changes always wait for a human. */
    sensitive: z.array(z.string()).readonly().default([]),
    /** Lowest rung a change must reach to be accepted without a human, by tier 0..3. */
    level: byTier(z.enum(["E1", "E2", "E3", "E4", "E5", "E6"])).default(["E2", "E2", "E4", "E4"]),
    /** People who must agree to a change, by tier 0..3. */
    reviewers: byTier(z.int().min(0).max(9)).default([0, 0, 0, 1]),
    /** Roles of which someone must be among them, by tier 0..3. */
    roles: byTier(z.array(z.string().min(1).max(60)).readonly()).default([[], [], [], []]),
    /** Who may agree. */
    people: z.array(Person).readonly().default([]),
    /** A change of more than this is of tier 2. */
    size: z
      .strictObject({ files: z.int().min(0).default(20), lines: z.int().min(0).default(400) })
      .prefault({})
      .readonly(),
    /** A change of what more files than this import is of tier 2. */
    reach: z.int().min(0).default(50),
    /** Least tier of a change that an agent wrote. */
    agents: z.int().min(0).max(3).default(1),
    /** Whether only defects count that the base does not have, or all in the files of the change and those that import them. */
    count: z.enum(["new", "all"]).default("new"),
    /** With `count: all`: a JSON report of `assay check`; what the base has and the report lists does not count. */
    baseline: RepoPath.optional(),
    thresholds: z.array(Threshold).readonly().default([]),
    /** Worst rating that the defects that count may give. */
    rating: Rating.optional(),
    /** Engines that must have run completely where the change has files of their languages. */
    engines: z.array(z.string().min(1)).readonly().default([]),
    suppressions: SuppressionRules.prefault({}),
    forbid: z.array(Forbidden).readonly().default([]),
  })
  .readonly();
export type PolicySettings = z.infer<typeof PolicySettings>;

function isCheap(pattern: string): boolean {
  if (pattern.split("**").length - 1 > MAX_STARS) return false;
  return pattern.split("/").every((part) => part === "**" || part.split("*").length - 1 <= MAX_STARS);
}

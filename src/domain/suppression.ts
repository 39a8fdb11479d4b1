import { z } from "zod";
import type { Problem } from "./completeness.ts";
import { Cwe } from "./cwe.ts";
import { type Severity, severityRank } from "./severity.ts";

/** Where a project keeps its suppressions, relative to its root. */
export const SUPPRESSIONS_PATH = ".assay/suppressions.yaml";

/** Findings of this severity and above are never hidden by the file: it comes with the code under analysis. */
const NEVER_SUPPRESSED: Severity = "critical";

/** Rule of the finding that tells reviewers of a suppression that a change brings along. */
export const NEW_SUPPRESSION = "new-suppression";

const words = (most: number) => z.string().trim().min(1).max(most);

const fields = z.strictObject({
  /** Rule id as reports print it. */
  rule: words(200).optional(),
  /** A weakness; those of its family count too, since engines name one cause by several numbers. */
  cwe: Cwe.optional(),
  /** Files it holds for, in git's ignore syntax relative to the root; everywhere without it. */
  path: words(500)
    .regex(/^[^#!\\][^\\]*$/, "expected a pattern such as src/legacy/ or **/*.py, without `!`, `#` or `\\`")
    .optional(),
  /** Defect id, whole or at least its first 8 characters. */
  id: z
    .string()
    .regex(/^[0-9a-f]{8,64}$/, "expected the id of a defect, at least its first 8 characters")
    .optional(),
  reason: words(500),
  owner: words(200),
  /** Last day on which it holds, in UTC. */
  expires: z.iso.date("expected a day such as 2027-06-30"),
});

/** A person's decision not to act on findings for a while. All of `rule`, `cwe`, `path` and `id` that are given must fit. */
export const Suppression = fields
  .refine(
    ({ rule, cwe, id }) => rule !== undefined || cwe !== undefined || id !== undefined,
    "expected at least one of rule, cwe, id",
  )
  .readonly();
export type Suppression = z.infer<typeof Suppression>;

export const SUPPRESSION_KEYS: readonly string[] = Object.keys(fields.shape);

/** `.assay/suppressions.yaml`. */
export const SuppressionFile = z
  .strictObject({ suppressions: z.array(Suppression).readonly().nullable().default([]) })
  .readonly();

/** One entry of the file. */
export interface SuppressionEntry {
  readonly suppression: Suppression;
  /** 1-based line of the entry in the file. */
  readonly line: number;
}

export function maySuppress(severity: Severity): boolean {
  return severityRank(severity) < severityRank(NEVER_SUPPRESSED);
}

/** True for problems of the suppression file: they do not mean that code was left unanalysed. */
export function isSuppressionProblem(problem: Problem): boolean {
  return problem.code.startsWith("suppression-");
}

/** An entry in a few words, for messages. */
export function nameSuppression({ rule, cwe, id, path, owner }: Suppression): string {
  const what = [rule, cwe, id].filter((word) => word !== undefined).join(", ");
  return `${what}${path === undefined ? "" : ` in ${path}`} (${owner})`;
}

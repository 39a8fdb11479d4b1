import { z } from "zod";
import { RepoPath } from "./ids.ts";

/** Why an engine did not, or not wholly, look at a file. Absence of findings counts as clean only under `complete`. */
export const Problem = z
  .object({
    path: RepoPath.optional(),
    /** Machine-readable reason, kebab-case: `syntax-error`, `too-large`, `binary`, `timed-out`, `not-reported`, … */
    code: z.string().regex(/^[a-z][a-z0-9-]*$/),
    message: z.string(),
    /** 1-based line, where one is known. */
    line: z.int().min(1).optional(),
  })
  .readonly();
export type Problem = z.infer<typeof Problem>;

export const Completeness = z.enum(["complete", "partial", "failed"]);
export type Completeness = z.infer<typeof Completeness>;

/** What one engine did in one scan: its findings stand beside it in ScanReport. */
export const EngineRun = z
  .object({
    id: z.string().min(1),
    version: z.string(),
    status: Completeness,
    /** Empty exactly when `status` is complete. */
    reasons: z.array(Problem).readonly(),
    /** Paths the engine proved to have analysed, sorted. */
    covered: z.array(RepoPath).readonly(),
    seconds: z.number().min(0),
    /** The file that these results were read from; absent for an engine that ran. */
    imported: z.string().optional(),
    /** What it took parameters of public functions for, chosen from the files it saw or told; absent for an engine that does not ask. */
    threatModel: z.enum(["application", "library"]).optional(),
  })
  .readonly();
export type EngineRun = z.infer<typeof EngineRun>;

/** An imported report that does not tell what its tool looked at: it adds findings, and proves nothing. */
export const COVERAGE_UNKNOWN = "coverage-unknown";

/** True when this run takes nothing away from the completeness of a scan. Of an import nobody asked for coverage, only that it could be read. */
export function isSettled(run: EngineRun): boolean {
  return (
    run.status === "complete" || (run.imported !== undefined && run.reasons.every((reason) => reason.code === COVERAGE_UNKNOWN))
  );
}

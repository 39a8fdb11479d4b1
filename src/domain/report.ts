import { z } from "zod";
import { Candidate } from "./candidate.ts";
import { EngineRun, Problem } from "./completeness.ts";
import { Decision } from "./decision.ts";
import { Decline } from "./decline.ts";
import { Finding } from "./finding.ts";
import { DefectId, Digest } from "./ids.ts";
import { Level, Verdict } from "./verdict.ts";

/** A finding that an inline marker or a suppression file hides; reported, never silently dropped. */
export const Suppressed = z
  .object({
    finding: Finding,
    reason: z.string(),
    /** A comment in the code, or an entry of `.assay/suppressions.yaml`. */
    source: z.enum(["marker", "file"]).default("marker"),
    /** Place of the entry, `path:line`; absent for markers. */
    note: z.string().optional(),
  })
  .readonly();
export type Suppressed = z.infer<typeof Suppressed>;

/** Everything one scan of one state of the code said. Sorted: engines by id, findings by place, rule and engine. */
export const ScanReport = z
  .object({
    /** True when every engine that was asked finished `complete` over every file it is responsible for. */
    complete: z.boolean(),
    engines: z.array(EngineRun).readonly(),
    findings: z.array(Finding).readonly(),
    suppressed: z.array(Suppressed).readonly(),
    /** Files no engine looked at, and why. */
    problems: z.array(Problem).readonly(),
    /** Paths that at least one engine covered, sorted. */
    files: z.array(z.string()).readonly(),
    /** Files of code in languages that no engine here reads, counted by ending (`.cpp`); absent for none. Nothing is known about them. */
    unread: z.record(z.string(), z.int().min(1)).readonly().optional(),
  })
  .readonly();
export type ScanReport = z.infer<typeof ScanReport>;

/** What a model objects to in a repair. It lowers the rank of the attempt among those that the policy treats alike, and decides nothing. */
export const Concern = z
  .object({ aspect: z.enum(["security", "behaviour", "style"]), weight: z.enum(["major", "minor"]), words: z.string() })
  .readonly();
export type Concern = z.infer<typeof Concern>;

export const Attempt = z
  .object({
    candidate: Candidate,
    verdicts: z.array(Verdict).readonly(),
    level: Level.optional(),
    decision: Decision,
    concerns: z.array(Concern).readonly().optional(),
  })
  .readonly();
export type Attempt = z.infer<typeof Attempt>;

/** What became of one defect. */
export const Repair = z
  .object({
    defect: DefectId,
    status: z.enum(["fixed", "unfixed", "ask"]),
    /** Machine-readable reason when not fixed: `no-candidate`, `all-rejected`, `out-of-time`, … */
    reason: z.string(),
    /** Why recipes of the right kind, and models, did not propose. */
    declined: z.array(Decline).readonly().default([]),
    /** In the order proposed. */
    attempts: z.array(Attempt).readonly(),
    /** Index into `attempts` of the one that is proposed or applied. */
    chosen: z.int().min(0).optional(),
  })
  .readonly();
export type Repair = z.infer<typeof Repair>;

/** Digests of one file before and after a run's accepted patches. */
export const FileChange = z.object({ path: z.string(), before: Digest, after: Digest }).readonly();
export type FileChange = z.infer<typeof FileChange>;

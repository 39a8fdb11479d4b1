import { compareText } from "#lib/compare.ts";
import { z } from "zod";
import { Cwe } from "./cwe.ts";
import { Digest, FindingId } from "./ids.ts";
import { Location } from "./location.ts";
import { Severity } from "./severity.ts";

/** One step of a data flow, from source to sink. */
export const TraceStep = z.object({ location: Location, note: z.string() }).readonly();
export type TraceStep = z.infer<typeof TraceStep>;

/** One engine's claim that a place in the code is weak. */
export const Finding = z
  .object({
    id: FindingId,
    engine: z.string().min(1),
    rule: z.string().min(1),
    cwe: z.array(Cwe).readonly(),
    severity: Severity,
    /** How often this rule is right when it speaks, 0..1. */
    confidence: z.number().min(0).max(1),
    location: Location,
    /** The weakness in a few words, the same for every finding of the rule; absent where the engine has none. */
    title: z.string().min(1).optional(),
    message: z.string(),
    /** What to do about it, in one sentence. */
    remedy: z.string().min(1).optional(),
    /** What the rule's author would write in place of the location; nothing has checked it. */
    suggestion: z.string().optional(),
    trace: z.array(TraceStep).readonly().optional(),
    /** Digest of the tool's own words, kept in the journal's blobs. */
    raw: Digest.optional(),
  })
  .readonly();
export type Finding = z.infer<typeof Finding>;

/** By path, place, rule, engine, identity. Written out: a million findings are compared twenty million times. */
export function compareFindings(a: Finding, b: Finding): number {
  return compareText(a.location.path, b.location.path) || compareInFile(a, b);
}

/** {@link compareFindings} for two of one file. */
export function compareInFile(a: Finding, b: Finding): number {
  return (
    a.location.startLine - b.location.startLine ||
    a.location.startColumn - b.location.startColumn ||
    compareText(a.rule, b.rule) ||
    compareText(a.engine, b.engine) ||
    compareText(a.id, b.id)
  );
}

import { z } from "zod";
import { Cwe } from "./cwe.ts";
import { TraceStep } from "./finding.ts";
import { DefectId, FindingId } from "./ids.ts";
import { Location } from "./location.ts";
import { Severity } from "./severity.ts";

/** Findings believed to share one root cause. */
export const Defect = z
  .object({
    id: DefectId,
    /** The leading weakness. */
    cwe: Cwe.optional(),
    /** The leading witness's rule. */
    rule: z.string(),
    title: z.string(),
    message: z.string(),
    remedy: z.string().min(1).optional(),
    severity: Severity,
    /** Belief that this is a true defect, from the witnesses' confidences and the engines' independence, 0..1. */
    probability: z.number().min(0).max(1),
    location: Location,
    trace: z.array(TraceStep).readonly().optional(),
    /** Findings by id, sorted; never empty. */
    witnesses: z.array(FindingId).readonly(),
  })
  .readonly();
export type Defect = z.infer<typeof Defect>;

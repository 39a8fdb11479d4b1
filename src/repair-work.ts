import { z } from "zod";
import type { Spent } from "#domain/budget.ts";
import type { Decline } from "#domain/decline.ts";
import { type Attempt, ScanReport } from "#domain/report.ts";
import { Verdict } from "#domain/verdict.ts";
import type { LoopRequest, World } from "./world.ts";

/** What the ladder said of one candidate, as the log keeps it. */
export const Validated = z.object({
  verdicts: z.array(Verdict).readonly(),
  rescan: ScanReport.optional(),
  rescanned: z.array(z.string()).readonly(),
});
export type Validated = z.infer<typeof Validated>;

/** What the repair of one defect has come to so far. */
export interface RepairWork {
  spent: Spent;
  readonly attempts: Attempt[];
  /** By attempt. */
  readonly validations: Validated[];
  readonly declined: Decline[];
  /** What the person has asked for in words. */
  readonly wishes: string[];
  /** Set when an option that was named beforehand has been tried: there is no further round then. */
  named?: boolean;
}

export function mayAskModel({ model }: World, { budget, by = ["model"] }: LoopRequest): boolean {
  return model !== undefined && by.includes("model") && budget.tokens > 0 && budget.money > 0;
}

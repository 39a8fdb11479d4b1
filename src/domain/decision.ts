import { z } from "zod";

export const Decision = z
  .object({
    outcome: z.enum(["accept", "reject", "ask"]),
    /** Id of the policy rule that fired, e.g. `check-failed`, `sensitive-code`, `tier-level-reached`. */
    rule: z.string(),
    reason: z.string(),
    /** Blast-radius tier of the change: 0 smallest, 3 largest. */
    tier: z.int().min(0).max(3),
  })
  .readonly();
export type Decision = z.infer<typeof Decision>;

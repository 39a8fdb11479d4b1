import { z } from "zod";

/** One thing that is known of a repair, and where it can be looked up. */
export const Fact = z
  .object({
    /** `rule`, `flow`, `origin`, `verdict`, `lesson`, `wish`, `policy` or `cost`. */
    about: z.string(),
    text: z.string(),
    /** A place `path:line`, a command, or a step of the log as `log: step`. */
    source: z.string(),
  })
  .readonly();
export type Fact = z.infer<typeof Fact>;

/** Why a repair is what it is, from the log of its run. */
export const Explanation = z
  .object({
    facts: z.array(Fact).readonly(),
    /** The same in a model's words, which name facts by number from 1, as `[2]`. */
    words: z.string().optional(),
  })
  .readonly();
export type Explanation = z.infer<typeof Explanation>;

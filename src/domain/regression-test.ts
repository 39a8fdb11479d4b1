import { z } from "zod";
import { DefectId, Digest } from "./ids.ts";

/** A new test file in which the attack of a repaired defect fails on the code before and passes on the code after; it was run on both. */
export const RegressionTest = z
  .object({
    defect: DefectId,
    /** Repository-relative; the file was not there before. */
    path: z.string(),
    /** What ran it: `pytest`, `unittest`, `node --test`, `vitest`, `jest` or `mocha`. */
    runner: z.string(),
    digest: Digest,
  })
  .readonly();
export type RegressionTest = z.infer<typeof RegressionTest>;

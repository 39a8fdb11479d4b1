import { z } from "zod";

const Estimate = z.object({ value: z.number().optional(), low: z.number().optional(), high: z.number().optional() });
/** What is read of a benchmark's JSON. */
export const BenchmarkResult = z.object({
  data: z.string(),
  scanners: z.array(
    z.object({
      id: z.string(),
      seconds: z.number(),
      slices: z.object({
        all: z.array(
          z.object({
            cases: z.number(),
            groups: z.number(),
            unsupported: z.number(),
            counts: z.record(z.string(), z.number()),
            estimates: z.record(z.string(), Estimate),
          }),
        ),
      }),
    }),
  ),
});
export type BenchmarkResult = z.infer<typeof BenchmarkResult>;

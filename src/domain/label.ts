import { z } from "zod";
import { Cwe } from "./cwe.ts";

/** Where a project keeps what its people said about findings, relative to its root. */
export const LABELS_PATH = ".assay/labels.yaml";

const words = (most: number) => z.string().trim().min(1).max(most);

/** What a person found out about one defect. */
export const Label = z.strictObject({
  /** Id of the defect. */
  defect: z.string().regex(/^[0-9a-f]{8,64}$/, "expected the id of a defect"),
  /** True: it is one. False: the engines were wrong. */
  real: z.boolean(),
  by: words(200),
  reason: words(500).optional(),
  /** Who raised it. */
  rules: z
    .array(z.strictObject({ engine: words(100), rule: words(300), cwe: Cwe.optional() }))
    .min(1)
    .max(50),
});
export type Label = z.infer<typeof Label>;

export const LabelFile = z.strictObject({ labels: z.array(Label).max(10_000).nullish() });

/** How often a rule of an engine was right and wrong, about one weakness. */
export interface PrecisionCount {
  readonly engine: string;
  readonly rule: string;
  readonly cwe?: string;
  readonly right: number;
  readonly wrong: number;
}

/** Labels as counts, one for each rule. */
export function labelCounts(labels: readonly Label[]): PrecisionCount[] {
  return labels.flatMap(({ real, rules }) =>
    rules.map(({ engine, rule, cwe }) => ({
      engine,
      rule,
      ...(cwe === undefined ? {} : { cwe }),
      right: Number(real),
      wrong: Number(!real),
    })),
  );
}

import type { Finding } from "#domain/finding.ts";
import { engineFamily } from "#ports/engine-family.ts";
import type { Belief } from "./precision.ts";

/** Share of the evidence of an engine of another family that counts as independent: engines know the same lists of dangerous calls. */
const INDEPENDENCE = 0.6;

/**
 * Belief in a defect from its witnesses: noisy-or over families of engines, each with the belief in its best rule, those after the strongest
 * weakened by how little they are independent of it. Rounded to three digits.
 */
export function agreement(findings: readonly Finding[], belief: Belief): number {
  const best = new Map<string, number>();
  for (const finding of findings) {
    const family = engineFamily(finding.engine);
    best.set(family, Math.max(best.get(family) ?? 0, belief(finding)));
  }
  const confidences = [...best.values()].toSorted((a, b) => b - a);
  const doubt = confidences.reduce(
    (product, confidence, index) => product * (1 - confidence * (index === 0 ? 1 : INDEPENDENCE)),
    1,
  );
  return Math.round((1 - doubt) * 1000) / 1000;
}

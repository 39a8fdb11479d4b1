import type { Measure, Tally } from "./bootstrap.ts";

/** Figures of a yes-or-no prediction, from the counts `tp`, `fp`, `tn` and `fn`. */
export const CLASSIFICATION: readonly Measure[] = [
  { id: "precision", title: "precision", of: ({ tp = 0, fp = 0 }) => ratio(tp, tp + fp) },
  { id: "recall", title: "recall", of: recall },
  { id: "falsePositiveRate", title: "FPR", of: falsePositiveRate },
  { id: "f1", title: "F1", of: ({ tp = 0, fp = 0, fn = 0 }) => ratio(2 * tp, 2 * tp + fp + fn) },
  { id: "balancedAccuracy", title: "balanced accuracy", of: (tally) => youden(tally, (j) => (j + 1) / 2) },
  { id: "youden", title: "Youden J", of: (tally) => youden(tally, (j) => j) },
];

/** A measure that is one count over another. */
export function share(id: string, title: string, part: string, whole: string): Measure {
  return { id, title, of: (tally) => ratio(tally[part] ?? 0, tally[whole] ?? 0) };
}

function recall({ tp = 0, fn = 0 }: Tally): number | undefined {
  return ratio(tp, tp + fn);
}

function falsePositiveRate({ fp = 0, tn = 0 }: Tally): number | undefined {
  return ratio(fp, fp + tn);
}

function youden(tally: Tally, then: (j: number) => number): number | undefined {
  const [hits, alarms] = [recall(tally), falsePositiveRate(tally)];
  return hits === undefined || alarms === undefined ? undefined : then(hits - alarms);
}

function ratio(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole;
}

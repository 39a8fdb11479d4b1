import { CLASSIFICATION } from "#bench/detect/measures.ts";
import { counted, type Outcome, type Reported, type Threshold } from "#bench/detect/outcome.ts";
import type { Cwe } from "#domain/cwe.ts";

/** One file, and what is known of it. */
export interface Sample {
  readonly name: string;
  /** Undefined in code without labels. */
  readonly vulnerable: boolean | undefined;
  readonly cwes: readonly Cwe[];
}

/** What an engine alone, or all together (`union`), said of every file. */
export interface Said {
  readonly id: string;
  readonly seconds: number;
  readonly files: ReadonlyMap<string, Outcome>;
}

export interface Line {
  /** Engine ids joined by ` + `. */
  readonly id: string;
  readonly files: number;
  /** Files with a defect that counts. */
  readonly flagged: number;
  /** Share of its files that were wholly analysed. */
  readonly complete: number | undefined;
  readonly seconds: number;
  /** By id of the measure; empty without labels. */
  readonly measures: Readonly<Record<string, number | undefined>>;
}

export interface Comparison {
  /** Each engine, each pair, and all together. */
  readonly lines: readonly Line[];
  /** Defects by the exact set of engines that saw them, most first. */
  readonly overlaps: readonly { readonly engines: readonly string[]; readonly defects: number }[];
  /** Undefined without labels. */
  readonly calibration: Calibration | undefined;
}

export interface Calibration {
  readonly defects: number;
  /** Mean squared difference of probability and truth; 0.25 is what saying one half always gives. */
  readonly brier: number;
  /** The least that any constant answer would give on these defects. */
  readonly constant: number;
  readonly bins: readonly { readonly from: number; readonly said: number; readonly true: number; readonly defects: number }[];
}

/** Precision and the rest of every engine, pair and union on the same files. A defect is true when its file is vulnerable. */
export function compareScanners(
  samples: readonly Sample[],
  engines: readonly Said[],
  union: Said,
  threshold: Threshold,
): Comparison {
  const pairs = engines.flatMap((one, at) => engines.slice(at + 1).map((other) => [one, other]));
  const sets = [
    ...engines.map((one) => [one]),
    ...(engines.length > 2 ? pairs : []),
    ...(engines.length > 1 ? [[...engines]] : []),
  ];
  const defects = samples.flatMap((sample) => {
    const outcome = union.files.get(sample.name);
    return outcome === undefined ? [] : counted(outcome, threshold, sample.cwes).map((reported) => ({ sample, reported }));
  });
  return {
    lines: sets.map((set) => lineOf(set, samples, threshold)),
    overlaps: overlapsOf(defects.map(({ reported }) => reported)),
    calibration: calibrationOf(
      defects.flatMap(({ sample, reported }) =>
        sample.vulnerable === undefined ? [] : [{ probability: reported.probability, right: sample.vulnerable }],
      ),
    ),
  };
}

function lineOf(set: readonly Said[], samples: readonly Sample[], threshold: Threshold): Line {
  const tally = { tp: 0, fp: 0, tn: 0, fn: 0 };
  let [files, flagged, complete, labelled] = [0, 0, 0, false];
  for (const { name, vulnerable, cwes } of samples) {
    const asked = set.flatMap((one) => one.files.get(name) ?? []).filter(({ state }) => state !== "unsupported");
    if (asked.length === 0) continue;
    files++;
    if (asked.every(({ state }) => state === "complete")) complete++;
    const positive = asked.some((outcome) => counted(outcome, threshold, cwes).length > 0);
    if (positive) flagged++;
    if (vulnerable === undefined) continue;
    labelled = true;
    // Silence about a file that nobody analysed is no right answer.
    if (vulnerable) tally[positive ? "tp" : "fn"]++;
    else if (positive) tally.fp++;
    else if (asked.some(({ state }) => state !== "failed")) tally.tn++;
  }
  return {
    id: set.map(({ id }) => id).join(" + "),
    files,
    flagged,
    complete: files === 0 ? undefined : complete / files,
    seconds: set.reduce((sum, { seconds }) => sum + seconds, 0),
    measures: labelled ? Object.fromEntries(CLASSIFICATION.map(({ id, of }) => [id, of(tally)])) : {},
  };
}

function overlapsOf(defects: readonly Reported[]): Comparison["overlaps"] {
  const counts = new Map<string, number>();
  for (const { rules } of defects) {
    const key = [...new Set(rules.map((rule) => rule.slice(0, rule.indexOf(":"))))].toSorted().join(" ");
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts]
    .map(([key, count]) => ({ engines: key.split(" "), defects: count }))
    .toSorted((a, b) => b.defects - a.defects || (a.engines.join() < b.engines.join() ? -1 : 1));
}

const BINS = 10;

/** Brier score and reliability over ten equal bins of probability; undefined for no answer. */
export function calibrationOf(
  answers: readonly { readonly probability: number; readonly right: boolean }[],
): Calibration | undefined {
  if (answers.length === 0) return undefined;
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const rate = mean(answers.map(({ right }) => Number(right)));
  const bins = Array.from({ length: BINS }, (_, at) => {
    const inside = answers.filter(({ probability }) => Math.min(BINS - 1, Math.floor(probability * BINS)) === at);
    return inside.length === 0
      ? []
      : [
          {
            from: at / BINS,
            said: mean(inside.map((one) => one.probability)),
            true: mean(inside.map((one) => Number(one.right))),
            defects: inside.length,
          },
        ];
  }).flat();
  return {
    defects: answers.length,
    brier: mean(answers.map(({ probability, right }) => (probability - Number(right)) ** 2)),
    constant: rate * (1 - rate),
    bins,
  };
}

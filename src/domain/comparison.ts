import { by } from "#lib/compare.ts";
import { type Calibration, calibrationOf } from "./calibration.ts";

/** Figures of engines that looked at the same files. */
export interface ComparisonLine {
  /** Engine ids joined by ` + `. */
  readonly id: string;
  /** Files of the languages of at least one of them. */
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
  readonly lines: readonly ComparisonLine[];
  /** Defects by the exact set of engines that saw them, most first. */
  readonly overlaps: readonly { readonly engines: readonly string[]; readonly defects: number }[];
  /** Undefined without labels. */
  readonly calibration: Calibration | undefined;
}

/** What became of one file under each engine that knows its language. */
export interface ComparedFile {
  /** Undefined in code without labels. */
  readonly vulnerable: boolean | undefined;
  readonly states: ReadonlyMap<string, "complete" | "partial" | "failed">;
  /** Engines that reported something that counts. */
  readonly flagged: ReadonlySet<string>;
  /** Defects that count, each with the engines that saw it. */
  readonly defects: readonly { readonly engines: readonly string[]; readonly probability: number }[];
}

/** Precision and the rest of every engine, pair and all together on the same files. A defect is true when its file is vulnerable. */
export function compareEngines(
  files: readonly ComparedFile[],
  engines: readonly { readonly id: string; readonly seconds: number }[],
): Comparison {
  const pairs = engines.flatMap((one, at) => engines.slice(at + 1).map((other) => [one, other]));
  const sets = [
    ...engines.map((one) => [one]),
    ...(engines.length > 2 ? pairs : []),
    ...(engines.length > 1 ? [[...engines]] : []),
  ];
  const answers = files.flatMap(({ vulnerable, defects }) =>
    vulnerable === undefined ? [] : defects.map(({ probability }) => ({ probability, right: vulnerable })),
  );
  return { lines: sets.map((set) => lineOf(set, files)), overlaps: overlapsOf(files), calibration: calibrationOf(answers) };
}

function lineOf(set: readonly { readonly id: string; readonly seconds: number }[], all: readonly ComparedFile[]): ComparisonLine {
  const [counts, ids] = [{ tp: 0, fp: 0, tn: 0, fn: 0 }, set.map(({ id }) => id)];
  let [files, whole, hits, labelled] = [0, 0, 0, false];
  for (const { vulnerable, states, flagged } of all) {
    const said = ids.flatMap((id) => states.get(id) ?? []);
    if (said.length === 0) continue;
    files++;
    if (said.every((state) => state === "complete")) whole++;
    const positive = ids.some((id) => flagged.has(id));
    if (positive) hits++;
    if (vulnerable === undefined) continue;
    labelled = true;
    // Silence about a file that nobody analysed is no right answer.
    if (vulnerable) counts[positive ? "tp" : "fn"]++;
    else if (positive) counts.fp++;
    else if (said.some((state) => state !== "failed")) counts.tn++;
  }
  const seconds = set.reduce((sum, one) => sum + one.seconds, 0);
  const complete = files === 0 ? undefined : whole / files;
  return { id: ids.join(" + "), files, flagged: hits, complete, seconds, measures: labelled ? measuresOf(counts) : {} };
}

function measuresOf({ tp, fp, tn, fn }: Readonly<Record<"tp" | "fp" | "tn" | "fn", number>>): ComparisonLine["measures"] {
  const ratio = (part: number, of: number): number | undefined => (of === 0 ? undefined : part / of);
  const [recall, falsePositiveRate] = [ratio(tp, tp + fn), ratio(fp, fp + tn)];
  const youden = recall === undefined || falsePositiveRate === undefined ? undefined : recall - falsePositiveRate;
  return { precision: ratio(tp, tp + fp), recall, falsePositiveRate, f1: ratio(2 * tp, 2 * tp + fp + fn), youden };
}

function overlapsOf(files: readonly ComparedFile[]): Comparison["overlaps"] {
  const counts = new Map<string, number>();
  for (const { engines } of files.flatMap(({ defects }) => defects)) {
    const key = [...new Set(engines)].toSorted(by((engine) => engine)).join(" ");
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const sets = Array.from(counts, ([key, defects]) => ({ key, engines: key.split(" "), defects }));
  return sets
    .toSorted(
      by(
        ({ defects }) => -defects,
        ({ key }) => key,
      ),
    )
    .map(({ engines, defects }) => ({ engines, defects }));
}

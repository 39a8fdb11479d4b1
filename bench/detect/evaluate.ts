import type { Cwe } from "#domain/cwe.ts";
import { compareText } from "#lib/compare.ts";
import type { Benchmark, Judgement } from "./benchmark.ts";
import { addTallies, type BootstrapOptions, estimate, type Estimate } from "./bootstrap.ts";
import type { Case } from "./case.ts";
import type { Outcome, Threshold } from "./outcome.ts";

/** Cases of one data set with the names of the files that their texts were scanned as. */
export interface Placed<C extends Case> {
  readonly item: C;
  readonly names: readonly string[];
}

/** One line of a table. */
export interface Slice {
  /** `all`, or the value of the field that the cases share. */
  readonly name: string;
  readonly groups: number;
  /** Cases in the scanner's languages. */
  readonly cases: number;
  readonly unsupported: number;
  readonly counts: Readonly<Record<string, number>>;
  /** By id of the measure. */
  readonly estimates: Readonly<Record<string, Estimate>>;
}

export interface Cause {
  readonly name: string;
  readonly count: number;
}

export interface CaseError {
  readonly id: string;
  readonly group: string;
  readonly index: number;
  readonly cwes: readonly Cwe[];
  readonly rules: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface Evaluation {
  /** By name of field: `all` first. */
  readonly slices: Readonly<Record<string, readonly Slice[]>>;
  /** Rules by the number of cases in which they spoke wrongly, most first. */
  readonly wrongRules: readonly Cause[];
  /** Weaknesses by the number of cases with something missed, most first. */
  readonly missedWeaknesses: readonly Cause[];
  /** Codes of the problems of cases that were not wholly analysed, most first. */
  readonly reasons: readonly Cause[];
  readonly falsePositives: readonly CaseError[];
  readonly falseNegatives: readonly CaseError[];
}

export interface EvaluateOptions extends BootstrapOptions {
  readonly threshold: Threshold;
  /** Fields to slice by, beside `all`. */
  readonly by: readonly string[];
}

interface Judged<C extends Case> {
  readonly item: C;
  readonly index: number;
  /** Undefined for a case in a language that the scanner does not know. */
  readonly judgement: Judgement | undefined;
}

/** Figures and causes of error of one scanner over all cases. */
export function evaluate<C extends Case>(
  benchmark: Benchmark<C>,
  cases: readonly Placed<C>[],
  files: ReadonlyMap<string, Outcome>,
  options: EvaluateOptions,
): Evaluation {
  const reasons: string[] = [];
  const judged = cases.map(({ item, names }, index): Judged<C> => {
    const outcomes = names.map((name) => files.get(name)).filter((outcome) => outcome !== undefined);
    if (outcomes.some(({ state }) => state === "unsupported")) return { item, index, judgement: undefined };
    reasons.push(...new Set(outcomes.filter(({ state }) => state !== "complete").flatMap((outcome) => outcome.reasons)));
    return { item, index, judgement: benchmark.judge(item, outcomes, options.threshold) };
  });
  const slices: Record<string, readonly Slice[]> = { all: [slice(benchmark, "all", judged, options)] };
  for (const field of options.by) {
    const parts = Map.groupBy(judged, ({ item }) => fieldOf(item, field));
    slices[field] = [...parts]
      .toSorted(([a], [b]) => compareText(a, b))
      .map(([name, part]) => slice(benchmark, name, part, options));
  }
  const known = judged.flatMap(({ item, index, judgement }) => (judgement === undefined ? [] : [{ item, index, judgement }]));
  const wrong = known.filter(({ judgement }) => judgement.wrong.length > 0);
  const missed = known.filter(({ judgement }) => judgement.missed);
  return {
    slices,
    wrongRules: ranked(wrong.flatMap(({ judgement }) => judgement.wrong)),
    missedWeaknesses: ranked(missed.map(({ item }) => item.cwes.join(" ") || item.group)),
    reasons: ranked(reasons),
    falsePositives: wrong.map(({ item, index, judgement }) => caseError(item, index, judgement.wrong, judgement)),
    falseNegatives: missed.map(({ item, index, judgement }) => caseError(item, index, judgement.near, judgement)),
  };
}

function slice<C extends Case>(
  benchmark: Benchmark<C>,
  name: string,
  judged: readonly Judged<C>[],
  options: EvaluateOptions,
): Slice {
  const known = judged.flatMap(({ item, judgement }) =>
    judgement === undefined ? [] : [{ group: item.group, tally: judgement.tally }],
  );
  const groups = [...Map.groupBy(known, ({ group }) => group)]
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([, rows]) => addTallies(rows.map(({ tally }) => tally)));
  const estimates = estimate(groups, benchmark.measures, options);
  return {
    name,
    groups: groups.length,
    cases: known.length,
    unsupported: judged.length - known.length,
    counts: addTallies(groups),
    estimates: Object.fromEntries(benchmark.measures.map(({ id }, at) => [id, estimates[at] as Estimate])),
  };
}

function fieldOf(item: Case, field: string): string {
  return (field === "language" ? item.language.id : item.labels[field]) || "none";
}

function ranked(names: readonly string[]): Cause[] {
  return [...Map.groupBy(names, (name) => name)]
    .map(([name, all]) => ({ name, count: all.length }))
    .toSorted((a, b) => b.count - a.count || compareText(a.name, b.name));
}

function caseError(item: Case, index: number, rules: readonly string[], { detail = {} }: Judgement): CaseError {
  return { id: item.id, group: item.group, index, cwes: item.cwes, rules, detail };
}

import type { Benchmark } from "./benchmark.ts";
import type { Estimate } from "./bootstrap.ts";
import type { Case } from "./case.ts";
import type { Cause, Evaluation, Slice } from "./evaluate.ts";

export interface Evaluated {
  readonly id: string;
  readonly seconds: number;
  readonly evaluation: Evaluation;
}

/** Markdown: one row for each scanner and slice of the field. Slices that a scanner does not know at all are left out. */
export function sliceTable<C extends Case>(benchmark: Benchmark<C>, field: string, results: readonly Evaluated[]): string {
  const whole = field === "all";
  const titles = [
    ...(whole ? [] : [field]),
    "scanner",
    "n",
    "groups",
    ...benchmark.counts.map(([, title]) => title),
    ...benchmark.measures.map(({ title }) => title),
    "partial",
    "failed",
    ...(whole ? ["other language", "seconds"] : []),
  ];
  const names = [...new Set(results.flatMap(({ evaluation }) => (evaluation.slices[field] ?? []).map(({ name }) => name)))];
  const rows = names.flatMap((name) =>
    results.flatMap(({ id, seconds, evaluation }) => {
      const slice = evaluation.slices[field]?.find((one) => one.name === name);
      if (slice === undefined || (!whole && slice.cases === 0)) return [];
      return [
        [
          ...(whole ? [] : [name]),
          ...cells(benchmark, id, slice),
          ...(whole ? [String(slice.unsupported), seconds.toFixed(1)] : []),
        ],
      ];
    }),
  );
  return table(titles, rows);
}

function cells<C extends Case>({ counts, measures }: Benchmark<C>, id: string, slice: Slice): string[] {
  return [
    id,
    String(slice.cases),
    String(slice.groups),
    ...counts.map(([key]) => String(slice.counts[key] ?? 0)),
    ...measures.map((measure) => figure(slice.estimates[measure.id])),
    String(slice.counts.partial ?? 0),
    String(slice.counts.failed ?? 0),
  ];
}

/** The figure and its interval; a dash where there is none. */
function figure(estimate: Estimate | undefined): string {
  if (estimate?.value === undefined) return "-";
  const { value, low, high } = estimate;
  return low === undefined || high === undefined
    ? value.toFixed(3)
    : `${value.toFixed(3)} [${low.toFixed(2)}, ${high.toFixed(2)}]`;
}

/** What goes wrong most, for one scanner. */
export function causeLists({ id, evaluation }: Evaluated, most: number): string {
  const list = (title: string, causes: readonly Cause[]): string => {
    const shown = causes.slice(0, most).map(({ name, count }) => `${name} ${count}`);
    return `- ${title}: ${shown.length === 0 ? "none" : shown.join(", ")}`;
  };
  return [
    `#### ${id}`,
    list("rules that spoke wrongly, by cases", evaluation.wrongRules),
    list("weaknesses (else groups) missed, by cases", evaluation.missedWeaknesses),
    list("not wholly analysed because of", evaluation.reasons),
  ].join("\n");
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(titles), line(titles.map(() => "---")), ...rows.map(line)].join("\n");
}

import type { BenchmarkResult } from "./quality-result.ts";

/** One benchmark's run over one set of labelled data. */
export interface QualitySet {
  readonly name: string;
  readonly benchmark: string;
  readonly options: string;
  readonly result: BenchmarkResult;
}

/** Columns of each benchmark: key of the estimate and its title. */
const COLUMNS: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  "detect-labelled": [
    ["precision", "precision"],
    ["recall", "recall"],
    ["falsePositiveRate", "false-positive rate"],
    ["f1", "F1"],
    ["balancedAccuracy", "balanced accuracy"],
  ],
};

/** The text of docs/reference/quality.md: a table for each set, a row for each scanner. */
export function qualityPage(sets: readonly QualitySet[]): string {
  const lines = [
    "# Quality of detection and repair",
    "",
    "<!-- Written by `node bench/quality.ts … --write`; edit bench/quality-page.ts instead. -->",
    "",
    "Labelled data that nobody on this project wrote, its development half; the sets themselves are not part of the project. Comments are blanked before the analysis. A defect counts from",
    "severity medium and probability 0.3 on. Brackets are 95 % intervals by bootstrap over groups of rows that belong together (the same prompt, case or repository). Every scanner of the table",
    "saw the same texts in the same run; `assay` is the embedded analyser alone. What was analysed in part or not at all is counted, never silently negative.",
    "`node bench/detect-labelled.ts --help` and its siblings say how each figure is defined.",
    "",
  ];
  for (const set of sets) lines.push(...setTable(set), "");
  return `${lines.join("\n").trimEnd()}\n`;
}

function setTable({ name, benchmark, options, result }: QualitySet): string[] {
  const first = result.scanners[0]?.slices.all[0];
  const keys = COLUMNS[benchmark] ?? Object.keys(first?.estimates ?? {}).map((key) => [key, spaced(key)] as const);
  const head = ["scanner", "cases", ...keys.map(([, title]) => title), "partial", "failed", "seconds"];
  const rows = result.scanners.map(({ id, seconds, slices }) => {
    const all = slices.all[0];
    const figures = keys.map(([key]) => interval(all?.estimates[key]));
    return [
      id,
      String(all?.cases ?? 0),
      ...figures,
      String(all?.counts.partial ?? 0),
      String(all?.counts.failed ?? 0),
      seconds.toFixed(1),
    ];
  });
  return [
    `## ${name}`,
    "",
    `\`${benchmark}${options === "" ? "" : ` ${options}`}\`, ${first?.groups ?? 0} groups.`,
    "",
    `| ${head.join(" | ")} |`,
    `| ${head.map(() => "---").join(" | ")} |`,
    ...rows.map((row) => `| ${row.join(" | ")} |`),
  ];
}

function spaced(key: string): string {
  return key.replace(/[A-Z]/gu, (letter) => ` ${letter.toLowerCase()}`);
}

function interval({
  value,
  low,
  high,
}: {
  value?: number | undefined;
  low?: number | undefined;
  high?: number | undefined;
} = {}): string {
  if (value === undefined) return "–";
  return low === undefined || high === undefined
    ? value.toFixed(3)
    : `${value.toFixed(3)} [${low.toFixed(2)}, ${high.toFixed(2)}]`;
}

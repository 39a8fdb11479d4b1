import { z } from "zod";

const Figure = z.object({ value: z.number().optional(), low: z.number().optional(), high: z.number().optional() });
const Slice = z.object({
  name: z.string(),
  groups: z.number(),
  counts: z.record(z.string(), z.number()),
  estimates: z.record(z.string(), Figure),
  seconds: z.object({ toE3: z.number().optional(), toE6: z.number().optional() }),
});

/** What is read of the JSON of bench/repair.ts and bench/rank.ts. */
export const RepairResult = z.discriminatedUnion("benchmark", [
  z.object({
    benchmark: z.literal("repair"),
    slices: z.array(Slice),
    leftOut: z.array(z.object({ reason: z.string(), count: z.number() })),
  }),
  z.object({ benchmark: z.literal("rank"), counts: z.record(z.string(), z.number()), figures: z.record(z.string(), Figure) }),
]);
export type RepairResult = z.infer<typeof RepairResult>;

export interface RepairSetResult {
  readonly name: string;
  readonly options: string;
  readonly result: RepairResult;
}

/** Heading at which the part on repair begins. */
export const REPAIR_HEADING = "## Repair";

const SHARES = [
  ["both", "functional and secure"],
  ["functional", "functional"],
  ["secure", "secure"],
  ["broke", "broke function"],
  ["unfixed", "unfixed"],
  ["notFound", "not found"],
  ["falseAccepts", "false accepts"],
  ["falseProven", "false accepts at E5"],
  ["attacked", "E5 of fixes"],
] as const;
const COUNTS = [
  ["cases", "cases"],
  ["graded", "gradable"],
  ["accepted", "accepted"],
  ["restless", "changed again"],
] as const;

/** The part of docs/reference/quality.md on repair: for each set a table with a row for all, each language and each weakness. */
export function repairPart(sets: readonly RepairSetResult[]): string {
  const lines = [
    REPAIR_HEADING,
    "",
    "From unsafe programs with published tests: the loop repairs them by recipes alone and without sight of the tests, what its policy accepts is applied, and the tests say what became of it.",
    "Shares are of gradable cases: those where the author's own repair passes every test and the unsafe code does not. *Broke function* is of those whose unsafe code works; *false accepts* are accepted and fail a test,",
    "of accepted ones, and of those where attacks worked before and fail after (E5). Seconds are medians over accepted fixes, of their checks up to that rung. *Changed again* counts cases that a second run changed.",
    "`node bench/repair.ts --help` says what must be installed; what could not be graded is counted below each table.",
    "",
    ...sets.flatMap(({ name, options, result }) => [
      `### ${name}`,
      "",
      ...(result.benchmark === "rank" ? rankLines(result) : tableLines(result, options)),
      "",
    ]),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

function tableLines({ slices, leftOut }: Extract<RepairResult, { benchmark: "repair" }>, options: string): string[] {
  const head = ["", ...COUNTS.map(([, title]) => title), ...SHARES.map(([, title]) => title), "s to E3", "s to E6"];
  const rows = slices.map(({ name, counts, estimates, seconds }) => [
    name,
    ...COUNTS.map(([key]) => String(counts[key] ?? 0)),
    ...SHARES.map(([key]) => figure(estimates[key])),
    seconds.toE3?.toFixed(1) ?? "–",
    seconds.toE6?.toFixed(1) ?? "–",
  ]);
  const left = leftOut.map(({ reason, count }) => `${count} ${reason}`).join(", ");
  return [
    `\`repair${options === "" ? "" : ` ${options}`}\`, ${slices[0]?.groups ?? 0} groups.`,
    "",
    ...[head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`),
    "",
    left === "" ? "Every case could be graded." : `Not gradable: ${left}.`,
  ];
}

function rankLines({ counts, figures }: Extract<RepairResult, { benchmark: "rank" }>): string[] {
  return [
    `\`rank\`: ${counts.challenges ?? 0} challenges, each with one right repair among plausible wrong ones, ordered by what the engines still report and by the size of the change.`,
    "",
    "| right one first | chance | told apart by engines |",
    "| --- | --- | --- |",
    `| ${figure(figures.first)} | ${figure(figures.chance)} | ${figure(figures.told)} |`,
  ];
}

function figure({ value, low, high }: z.infer<typeof Figure> = {}): string {
  if (value === undefined) return "–";
  return low === undefined || high === undefined
    ? value.toFixed(2)
    : `${value.toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}]`;
}

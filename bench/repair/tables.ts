import { addTallies, estimate, type Estimate, type Measure, type Tally } from "#bench/detect/bootstrap.ts";
import { share } from "#bench/detect/measures.ts";
import { compareText } from "#lib/compare.ts";
import type { RepairSet } from "./case.ts";
import type { RepairOptions } from "./options.ts";
import { type CaseOutcome, tally } from "./outcome.ts";

export interface RepairTableInput {
  readonly set: RepairSet;
  readonly outcomes: readonly CaseOutcome[];
  readonly digest: string;
  readonly options: RepairOptions;
}

const MEASURES: readonly Measure[] = [
  share("both", "functional and secure", "both", "graded"),
  share("functional", "functional", "functional", "graded"),
  share("secure", "secure", "secure", "graded"),
  share("broke", "broke function", "broke", "identityFunctional"),
  share("unfixed", "unfixed", "unfixed", "graded"),
  share("notFound", "not found", "notFound", "graded"),
  share("falseAccepts", "false accepts of accepted", "falseAccepts", "accepted"),
  share("falseProven", "false accepts of those at E5", "falseProven", "proven"),
  share("attacked", "E5 of accepted fixes", "attackedFixes", "fixes"),
  share("identity", "identity", "identityBoth", "graded"),
  share("reference", "reference", "referenceBoth", "graded"),
];

const COUNTS = [
  ["cases", "cases"],
  ["graded", "gradable"],
  ["accepted", "accepted"],
  ["fixes", "fixes"],
  ["restless", "second run changed"],
] as const;

/** Figures of one part of the cases. */
export interface RepairSlice {
  readonly name: string;
  readonly groups: number;
  readonly counts: Tally;
  readonly estimates: Readonly<Record<string, Estimate>>;
  /** Medians over accepted fixes; undefined where there is none. */
  readonly seconds: { readonly toE3: number | undefined; readonly toE6: number | undefined };
}

function repairSlices({ outcomes, options }: Pick<RepairTableInput, "outcomes" | "options">): RepairSlice[] {
  const named = (of: (outcome: CaseOutcome) => string): RepairSlice[] =>
    [...Map.groupBy(outcomes, of)].toSorted(([a], [b]) => compareText(a, b)).map(([name, part]) => slice(name, part, options));
  const languages = named(({ item }) => item.language);
  return [slice("all", outcomes, options), ...(languages.length > 1 ? languages : []), ...named(({ item }) => item.cwe)];
}

function slice(name: string, outcomes: readonly CaseOutcome[], { bootstrap, seed }: RepairOptions): RepairSlice {
  const groups = [...Map.groupBy(outcomes, ({ item }) => item.group).values()].map((part) => addTallies(part.map(tally)));
  const estimates = estimate(groups, MEASURES, { rounds: bootstrap, seed });
  const fixes = outcomes.flatMap(({ repaired }) => repaired.accepted);
  return {
    name,
    groups: groups.length,
    counts: addTallies(groups),
    estimates: Object.fromEntries(MEASURES.map(({ id }, at) => [id, estimates[at] as Estimate])),
    seconds: { toE3: median(fixes.map(({ seconds }) => seconds.toE3)), toE6: median(fixes.map(({ seconds }) => seconds.toE6)) },
  };
}

function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? sorted[middle]
    : sorted.length === 0
      ? undefined
      : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/** Why cases were left out, with the number of each, most first. */
function leftOut(outcomes: readonly CaseOutcome[]): { readonly reason: string; readonly count: number }[] {
  const reasons = outcomes.flatMap(({ ungradable }) =>
    ungradable === undefined
      ? []
      : [ungradable.startsWith("package-missing") ? ungradable : (ungradable.split(":")[0] as string)],
  );
  return [...Map.groupBy(reasons, (reason) => reason)]
    .map(([reason, all]) => ({ reason, count: all.length }))
    .toSorted((a, b) => b.count - a.count || compareText(a.reason, b.reason));
}

export function repairText(input: RepairTableInput): string {
  const head = ["", ...COUNTS.map(([, title]) => title), ...MEASURES.map(({ title }) => title), "s to E3", "s to E6"];
  const rows = repairSlices(input).map(({ name, counts, estimates, seconds }) => [
    name,
    ...COUNTS.map(([key]) => String(counts[key] ?? 0)),
    ...MEASURES.map(({ id }) => interval(estimates[id])),
    seconds.toE3?.toFixed(2) ?? "–",
    seconds.toE6?.toFixed(2) ?? "–",
  ]);
  return [
    `## ${input.set.id}`,
    "",
    ...[head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`),
    "",
    ...leftOut(input.outcomes).map(({ reason, count }) => `- not gradable, ${count}: ${reason}`),
    "- Shares are of gradable cases; broke: of those whose unsafe code works; a false accept is accepted and fails a published test.",
    ...(input.set.apart ? [] : ["- The tests of this set do not tell function from safety: a failed test counts as both."]),
  ].join("\n");
}

function interval({ value, low, high }: Partial<Estimate> = {}): string {
  if (value === undefined) return "–";
  return low === undefined || high === undefined
    ? value.toFixed(3)
    : `${value.toFixed(3)} [${low.toFixed(2)}, ${high.toFixed(2)}]`;
}

export function repairJson(input: RepairTableInput): string {
  const { set, digest, options, outcomes } = input;
  return JSON.stringify(
    {
      schemaVersion: 1,
      benchmark: "repair",
      set: set.id,
      data: digest,
      options: { ...options, data: undefined, modules: undefined, errors: undefined },
      leftOut: leftOut(outcomes),
      slices: repairSlices(input),
    },
    undefined,
    2,
  );
}

/** One case for the file that `--errors` writes. */
export function caseDetails({
  item,
  ungradable,
  identity,
  reference,
  repaired,
  grade,
}: CaseOutcome): Readonly<Record<string, unknown>> {
  const { id, group, language, cwe, unsafe } = item;
  return { id, group, language, cwe, ungradable, identity, reference, grade, repaired, unsafe };
}

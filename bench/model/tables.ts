import { addTallies, estimate, type Estimate, type Measure, type Tally } from "#bench/detect/bootstrap.ts";
import { share } from "#bench/detect/measures.ts";
import { mcnemar } from "#bench/statistics.ts";
import { ARMS, type Arm } from "./arms.ts";
import type { ArmOutcome } from "./results.ts";

/** Of one arm. */
export interface ArmRow {
  readonly arm: Arm;
  readonly counts: Tally;
  readonly estimates: Readonly<Record<string, Estimate>>;
}

/** Two arms on the same cases. */
export interface ArmPair {
  readonly arm: Arm;
  readonly against: Arm;
  readonly cases: number;
  /** Cases that only one of them has right. */
  readonly won: number;
  readonly lost: number;
  /** Difference of the shares, with its interval over groups. */
  readonly difference: Estimate;
  /** Two-sided, exact. */
  readonly p: number;
}

export interface ArmSummary {
  readonly rows: readonly ArmRow[];
  readonly pairs: readonly ArmPair[];
}

const MEASURES: readonly Measure[] = [
  share("both", "functional and secure", "both", "graded"),
  share("functional", "functional", "functional", "graded"),
  share("secure", "secure", "secure", "graded"),
  share("clean", "no defect left", "clean", "cases"),
];

export function summarise(outcomes: readonly ArmOutcome[], rounds: number): ArmSummary {
  const options = { rounds, seed: 1 };
  const present = ARMS.filter((arm) => outcomes.some((outcome) => outcome.arm === arm));
  const rows = present.map((arm): ArmRow => {
    const own = outcomes.filter((outcome) => outcome.arm === arm);
    const estimates = estimate(groupsOf(own, tally), MEASURES, options);
    return {
      arm,
      counts: addTallies(own.map(tally)),
      estimates: Object.fromEntries(MEASURES.map(({ id }, at) => [id, estimates[at] as Estimate])),
    };
  });
  const pairs = present.slice(1).map((arm) => pair(outcomes, arm, present[0] as Arm, options));
  return { rows, pairs };
}

function tally({ functional, secure, ungraded, given, left, calls, tokens, cost, seconds }: ArmOutcome): Tally {
  const graded = ungraded === undefined;
  return {
    cases: 1,
    graded: Number(graded),
    both: Number(graded && functional && secure),
    functional: Number(graded && functional),
    secure: Number(graded && secure),
    clean: Number(given && left === 0),
    calls,
    tokens,
    cost,
    seconds,
  };
}

/** Right means functional and secure where tests can say so, else without a defect. */
function isRight({ functional, secure, ungraded, given, left }: ArmOutcome): boolean {
  return ungraded === undefined ? functional && secure : given && left === 0;
}

function pair(outcomes: readonly ArmOutcome[], arm: Arm, against: Arm, options: { rounds: number; seed: number }): ArmPair {
  const others = new Map(outcomes.filter((one) => one.arm === against).map((one) => [one.case, one]));
  const both = outcomes.flatMap((one) => {
    const other = one.arm === arm ? others.get(one.case) : undefined;
    return other === undefined
      ? []
      : [{ group: one.group, won: isRight(one) && !isRight(other), lost: !isRight(one) && isRight(other) }];
  });
  const counts = groupsOf(both, ({ won, lost }) => ({ cases: 1, won: Number(won), lost: Number(lost) }));
  const { won = 0, lost = 0, cases = 0 } = addTallies(counts);
  const measure: Measure = {
    id: "difference",
    title: "difference",
    of: (sum) => (sum.cases ? ((sum.won ?? 0) - (sum.lost ?? 0)) / sum.cases : undefined),
  };
  const [difference] = estimate(counts, [measure], options);
  return { arm, against, cases, won, lost, difference: difference as Estimate, p: mcnemar(won, lost) };
}

function groupsOf<T extends { readonly group: string }>(items: readonly T[], of: (item: T) => Tally): Tally[] {
  return [...Map.groupBy(items, ({ group }) => group).values()].map((part) => addTallies(part.map(of)));
}

/** Markdown: what each arm reached and cost, and how it stands against the first. */
export function armTable({ rows, pairs }: ArmSummary): string {
  const cell = (row: ArmRow, id: string): string => shown(row.estimates[id], (value) => `${(value * 100).toFixed(1)} %`);
  const lines = [
    `| arm | cases | graded | ${MEASURES.map(({ title }) => title).join(" | ")} | questions | tokens | dollars | seconds |`,
    `| --- | --- | --- | ${MEASURES.map(() => "---").join(" | ")} | --- | --- | --- | --- |`,
    ...rows.map((row) => {
      const { cases = 0, graded = 0, calls = 0, tokens = 0, cost = 0, seconds = 0 } = row.counts;
      const figures = MEASURES.map(({ id }) => cell(row, id)).join(" | ");
      return `| ${row.arm} | ${cases} | ${graded} | ${figures} | ${calls} | ${tokens} | ${cost.toFixed(4)} | ${seconds.toFixed(1)} |`;
    }),
  ];
  if (pairs.length === 0) return `${lines.join("\n")}\n`;
  const compared = pairs.map(({ arm, against, cases, won, lost, difference, p }) => {
    const points = shown(difference, (value) => `${value >= 0 ? "+" : ""}${(value * 100).toFixed(1)}`);
    return `| ${arm} against ${against} | ${cases} | ${won} | ${lost} | ${points} | ${p < 0.0001 ? "< 0.0001" : p.toFixed(4)} |`;
  });
  const heads = [
    "| pair | cases | only the first right | only the second right | points | p (McNemar, exact) |",
    "| --- | --- | --- | --- | --- | --- |",
  ];
  return `${[...lines, "", ...heads, ...compared].join("\n")}\n`;
}

function shown(
  { value, low, high }: Estimate = { value: undefined, low: undefined, high: undefined },
  say: (value: number) => string,
): string {
  if (value === undefined) return "–";
  return low === undefined || high === undefined ? say(value) : `${say(value)} (${say(low)} to ${say(high)})`;
}

import type { Calibration } from "#domain/calibration.ts";
import type { PrecisionCount } from "#domain/label.ts";

/** So many findings make a row worth reading. */
const LEAST = 20;

export interface Measured {
  readonly programs: number;
  readonly defects: number;
  readonly groups: number;
  readonly counts: readonly PrecisionCount[];
  readonly declared: Calibration;
  readonly validated: Calibration;
}

export function precisionPage({ programs, defects, groups, counts, declared, validated }: Measured): string {
  const row = (name: string, { brier, constant, bins }: Calibration): string =>
    `| ${name} | ${brier.toFixed(3)} | ${constant.toFixed(3)} | ${bins.map(({ said, true: right, defects: n }) => `${said.toFixed(2)}→${right.toFixed(2)} (${n})`).join(", ")} |`;
  const often = counts
    .filter(({ right, wrong }) => right + wrong >= LEAST)
    .toSorted((a, b) => b.right + b.wrong - a.right - a.wrong)
    .map(
      ({ engine, rule, cwe, right, wrong }) =>
        `| ${engine} | \`${rule}\` | ${cwe ?? ""} | ${right} | ${wrong} | ${(right / (right + wrong)).toFixed(2)} |`,
    );
  return [
    "# Precision",
    "",
    "Written by `npm run bench:precision` from labelled programs; nothing of them is kept but counts.",
    "",
    `How often a rule is right when it speaks is measured on ${programs} programs in ${groups} groups of variants, of which engines reported ${defects} defects that a label speaks of: those of the label's own family of weaknesses, or all where it names none; right where the program is vulnerable. The counts ship with assay (\`src/stages/correlate/measured-precision.json\`), ${counts.length} of an engine, a rule and a weakness.`,
    "",
    "The probability of a defect joins its witnesses: what each rule declares, then what was measured of its engine on that weakness, then of the rule itself, each step a Beta distribution in which the step before weighs 5 and 10 findings; engines are joined as half independent witnesses, and those that are one program or one service under several names (`src/ports/engine-family.ts`) as one. Benchmarks alone take no rule that declares 0.3 or more below 0.3: they cannot silence it. What a team says with `assay label` is the last step, and may.",
    "",
    "## Calibration",
    "",
    "The Brier score is the mean squared difference between what was said and what came true; *constant* is what saying the average always would give. *Measured* is cross-validated: each group of variants is judged by what was measured on all other groups, so it shows what to expect of code that was not measured. The average is known only after the fact and ranks nothing, so a score near it that still tells defects apart is what can be had here. Tenths of probability as said→true (defects).",
    "",
    "| belief | Brier | constant | said→true |",
    "| --- | --- | --- | --- |",
    row("declared by the rules", declared),
    row("measured, cross-validated", validated),
    "",
    "![What was said against what came true](reliability.svg)",
    "",
    "The labels come from programs written to be judged, about half of them vulnerable; in a project most code is not, and rules are right less often there. That is what a team's own labels are for.",
    "",
    "## Rules",
    "",
    `Rules with ${LEAST} defects or more.`,
    "",
    "| engine | rule | CWE | right | wrong | precision |",
    "| --- | --- | --- | --- | --- | --- |",
    ...often,
    "",
  ].join("\n");
}

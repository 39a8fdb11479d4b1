import { type Calibration, calibrationOf } from "#domain/calibration.ts";
import type { PrecisionCount } from "#domain/label.ts";
import type { Finding } from "#domain/finding.ts";
import { by } from "#lib/compare.ts";
import { type Belief, measuredBelief } from "#stages/correlate/precision.ts";
import { agreement } from "#stages/correlate/probability.ts";
import type { LabelledDefect } from "./collect.ts";

/** Counts of defects by engine, rule and leading weakness; each defect counts once for each rule that raised it. Sorted. */
export function countsOf(defects: readonly LabelledDefect[]): PrecisionCount[] {
  const counts = new Map<string, PrecisionCount>();
  for (const { right, witnesses } of defects) {
    const raised = new Map(
      witnesses.map(({ engine, rule, cwe }) => [[engine, rule, cwe[0] ?? ""].join("\n"), { engine, rule, cwe }]),
    );
    for (const [key, { engine, rule, cwe }] of raised) {
      const before = counts.get(key) ?? { right: 0, wrong: 0 };
      const weakness = cwe[0] === undefined ? {} : { cwe: cwe[0] };
      const sum = { right: before.right + Number(right), wrong: before.wrong + Number(!right) };
      counts.set(key, { engine, rule, ...weakness, ...sum });
    }
  }
  return [...counts.values()].toSorted(
    by(
      ({ engine }) => engine,
      ({ rule }) => rule,
      ({ cwe }) => cwe ?? "",
    ),
  );
}

/** What rules declare, as if nothing had been measured. */
export const DECLARED: Belief = ({ confidence }) => confidence;

export function calibrated(defects: readonly LabelledDefect[], belief: (defect: LabelledDefect) => Belief): Calibration {
  const answers = defects.map((defect) => ({
    probability: agreement(defect.witnesses as readonly Finding[], belief(defect)),
    right: defect.right,
  }));
  const said = calibrationOf(answers);
  if (said === undefined) throw new Error("no defect whose truth is known");
  return said;
}

/** Each group of cases judged by what was measured on all others, so that no program is judged by counts that a variant of it is in. */
export function crossValidated(defects: readonly LabelledDefect[]): Calibration {
  const groups = new Set(defects.map(({ group }) => group));
  const beliefs = new Map(
    Array.from(groups, (left) => [left, measuredBelief([], countsOf(defects.filter(({ group }) => group !== left)))]),
  );
  return calibrated(defects, ({ group }) => beliefs.get(group) ?? DECLARED);
}

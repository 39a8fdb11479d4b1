import type { Attempt, Repair } from "#domain/report.ts";
import { optionLetter } from "#domain/option.ts";
import { passedAbove } from "#domain/verdict.ts";
import type { FixView } from "#faces/reports/view.ts";
import { checkDocument } from "./check.ts";

/** The document of `assay fix --format json`: that of a check, and what became of each defect. */
export function fixDocument(view: FixView): Record<string, unknown> {
  return {
    ...checkDocument(view),
    applied: view.applied,
    stop: view.stop,
    evidence: view.evidence,
    optionless: view.optionless?.length ? view.optionless : undefined,
    unmatched: view.unmatched.length > 0 ? view.unmatched : undefined,
    tests: view.tests?.written.map(({ defect, path, runner, text }) => ({ defect, path, runner, text })),
    withoutTest: view.tests?.missing,
    repairs: view.repairs.map((repair) => ({
      defect: repair.defect,
      status: repair.status,
      reason: repair.reason,
      declined: repair.declined.map(({ by, code, reason }) => ({ by, code, reason })),
      candidates: repair.attempts.map((attempt, at) => candidateEntry(attempt, at, repair, view)),
    })),
  };
}

function candidateEntry(attempt: Attempt, at: number, repair: Repair, view: FixView) {
  const { candidate, verdicts, level, decision, concerns } = attempt;
  return {
    id: candidate.id,
    option: optionLetter(at),
    origin: candidate.origin,
    recipe: candidate.origin === "recipe" ? candidate.author : undefined,
    author: candidate.author,
    variant: candidate.variant,
    title: candidate.title,
    rationale: candidate.rationale,
    tradeOffs: candidate.tradeOffs,
    review: candidate.review,
    default: at === 0,
    chosen: at === repair.chosen,
    diff: view.attemptDiff(repair, at),
    verdicts: verdicts.map(({ check, level, outcome, reason, detail, seconds }) => ({
      check,
      level,
      outcome,
      reason,
      detail,
      seconds,
    })),
    level,
    passedAbove: passedAbove(verdicts, level),
    decision,
    concerns,
  };
}

import type { Attempt } from "#domain/report.ts";
import { LEVELS } from "#domain/verdict.ts";

const DECISION_ORDER = { accept: 0, ask: 1, reject: 2 } as const;

/**
 * Order of preference among attempts: the decision, then fewer major concerns of a critic, then the evidence level, then the smallest edit, then fewer
 * trade-offs, then the order in which they were proposed. Best first; indices into the given list.
 */
export function rank(attempts: readonly Attempt[]): number[] {
  return attempts
    .map((attempt, index) => ({ attempt, index }))
    .toSorted(
      (a, b) =>
        DECISION_ORDER[a.attempt.decision.outcome] - DECISION_ORDER[b.attempt.decision.outcome] ||
        majors(a.attempt) - majors(b.attempt) ||
        height(b.attempt) - height(a.attempt) ||
        size(a.attempt) - size(b.attempt) ||
        Object.keys(a.attempt.candidate.tradeOffs).length - Object.keys(b.attempt.candidate.tradeOffs).length ||
        a.index - b.index,
    )
    .map(({ index }) => index);
}

function majors({ concerns = [] }: Attempt): number {
  return concerns.filter(({ weight }) => weight === "major").length;
}

function height(attempt: Attempt): number {
  return attempt.level === undefined ? -1 : LEVELS.indexOf(attempt.level);
}

/** Characters taken out and put in. */
function size(attempt: Attempt): number {
  return attempt.candidate.patch.files
    .flatMap((file) => file.edits)
    .reduce((sum, edit) => sum + edit.end - edit.start + edit.text.length, 0);
}

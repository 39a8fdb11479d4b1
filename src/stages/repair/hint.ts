import type { Attempt } from "#domain/report.ts";

/** What a failed attempt taught: given to whoever proposes next. */
export interface Hint {
  readonly check: string;
  readonly reason: string;
  readonly detail: string;
  /** Title of the attempt that failed. */
  readonly attempt: string;
}

/** One hint for each failed verdict, in the order of the attempts. */
export function hintsFrom(attempts: readonly Attempt[]): Hint[] {
  return attempts.flatMap((attempt) =>
    attempt.verdicts
      .filter((verdict) => verdict.outcome === "fail")
      .map((verdict) => ({
        check: verdict.check,
        reason: verdict.reason,
        detail: verdict.detail,
        attempt: attempt.candidate.title,
      })),
  );
}

import type { RunLines } from "./patched-lines.ts";
import type { TestResults } from "./test-results.ts";

/** Why a run says nothing. */
export interface TestProblem {
  readonly kind: "problem";
  readonly reason:
    | "no-runner"
    | "no-tests"
    | "no-sandbox"
    | "not-staged"
    | "timed-out"
    | "runner-crashed"
    | "report-doubtful"
    | "cannot-build"
    | "too-many";
  readonly detail: string;
  readonly output: string;
}

/** What one run of a project's tests said. */
export type TestRun =
  | {
      readonly kind: "ran";
      readonly runner: string;
      readonly results: TestResults;
      /** Lines of the watched files that ran, by repository path; a file of which nothing is known has no entry. */
      readonly lines: ReadonlyMap<string, RunLines>;
      readonly output: string;
    }
  | TestProblem;

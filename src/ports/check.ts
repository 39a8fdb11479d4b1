import type { TreeParser } from "#analysis/parse/parser.ts";
import type { Candidate } from "#domain/candidate.ts";
import type { Defect } from "#domain/defect.ts";
import type { ScanReport } from "#domain/report.ts";
import type { Level, Outcome } from "#domain/verdict.ts";
import type { CChecks } from "./c-checks.ts";
import type { Sandbox } from "./sandbox.ts";
import type { Stager } from "./stage.ts";
import type { Workspace } from "./workspace.ts";

/** A check's answer; the core adds the check's id, level and time. */
export interface CheckAnswer {
  readonly outcome: Outcome;
  /** Kebab-case, documented in docs/reference/verdicts.md. */
  readonly reason: string;
  readonly detail: string;
  /** With `inconclusive`: the change waits for a person, however far up the ladder it comes. */
  readonly asks?: true;
  /** Full output, kept in the journal's blobs. */
  readonly output?: string;
}

export interface CheckContext {
  readonly defect: Defect;
  readonly candidate: Candidate;
  /** The code the candidate is against, and the same with it applied. */
  readonly before: Workspace;
  readonly after: Workspace;
  readonly beforeScan: ScanReport;
  /** Scans `after` with every engine that ran before, over the touched files and those that depend on them. Computed once for all checks. */
  readonly afterScan: (signal: AbortSignal) => Promise<ScanReport>;
  /**
   * Scans files of either state with the engines of this process that took no part in the run: independent witnesses that cost little.
   * Absent where there are none.
   */
  readonly secondScan?: (workspace: Workspace, paths: readonly string[], signal: AbortSignal) => Promise<ScanReport>;
  /** Undefined when no sandbox works here and the user did not allow running bare: then answer `inconclusive: no-sandbox`. */
  readonly sandbox: Sandbox | undefined;
  readonly stager: Stager;
  readonly parser: TreeParser;
  /** Finds an executable of this machine by name: its absolute host path, or undefined. */
  readonly findExecutable: (name: string) => Promise<string | undefined>;
  /**
   * Answers of runs on the unchanged code, kept for the length of one run of the loop, so that the project's tests are not run
   * again for each candidate. `key` names the work; the function does it once.
   */
  readonly once: <T>(key: string, work: () => Promise<T>) => Promise<T>;
  /** How far attacks on C code look; absent: as far as without settings. */
  readonly c?: CChecks;
  /** How far a change reaches, 0 to 3; absent where nobody judges that. */
  readonly tierOf?: (candidate: Candidate) => number;
}

/** One rung's test of a candidate. Adding one: a file in adapters/checks, found by the registry. */
export interface Check {
  readonly id: string;
  readonly level: Level;
  readonly title: string;
  /** Never throws for what the code under test does; a failure of the check itself is `inconclusive` with its reason. */
  run(context: CheckContext, signal: AbortSignal): Promise<CheckAnswer>;
}

export function defineCheck(check: Check): Check {
  return check;
}

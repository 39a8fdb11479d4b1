import type { Candidate } from "#domain/candidate.ts";
import type { Defect } from "#domain/defect.ts";
import { AssayError } from "#domain/errors.ts";
import type { ScanReport } from "#domain/report.ts";
import { LEVELS, type Verdict } from "#domain/verdict.ts";
import { by } from "#lib/compare.ts";
import { digest } from "#lib/digest.ts";
import { Digest } from "#domain/ids.ts";
import type { Check, CheckAnswer, CheckContext } from "#ports/check.ts";
import type { Workspace } from "#ports/workspace.ts";
import { overlay } from "#ports/overlay.ts";

/** What every validation of one run shares. */
export interface Ladder extends Omit<CheckContext, "defect" | "candidate" | "before" | "after" | "beforeScan" | "afterScan"> {
  readonly checks: readonly Check[];
  /** Scans the touched files and those that depend on them, with every engine of `before`. */
  readonly rescan: (after: Workspace, touched: readonly string[], before: ScanReport, signal: AbortSignal) => Promise<Rescan>;
  readonly keepOutput: (output: string) => Promise<void>;
  readonly now: () => number;
  /** Told of each check before it runs. */
  readonly onCheck?: (candidate: Candidate, check: Check) => void;
}

export interface Rescan {
  readonly report: ScanReport;
  /** The files that were scanned, sorted. */
  readonly files: readonly string[];
}

export interface Validation {
  /** By level, then check. Every level has at least one. */
  readonly verdicts: readonly Verdict[];
  /** The rescan of touched files and dependents, when E2 ran. */
  readonly rescan?: Rescan;
}

/** Climbs the ladder with one candidate: cheap rungs first, the first failure ends it, rungs that nobody built say so. */
export async function validate(
  ladder: Ladder,
  subject: {
    readonly defect: Defect;
    readonly candidate: Candidate;
    readonly before: Workspace;
    readonly beforeScan: ScanReport;
  },
  signal: AbortSignal,
): Promise<Validation> {
  const started = ladder.now();
  const applied = await overlay(subject.before, subject.candidate.patch);
  if (!applied.ok) {
    const verdict: Verdict = {
      check: "applies",
      level: "E0",
      outcome: "fail",
      reason: "patch-refused",
      detail: applied.reason,
      seconds: seconds(ladder, started),
    };
    return { verdicts: [verdict, ...notReached(["E1", "E2", "E3", "E4", "E5", "E6"])] };
  }
  let rescan: Promise<Rescan> | undefined;
  const touched = subject.candidate.patch.files.map((file) => file.path);
  const context: CheckContext = {
    ...ladder,
    ...subject,
    after: applied.workspace,
    afterScan: async (inner) => (await (rescan ??= ladder.rescan(applied.workspace, touched, subject.beforeScan, inner))).report,
  };
  const verdicts: Verdict[] = [];
  for (const [index, level] of LEVELS.entries()) {
    const checks = ladder.checks.filter((check) => check.level === level).toSorted(by((check) => check.id));
    if (checks.length === 0) verdicts.push(notBuilt(level));
    for (const check of checks) {
      signal.throwIfAborted();
      ladder.onCheck?.(subject.candidate, check);
      verdicts.push(await runCheck(ladder, check, context, signal));
    }
    if (verdicts.some((verdict) => verdict.outcome === "fail")) {
      verdicts.push(...notReached(LEVELS.slice(index + 1)));
      break;
    }
  }
  // One that broke is told by the checks that asked for it.
  const scanned = await rescan?.catch(() => undefined);
  return { verdicts, ...(scanned === undefined ? {} : { rescan: scanned }) };
}

/** What a check says after an interruption is no verdict: it is not recorded. */
async function runCheck(ladder: Ladder, check: Check, context: CheckContext, signal: AbortSignal): Promise<Verdict> {
  const started = ladder.now();
  let answer: CheckAnswer;
  try {
    answer = await check.run(context, signal);
  } catch (error) {
    answer = crashed(error, signal);
  }
  signal.throwIfAborted();
  if (answer.output !== undefined) await ladder.keepOutput(answer.output);
  return {
    check: check.id,
    level: check.level,
    outcome: answer.outcome,
    reason: answer.reason,
    // Cut texts may end in half a character, which no log can carry.
    detail: answer.detail.toWellFormed(),
    ...(answer.asks === true && answer.outcome === "inconclusive" ? { asks: true as const } : {}),
    ...(answer.output === undefined ? {} : { output: Digest.parse(digest(answer.output)) }),
    seconds: seconds(ladder, started),
  };
}

/** A check that breaks has proved nothing; the others go on. What a user can mend and an interruption end the run. */
function crashed(error: unknown, signal: AbortSignal): CheckAnswer {
  signal.throwIfAborted();
  if (error instanceof AssayError || (error instanceof Error && error.name === "AbortError")) throw error;
  const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { outcome: "inconclusive", reason: "check-crashed", detail: `The check broke down: ${said.slice(0, 300)}` };
}

function seconds(ladder: Ladder, started: number): number {
  return Math.round(Math.max(0, ladder.now() - started) * 1000) / 1000;
}

function notBuilt(level: Verdict["level"]): Verdict {
  return {
    check: level.toLowerCase(),
    level,
    outcome: "inconclusive",
    reason: "not-built",
    detail: "No check of this rung is built.",
    seconds: 0,
  };
}

function notReached(levels: readonly Verdict["level"][]): Verdict[] {
  return levels.map((level) => ({
    check: level.toLowerCase(),
    level,
    outcome: "inconclusive",
    reason: "not-reached",
    detail: "A lower rung failed.",
    seconds: 0,
  }));
}

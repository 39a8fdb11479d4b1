import { fail, inconclusive, pass } from "#adapters/checks/kit/answers.ts";
import { multiset, surplus } from "#adapters/checks/kit/multiset.ts";
import type { CheckAnswer } from "#ports/check.ts";
import type { Problem } from "./build.ts";
import type { OwnRun } from "./run-own-tests.ts";
import type { Fault } from "./sanitizer-report.ts";

/** Runs of the tests of both states; round 2 is made only to tell a break from a flake. */
export interface OwnRuns {
  readonly before: (round: 1 | 2) => Promise<OwnRun | Problem>;
  readonly after: (round: 1 | 2) => Promise<OwnRun | Problem>;
  /** The patched state with marks on its lines; absent where they cannot be set. */
  readonly marked?: { readonly run: () => Promise<OwnRun | Problem>; readonly lines: readonly number[] };
}

/** Green after, with no report that the unchanged code does not have, passes; whatever breaks is tried again on both sides before it is held against the patch. */
export async function compareOwnRuns(name: string, runs: OwnRuns): Promise<CheckAnswer> {
  const before = await runs.before(1);
  if (before.kind === "problem") return inconclusive(before.reason, `Unchanged code: ${before.detail}`, before.output);
  const marked = await runs.marked?.run();
  // Marks may disturb a build that holds warnings for errors: then the tests run without them.
  const useful = marked?.kind === "ran" && marked.green;
  const after = useful ? marked : await runs.after(1);
  if (after.kind === "problem") return inconclusive(after.reason, `Patched code: ${after.detail}`, after.output);
  if (newReports(before, after).length > 0 || (before.green && !after.green)) return confirm(name, runs);
  const gone = surplus(told(before), told(after));
  const wasRed = gone.length === 0 ? "" : ` What a sanitizer reported on the unchanged code is gone: ${list(gone)}.`;
  if (!after.green)
    return inconclusive(
      "red-before",
      `\`${name}\`, built with sanitizers, fails on the unchanged code too.${wasRed}`,
      after.output,
    );
  if (!before.green && gone.length === 0)
    return inconclusive("red-before", `\`${name}\`, built with sanitizers, fails on the unchanged code.`, before.output);
  const kept = told(after).size;
  const old = kept === 0 ? "" : ` ${kept} ${kept === 1 ? "report stays" : "reports stay"} as before.`;
  const said = `\`${name}\`, built with sanitizers, ${before.green ? "passes before and after" : "passes now"}, and no report is new.${wasRed}${old}`;
  if (!useful || runs.marked === undefined || runs.marked.lines.length === 0) return pass("ok", said, after.output);
  const ran = runs.marked.lines.filter((line) => after.ran.has(line));
  if (ran.length === 0) return inconclusive("patch-not-run", `${said} But no test runs a line of the patch.`, after.output);
  return pass("ok", `${said} Tests run ${ran.length} of ${runs.marked.lines.length} changed lines.`, after.output);
}

async function confirm(name: string, runs: OwnRuns): Promise<CheckAnswer> {
  const [before, after] = [await runs.before(2), await runs.after(2)];
  if (before.kind === "problem") return inconclusive(before.reason, `Unchanged code: ${before.detail}`, before.output);
  if (after.kind === "problem") return inconclusive(after.reason, `Patched code: ${after.detail}`, after.output);
  const reports = newReports(before, after);
  if (reports.length > 0)
    return fail("sanitizer-report", `\`${name}\` of the patched code, built with sanitizers: ${list(reports)}.`, after.output);
  if (before.green && !after.green)
    return fail("test-broke", `\`${name}\` passes on the unchanged code and fails on the patched code, twice.`, after.output);
  return inconclusive("flaky", `\`${name}\` does not give the same result twice.`, after.output);
}

/** What is reported on the patched code only. Lines move with a patch, so they are not compared. */
function newReports(before: OwnRun, after: OwnRun): string[] {
  const old = told(before);
  return [...told(after).keys()].filter((words) => !old.has(words));
}

function told({ faults }: OwnRun): ReadonlyMap<string, number> {
  return multiset(
    faults.map(({ words, functions }: Fault) => `${words}${functions[0] === undefined ? "" : ` in ${functions[0]}`}`),
  );
}

function list(words: readonly string[]): string {
  const shown = words.slice(0, 3).join("; ");
  return words.length > 3 ? `${shown} and ${words.length - 3} more` : shown;
}

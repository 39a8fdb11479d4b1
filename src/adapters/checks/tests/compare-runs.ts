import { fail, inconclusive, pass } from "#adapters/checks/kit/answers.ts";
import type { CheckAnswer } from "#ports/check.ts";
import type { PatchCoverage } from "./patched-lines.ts";
import type { TestRun } from "./test-run.ts";
import type { TestResults } from "./test-results.ts";

export interface Runs {
  /** Runs of the unchanged and of the patched code; round 2 is made only to tell a break from a flake. */
  readonly before: (round: 1 | 2, signal: AbortSignal) => Promise<TestRun>;
  readonly after: (round: 1 | 2, signal: AbortSignal) => Promise<TestRun>;
  /** How much of the patch the tests ran; undefined when that is not known. */
  readonly coverage?: (after: Extract<TestRun, { kind: "ran" }>) => PatchCoverage | undefined;
}

/**
 * Green before and green after, with no test lost, passes. A test that breaks is tried again on both sides before it is held against
 * the patch. What was red before proves nothing.
 */
export async function compareRuns(runs: Runs, signal: AbortSignal): Promise<CheckAnswer> {
  const before = await runs.before(1, signal);
  if (before.kind === "problem") return inconclusive(before.reason, `Unchanged code: ${before.detail}`, before.output);
  const after = await runs.after(1, signal);
  const broken = brokenBy(before.results, after);
  if (broken.length > 0) return confirm(runs, before.results, broken, signal);
  if (after.kind === "problem") return inconclusive(after.reason, `Patched code: ${after.detail}`, after.output);
  const red = names(before.results, "failed");
  if (red.length > 0) return redBefore(runs, before, red, signal);
  const lost = names(before.results, "passed").filter((name) => after.results.get(name) !== "passed");
  if (lost.length > 0) return inconclusive("tests-removed", `No longer run: ${list(lost)}.`, after.output);
  const passed = names(after.results, "passed").length;
  if (passed === 0) return inconclusive("no-tests", `${after.runner} ran no test: all are skipped.`, after.output);
  const said = `${after.runner}: ${passed} ${passed === 1 ? "test passes" : "tests pass"} before and after`;
  const seen = runs.coverage?.(after);
  if (seen === undefined || seen.of === 0) return pass("ok", `${said}.`, after.output);
  if (seen.ran === 0)
    return inconclusive(
      "patch-not-run",
      `${said}, but none runs a line of the patch: ${list(seen.missed)}. \`assay fix --with-test\` writes a test for them where an attack can be made.`,
      after.output,
    );
  return pass(
    "ok",
    `${said}; they run ${seen.ran} of the patch's ${seen.of} lines${seen.missed.length === 0 ? "" : `, not ${list(seen.missed)}`}.`,
    after.output,
  );
}

/** What a name that cannot be resolved or an address that cannot be reached leaves in a runner's output. */
const NO_NETWORK =
  /\b(?:ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|getaddrinfo|gaierror|NameResolutionError|Network is unreachable|Temporary failure in name resolution|nodename nor servname)\b/;

/** Why tests were red on the unchanged code: they waver, they need what the sandbox does not give, or they fail. */
async function redBefore(
  runs: Runs,
  before: Extract<TestRun, { kind: "ran" }>,
  red: readonly string[],
  signal: AbortSignal,
): Promise<CheckAnswer> {
  const again = await runs.before(2, signal);
  const settled = again.kind === "ran" && names(again.results, "failed").join("\n") === red.join("\n");
  if (!settled)
    return inconclusive("flaky", `The unchanged code does not give the same results twice: ${list(red)}.`, before.output);
  if (NO_NETWORK.test(before.output))
    return inconclusive("needs-network", `Failing before the patch, for want of a network: ${list(red)}.`, before.output);
  return inconclusive("red-before", `Failing before the patch: ${list(red)}.`, before.output);
}

async function confirm(runs: Runs, known: TestResults, broken: readonly string[], signal: AbortSignal): Promise<CheckAnswer> {
  const [before, after] = [await runs.before(2, signal), await runs.after(2, signal)];
  if (before.kind === "problem" || brokenBy(known, before).length > 0) {
    return inconclusive(
      "flaky",
      `The unchanged code does not give the same results twice; unsettled: ${list(broken)}.`,
      before.output,
    );
  }
  const again = brokenBy(before.results, after);
  if (again.length === 0)
    return inconclusive("flaky", `Failed once and passed once on the patched code: ${list(broken)}.`, after.output);
  return fail("test-broke", `Broken by the patch: ${list(again)}.`, after.output);
}

/** Tests that fail now and did not before; a runner that no longer comes to an end by itself stands for them. */
function brokenBy(known: TestResults, run: TestRun): string[] {
  if (run.kind === "ran") return names(run.results, "failed").filter((name) => known.get(name) !== "failed");
  return ["runner-crashed", "report-doubtful", "no-tests", "cannot-build"].includes(run.reason) ? ["the whole run"] : [];
}

function names(results: TestResults, state: string): string[] {
  return [...results].filter(([, each]) => each === state).map(([name]) => name);
}

function list(tests: readonly string[]): string {
  const shown = tests.slice(0, 5).join(", ");
  return tests.length > 5 ? `${shown} and ${tests.length - 5} more` : shown;
}

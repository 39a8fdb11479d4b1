import { languageOf } from "#analysis/languages/registry.ts";
import { digestJson } from "#lib/digest.ts";
import { type CheckAnswer, type CheckContext, defineCheck } from "#ports/check.ts";
import type { Workspace } from "#ports/workspace.ts";
import { inconclusive, pass } from "./kit/answers.ts";
import { stateKey } from "./kit/diagnostics.ts";
import { isTestPath } from "./silencing/tests.ts";
import { compareRuns, type Runs } from "./tests/compare-runs.ts";
import { detectTests } from "./tests/detect-tests.ts";
import type { TestProject } from "./tests/test-project.ts";
import { coverageOf, patchedLines } from "./tests/patched-lines.ts";
import { runTests } from "./tests/run-tests.ts";
import { type Selection, selectTests } from "./tests/select-tests.ts";
import type { TestRun } from "./tests/test-run.ts";
import { withOldTests } from "./tests/with-old-tests.ts";

export default defineCheck({
  id: "project-tests",
  level: "E4",
  title: "The project's own tests pass on the unchanged and on the patched code",
  async run(context, signal) {
    if (context.candidate.patch.files.every(({ path }) => languageOf(path)?.id === "c"))
      return inconclusive("not-applicable", "The patch touches C only, whose tests are run by c-tests.");
    const detections = await detectTests(context, signal);
    const none = detections.find((detection) => detection.kind === "none");
    const projects = detections.flatMap((detection) => (detection.kind === "found" ? [detection.project] : []));
    if (projects.length === 0) return inconclusive(none?.reason ?? "no-tests", none?.detail ?? "No project was found.");
    if (context.sandbox === undefined) return inconclusive("no-sandbox", "No sandbox works here, so the tests were not run.");
    const answers: CheckAnswer[] = [];
    for (const project of projects) answers.push(await judge(context, context.sandbox, project, signal));
    if (none !== undefined) answers.push(inconclusive(none.reason, none.detail));
    const worst = answers.find(({ outcome }) => outcome === "fail") ?? answers.find(({ outcome }) => outcome === "inconclusive");
    if (worst !== undefined) return worst;
    return pass("ok", answers.map(({ detail }) => detail).join(" "), answers.map(({ output }) => output ?? "").join("\n"));
  },
});

async function judge(
  context: CheckContext,
  sandbox: NonNullable<CheckContext["sandbox"]>,
  project: TestProject,
  signal: AbortSignal,
): Promise<CheckAnswer> {
  const selection = await selectTests(context, project, signal);
  const answer = await compareRuns(await runsOf(context, sandbox, project, selection), signal);
  const told = { ...answer, detail: `${answer.detail} Run: ${selection.detail}.` };
  if (project.kind !== "go" || answer.outcome === "fail" || selection.concurrent !== true) return told;
  const raced = await compareRuns(await runsOf(context, sandbox, { ...project, race: true }, selection), signal);
  if (raced.outcome === "fail") return { ...raced, detail: `Under the race detector: ${raced.detail}` };
  const words = raced.outcome === "pass" ? "so too under the race detector" : `not said under the race detector: ${raced.detail}`;
  return { ...told, detail: `${told.detail} ${words.charAt(0).toUpperCase()}${words.slice(1)}${words.endsWith(".") ? "" : "."}` };
}

/**
 * One state of the code is run once for all candidates: the unchanged code, and the patched code too, because an accepted repair is
 * the unchanged code of the next one. A second round is made only to confirm a break.
 */
async function runsOf(
  context: CheckContext,
  sandbox: NonNullable<CheckContext["sandbox"]>,
  project: TestProject,
  { files }: Selection,
): Promise<Runs> {
  const patched = await linesOfPatch(context, project);
  const task = { project, files, watch: [...patched.keys()] };
  const shared = async (workspace: Workspace, round: 1 | 2, signal: AbortSignal): Promise<TestRun> => {
    const key = digestJson([project, files ?? [], await stateKey(workspace), round]);
    return context.once(`tests ${key}`, () => runTests(context, sandbox, workspace, task, signal));
  };
  const judged = withOldTests(context);
  return {
    before: (round, signal) => shared(context.before, round, signal),
    after: (round, signal) => shared(judged, round, signal),
    coverage: ({ lines }) => coverageOf(patched, lines),
  };
}

const OWN: Readonly<Record<TestProject["kind"], RegExp>> = {
  python: /\.pyw?$/i,
  node: /\.[mc]?[jt]s$/i,
  go: /\.go$/,
  java: /\.java$/,
};

/** The lines that a patch writes into the program's files of a project's language; tests that it adds are not run. */
async function linesOfPatch({ after, candidate }: CheckContext, { kind }: TestProject): Promise<Map<string, number[]>> {
  const own = OWN[kind];
  const found = new Map<string, number[]>();
  for (const file of candidate.patch.files) {
    if (isTestPath(file.path) || !own.test(file.path)) continue;
    found.set(file.path, patchedLines(file, new TextDecoder("utf-8", { ignoreBOM: true }).decode(await after.read(file.path))));
  }
  return found;
}

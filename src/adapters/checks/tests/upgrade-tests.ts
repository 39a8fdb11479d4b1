import { inconclusive } from "#adapters/checks/kit/answers.ts";
import type { CheckAnswer, CheckContext } from "#ports/check.ts";
import { compareRuns } from "./compare-runs.ts";
import { detectTests } from "./detect-tests.ts";
import { runTests } from "./run-tests.ts";
import type { TestProject } from "./test-project.ts";

/** Runners whose lines are counted. */
const TELLS_LINES: ReadonlySet<string> = new Set(["node", "mocha"]);

function tellsLines(project: TestProject): boolean {
  return project.kind === "python" || (project.kind === "node" && TELLS_LINES.has(project.runner));
}

/**
 * The project's tests with another version of a package: `context.after` holds the package's files. Green before and green after passes, when something of the package ran;
 * where no runner tells which lines ran, that is not asked.
 *
 * @param watch files of the package in `context.after`, repository-relative
 */
export async function testUpgrade(context: CheckContext, watch: readonly string[], signal: AbortSignal): Promise<CheckAnswer> {
  const [detection, ...others] = await detectTests(context, signal);
  if (detection === undefined || others.length > 0) return inconclusive("no-tests", "No project was found.");
  if (detection.kind === "none") return inconclusive(detection.reason, detection.detail);
  if (context.sandbox === undefined) return inconclusive("no-sandbox", "No sandbox works here, so the tests were not run.");
  const { project } = detection;
  const { sandbox } = context;
  const task = { project, files: undefined };
  const answer = await compareRuns(
    {
      before: (round, end) =>
        context.once(`upgrade before ${project.folder} ${round}`, () =>
          runTests(context, sandbox, context.before, { ...task, watch: [] }, end),
        ),
      after: (_, end) => runTests(context, sandbox, context.after, { ...task, watch }, end),
      coverage: ({ lines }) => {
        if (!tellsLines(project)) return undefined;
        const ran = [...lines.values()].reduce((sum, { ran }) => sum + ran.size, 0);
        return { ran, of: Math.max(ran, 1), missed: ran === 0 ? ["any file of the package"] : [] };
      },
    },
    signal,
  );
  if (answer.reason === "patch-not-run")
    return inconclusive("package-not-run", "The tests pass before and after, but run no line of the package.", answer.output);
  if (answer.outcome !== "pass") return answer;
  const counted = tellsLines(project);
  const ran = counted ? "and run the package" : "whether they run the package is not counted with this runner";
  return { ...answer, detail: `The project's tests pass before and after, ${ran}.` };
}

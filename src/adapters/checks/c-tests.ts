import { languageOf } from "#analysis/languages/registry.ts";
import { type CheckContext, defineCheck } from "#ports/check.ts";
import type { Workspace } from "#ports/workspace.ts";
import { changedLines } from "./behaviour/changed-lines.ts";
import { compareOwnRuns } from "./c/compare-own-runs.ts";
import { showingOf } from "./c/kinds.ts";
import { markLines } from "./c/marks.ts";
import { type OwnTests, ownTestsOf } from "./c/own-tests.ts";
import { MARKS_DEFINED, type OwnTask, runOwnTests } from "./c/run-own-tests.ts";
import { systemProgram, toolchainOf } from "./c/toolchain.ts";
import { inconclusive } from "./kit/answers.ts";
import { stateKey } from "./kit/diagnostics.ts";
import { PROJECT } from "./kit/staged-project.ts";
import { touchedFiles } from "./kit/touched-files.ts";
import { isTestPath } from "./silencing/tests.ts";
import { withOldTests } from "./tests/with-old-tests.ts";

export default defineCheck({
  id: "c-tests",
  level: "E4",
  title: "The project's own tests of C, built with sanitizers, pass and report nothing new",
  async run(context, signal) {
    const paths = context.candidate.patch.files.flatMap(({ path }) => (languageOf(path)?.id === "c" ? [path] : []));
    const [first] = paths;
    if (first === undefined) return inconclusive("not-applicable", "The patch touches no C file.");
    const tests = await ownTestsOf(context.before, first);
    if (typeof tests === "string") return inconclusive("no-tests", tests);
    const { sandbox } = context;
    if (sandbox === undefined) return inconclusive("no-sandbox", "No sandbox works here, so the tests were not run.");
    const toolchain = await toolchainOf(context);
    if (toolchain === undefined)
      return inconclusive("no-compiler", "No clang or gcc below /usr was found, so nothing was built.");
    const programs = await programsOf(context, tests);
    if (typeof programs === "string") return inconclusive("no-runner", `\`${tests.name}\` needs ${programs}, which is not here.`);
    const showing = showingOf(context.defect.cwe);
    const memory = "kind" in showing && showing.kind === "faults" && showing.build === "memory" && toolchain.name === "clang";
    const task: OwnTask = { tests, toolchain, memory, programs };
    const marked = await markedState(context, signal);
    const run = async (workspace: Workspace, round: number) => {
      const key = `c-tests ${memory} ${tests.folder} ${await stateKey(workspace)} ${round}`;
      return context.once(key, () => runOwnTests(context, sandbox, workspace, task, signal));
    };
    return compareOwnRuns(tests.name, {
      before: (round) => run(context.before, round),
      after: (round) => run(withOldTests(context), round),
      ...(marked !== undefined && { marked: { run: () => run(marked.workspace, 1), lines: marked.lines } }),
    });
  },
});

async function programsOf(context: CheckContext, tests: OwnTests): Promise<ReadonlyMap<string, string> | string> {
  const found = new Map<string, string>();
  for (const name of tests.programs) {
    const program = await systemProgram(context.findExecutable, name);
    if (program === undefined) return name;
    found.set(name, program);
  }
  return found;
}

/** The patched code with marks on the changed lines of its one C file; undefined where there are several, or nothing in a function changes. */
async function markedState(
  context: CheckContext,
  signal: AbortSignal,
): Promise<{ workspace: Workspace; lines: readonly number[] } | undefined> {
  const touched = await touchedFiles(context, signal);
  const files = touched.kind === "unread" ? [] : touched.files.filter(({ path }) => /\.c$/i.test(path) && !isTestPath(path));
  const [file] = files;
  const patch = context.candidate.patch.files.find(({ path }) => path === file?.path);
  if (file?.trees === undefined || patch === undefined || files.length > 1) return undefined;
  const tree = file.trees.after;
  const { text, lines } = markLines(tree, 0, changedLines(file.before, file.after, patch));
  if (lines.length === 0) return undefined;
  const bytes = new TextEncoder().encode(`${MARKS_DEFINED}\n#line 1 "${PROJECT}/${file.path}"\n${text}`);
  const judged = withOldTests(context);
  return {
    lines,
    workspace: {
      ...judged,
      read: (path) => (path === file.path ? Promise.resolve(bytes) : judged.read(path)),
      changed: async () => (await judged.changed()).map((each) => (each.path === file.path ? { ...each, bytes } : each)),
    },
  };
}

import { posix } from "node:path";
import { ENVIRONMENT, nodeRuntime, pythonRuntime, type Runtime } from "#adapters/checks/kit/runtimes.ts";
import { PROJECT, withStaged } from "#adapters/checks/kit/staged-project.ts";
import type { WrittenProject } from "#adapters/checks/tests/test-project.ts";
import type { CheckContext } from "#ports/check.ts";
import { withFiles, encode } from "#ports/overlay.ts";
import { DEFAULT_LIMITS } from "#ports/sandbox.ts";
import type { Workspace } from "#ports/workspace.ts";

const SECONDS = 60;

/** What became of the two tests of a file: those that passed and failed, with the words of the runner. */
export interface Counted {
  readonly passed: number;
  readonly failed: number;
  readonly output: string;
}

/** Runs one new test file against a state of the project, in a private copy; a text tells why it could not be run. */
export async function runTest(
  context: CheckContext,
  workspace: Workspace,
  project: WrittenProject,
  file: { readonly path: string; readonly text: string },
  signal: AbortSignal,
): Promise<Counted | string> {
  const { sandbox } = context;
  if (sandbox === undefined) return "no sandbox works here";
  const runtime = project.kind === "python" ? await pythonRuntime(context.findExecutable) : nodeRuntime();
  if (runtime === undefined) return "no Python was found";
  const state = withFiles(workspace, new Map([[file.path, encode(file.text)]]));
  const staged = await withStaged(context, state, signal, async (mounts) =>
    sandbox.run(
      {
        argv: argvOf(project, runtime, file.path),
        cwd: posix.join(PROJECT, project.folder),
        env: { ...ENVIRONMENT, PYTHONDONTWRITEBYTECODE: "1", NODE_ENV: "test", NO_COLOR: "1" },
        mounts: [...mounts, ...runtime.mounts],
        limits: { ...DEFAULT_LIMITS, seconds: SECONDS },
      },
      signal,
    ),
  );
  signal.throwIfAborted();
  if (staged.kind !== "done") return staged.detail;
  const { end, reason, stdout, stderr } = staged.value;
  if (end !== "exited") return `the run ended early (${end}${reason === undefined ? "" : `: ${reason}`})`;
  const decoder = new TextDecoder();
  return counted(`${decoder.decode(stdout)}${decoder.decode(stderr)}`);
}

function argvOf(project: WrittenProject, { program }: Runtime, path: string): string[] {
  const full = posix.join(PROJECT, path);
  if (project.kind === "python") {
    if (project.pytest) return [program, "-m", "pytest", "-q", "-p", "no:cacheprovider", full];
    const module = posix.relative(project.folder, path).replace(/\.py$/, "").replaceAll("/", ".");
    return [program, "-m", "unittest", module];
  }
  const script = project.package ?? "";
  const args: Readonly<Record<typeof project.runner, readonly string[]>> = {
    node: ["--test", "--test-force-exit", "--test-reporter=spec", full],
    vitest: [script, "run", "--configLoader=runner", "--cache=false", "--watch=false", full],
    jest: [script, "--ci", "--cacheDirectory=/tmp/jest", "--forceExit", "--runTestsByPath", full],
    mocha: [script, "--exit", full],
  };
  return [program, ...args[project.runner]];
}

/** Counts in the summaries of unittest, pytest, node:test, vitest, jest and mocha. */
function counted(output: string): Counted | string {
  const count = (pattern: RegExp): number => Number(pattern.exec(output)?.[1] ?? 0);
  const ran = /^Ran (\d+) tests? in/m.exec(output);
  if (ran !== null) {
    const failed = count(/failures=(\d+)/);
    const other = count(/errors=(\d+)/) + count(/skipped=(\d+)/);
    return other > 0 ? lastWords(output) : { failed, passed: Number(ran[1]) - failed, output };
  }
  // vitest and jest count files first, and tests in a line of their own.
  const tests = /^\s*Tests:?\s.*$/m.exec(output)?.[0] ?? output;
  const passed = count(/^. pass (\d+)$/m) || Number(/(\d+) pass(?:ed|ing)/.exec(tests)?.[1] ?? 0);
  const failed = count(/^. fail (\d+)$/m) || Number(/(\d+) fail(?:ed|ing)/.exec(tests)?.[1] ?? 0);
  return passed + failed === 0 ? lastWords(output) : { passed, failed, output };
}

function lastWords(output: string): string {
  return `the runner did not run it: ${output.trim().split("\n").at(-1)?.slice(0, 200) ?? ""}`;
}

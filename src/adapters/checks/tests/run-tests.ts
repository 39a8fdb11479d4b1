import { readFile } from "node:fs/promises";
import { posix } from "node:path";
import { ENVIRONMENT, exists, libraries, nodeRuntime, pythonRuntime, type Runtime } from "#adapters/checks/kit/runtimes.ts";
import { PROJECT, withStaged } from "#adapters/checks/kit/staged-project.ts";
import type { CheckContext } from "#ports/check.ts";
import { DEFAULT_LIMITS, type Mount, type SandboxResult } from "#ports/sandbox.ts";
import type { Workspace } from "#ports/workspace.ts";
import type { TestProject } from "./detect-tests.ts";
import { parseJest, parseMocha, parseUnittest } from "./parse-json.ts";
import { parseJunit } from "./parse-junit.ts";
import type { TestResults } from "./test-results.ts";
import { UNITTEST_PROGRAM } from "./unittest-program.ts";

/** What one run of a project's tests said. */
export type TestRun =
  | { readonly kind: "ran"; readonly runner: string; readonly results: TestResults; readonly output: string }
  | {
      readonly kind: "problem";
      readonly reason: "no-runner" | "no-tests" | "no-sandbox" | "not-staged" | "timed-out" | "runner-crashed";
      readonly detail: string;
      readonly output: string;
    };

const REPORT = "/assay/report/report";
const SECONDS = 180;

interface Invocation {
  readonly runner: string;
  readonly argv: readonly string[];
  readonly mounts: readonly Mount[];
  readonly parse: (report: string) => TestResults | undefined;
}

/** Runs the tests of one state of the project, in a private copy that is removed afterwards. */
export async function runTests(
  context: CheckContext,
  sandbox: NonNullable<CheckContext["sandbox"]>,
  workspace: Workspace,
  project: TestProject,
  signal: AbortSignal,
): Promise<TestRun> {
  const staged = await withStaged<TestRun>(context, workspace, signal, async (mounts) => {
    const invocation =
      project.kind === "node" ? runNode(project) : await runPython(context, sandbox, workspace, project, mounts, signal);
    if ("missing" in invocation) return { kind: "problem", reason: "no-runner", detail: invocation.missing, output: "" };
    const report = await context.stager.scratch();
    try {
      const result = await sandbox.run(
        {
          argv: invocation.argv,
          cwd: posix.join(PROJECT, project.folder),
          env: { ...ENVIRONMENT, PYTHONDONTWRITEBYTECODE: "1", NODE_ENV: "test" },
          mounts: [...mounts, ...invocation.mounts, { host: report.host, inside: posix.dirname(REPORT), mode: "read-write" }],
          limits: { ...DEFAULT_LIMITS, seconds: SECONDS },
        },
        signal,
      );
      const text = await readFile(posix.join(report.host, posix.basename(REPORT)), "utf8").catch(() => "");
      return judge(invocation, result, text);
    } finally {
      await report.dispose();
    }
  });
  signal.throwIfAborted();
  return staged.kind === "done" ? staged.value : { kind: "problem", reason: "not-staged", detail: staged.detail, output: "" };
}

function judge({ runner, parse }: Invocation, result: SandboxResult, report: string): TestRun {
  const decoder = new TextDecoder();
  const output = `${decoder.decode(result.stdout)}${decoder.decode(result.stderr)}`;
  if (result.end === "timed-out")
    return { kind: "problem", reason: "timed-out", detail: `${runner} took longer than ${SECONDS} s.`, output };
  if (result.end === "refused")
    return {
      kind: "problem",
      reason: "no-sandbox",
      detail: `The sandbox refused: ${result.reason ?? "no reason given"}`,
      output,
    };
  const results = result.end === "exited" ? parse(report) : undefined;
  if (results === undefined) {
    const words = result.reason ?? output.trim().slice(-400);
    return {
      kind: "problem",
      reason: "runner-crashed",
      detail: `${runner} left no report (${result.end}${result.code === undefined ? "" : ` ${result.code}`}): ${words}`,
      output,
    };
  }
  if (results.size === 0) return { kind: "problem", reason: "no-tests", detail: `${runner} found no test.`, output };
  return { kind: "ran", runner, results, output };
}

function runNode(project: Extract<TestProject, { kind: "node" }>): Invocation {
  const node = nodeRuntime();
  const root = posix.join(PROJECT, project.folder);
  const script = project.package ?? "";
  const json = (text: string): TestResults | undefined => parseJest(text, root);
  const files = project.files.map((file) => posix.join(PROJECT, file));
  const table: Record<typeof project.runner, readonly [args: readonly string[], parse: Invocation["parse"]]> = {
    node: [
      ["--test", "--test-force-exit", "--test-reporter=junit", `--test-reporter-destination=${REPORT}`, ...files],
      parseNode,
    ],
    vitest: [
      [script, "run", "--configLoader=runner", "--cache=false", "--watch=false", "--reporter=json", `--outputFile=${REPORT}`],
      json,
    ],
    jest: [[script, "--ci", "--json", `--outputFile=${REPORT}`, "--cacheDirectory=/tmp/jest", "--forceExit"], json],
    mocha: [[script, "--exit", "--reporter", "json", "--reporter-option", `output=${REPORT}`], (text) => parseMocha(text, root)],
  };
  const [args, parse] = table[project.runner];
  return {
    runner: project.runner === "node" ? "node --test" : project.runner,
    argv: [node.program, ...args],
    mounts: node.mounts,
    parse,
  };
}

/** Node counts a file in which no test ran as one test that passed; it proves nothing. */
function parseNode(report: string): TestResults | undefined {
  const results = parseJunit(report);
  if (results === undefined) return undefined;
  return new Map([...results].filter(([name, state]) => state !== "passed" || !isWholeFile(name)));
}

function isWholeFile(name: string): boolean {
  const [file = "", test, ...more] = name.split(" > ");
  return test !== undefined && more.length === 0 && /\.[mc]?[jt]sx?$/.test(test) && file.endsWith(test);
}

async function runPython(
  context: CheckContext,
  sandbox: NonNullable<CheckContext["sandbox"]>,
  workspace: Workspace,
  project: Extract<TestProject, { kind: "python" }>,
  mounts: readonly Mount[],
  signal: AbortSignal,
): Promise<Invocation | { readonly missing: string }> {
  const python = (await projectPython(workspace, project.folder)) ?? (await pythonRuntime(context.findExecutable));
  if (python === undefined) return { missing: "No Python was found on this machine." };
  if (!project.pytest) {
    const argv = [python.program, "-c", UNITTEST_PROGRAM, REPORT, ...project.files.map((file) => posix.join(PROJECT, file))];
    return { runner: "unittest", argv, mounts: python.mounts, parse: parseUnittest };
  }
  const probe = await context.once(`pytest of ${python.program}`, () =>
    sandbox.run(
      {
        argv: [python.program, "-c", "import pytest"],
        cwd: "/tmp",
        env: ENVIRONMENT,
        mounts: [...mounts, ...python.mounts],
        limits: DEFAULT_LIMITS,
      },
      signal,
    ),
  );
  if (probe.end !== "exited" || probe.code !== 0)
    return { missing: "The tests are written for pytest, which this Python does not have." };
  const args = ["-m", "pytest", "-q", "-p", "no:cacheprovider", `--junitxml=${REPORT}`];
  return { runner: "pytest", argv: [python.program, ...args], mounts: python.mounts, parse: parseJunit };
}

/** The Python of the project's own virtual environment, with the one it was made from. */
async function projectPython(workspace: Workspace, folder: string): Promise<Runtime | undefined> {
  for (const place of new Set([folder, ""])) {
    for (const name of [".venv", "venv"]) {
      const environment = posix.join(workspace.root, place, name);
      const settings = await readFile(posix.join(environment, "pyvenv.cfg"), "utf8").catch(() => "");
      const home = /^home\s*=\s*(\/.+)$/m.exec(settings)?.[1]?.trim();
      if (home === undefined || !(await exists(posix.join(environment, "bin/python")))) continue;
      return { program: posix.join(PROJECT, place, name, "bin/python"), mounts: await libraries(posix.join(home, "python3")) };
    }
  }
  return undefined;
}

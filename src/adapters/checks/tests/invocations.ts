import { posix } from "node:path";
import { ENVIRONMENT, nodeRuntime } from "#adapters/checks/kit/runtimes.ts";
import { PROJECT } from "#adapters/checks/kit/staged-project.ts";
import type { CheckContext } from "#ports/check.ts";
import { DEFAULT_LIMITS, type Mount } from "#ports/sandbox.ts";
import type { Workspace } from "#ports/workspace.ts";
import type { TestProject } from "./test-project.ts";
import { NODE_PROGRAMS } from "./node-programs.ts";
import { parseJest, parseMocha, parseUnittest } from "./parse-json.ts";
import { parseJunit } from "./parse-junit.ts";
import type { RunLines } from "./patched-lines.ts";
import { projectPython } from "./project-python.ts";
import { PYTHON_PROGRAMS } from "./python-programs.ts";
import { parseRanLines } from "./ran-lines.ts";
import type { TestResults } from "./test-results.ts";

/** Where our own programs and the runner's report stand in the sandbox. */
export const TOOLS = "/assay/tools";
export const REPORT = "/assay/report";

/** How the tests of a project are started, and how what they say is read. */
export interface Invocation {
  readonly runner: string;
  readonly argv: readonly string[];
  readonly mounts: readonly Mount[];
  readonly env: Readonly<Record<string, string>>;
  /** Our files in {@link TOOLS}. */
  readonly programs: Readonly<Record<string, string>>;
  /** Whether the report comes on standard output between two lines with the word that was given, or in a file of that name. */
  readonly told: "framed" | "file";
  readonly parse: (report: string) => TestResults | undefined;
  /** Lines that ran, where the report holds them itself. */
  readonly lines?: (report: string) => ReadonlyMap<string, RunLines>;
  /** Why nothing could be built, where standard error says so. */
  readonly fault?: (stderr: string) => string | undefined;
  /** Whether Node's own coverage fits the project's files: nothing rewrites them before they run. */
  readonly v8: boolean;
}

export interface NodeProject {
  readonly project: Extract<TestProject, { kind: "node" }>;
  /** Test files to run; undefined runs the whole suite. */
  readonly files: readonly string[] | undefined;
  /** A name that the code under test cannot guess. */
  readonly word: string;
}

export function nodeInvocation({ project, files, word }: NodeProject): Invocation {
  const node = nodeRuntime();
  const root = posix.join(PROJECT, project.folder);
  const script = project.package ?? "";
  const report = posix.join(REPORT, word);
  const json = (text: string): TestResults | undefined => parseJest(text, root);
  const all = project.files.map((file) => posix.join(PROJECT, file));
  const chosen = files?.map((file) => posix.join(PROJECT, file)) ?? [];
  const table: Record<typeof project.runner, readonly [args: readonly string[], parse: Invocation["parse"]]> = {
    node: [
      ["--test", "--test-force-exit", `--test-reporter=${TOOLS}/assay-reporter.mjs`, ...(files === undefined ? all : chosen)],
      parseNode,
    ],
    vitest: [
      [
        script,
        "run",
        ...chosen,
        "--configLoader=runner",
        "--cache=false",
        "--watch=false",
        "--reporter=json",
        `--outputFile=${report}`,
      ],
      json,
    ],
    jest: [
      [
        script,
        "--ci",
        "--json",
        `--outputFile=${report}`,
        "--cacheDirectory=/tmp/jest",
        "--forceExit",
        ...(files === undefined ? [] : ["--runTestsByPath", ...chosen]),
      ],
      json,
    ],
    mocha: [
      [script, ...chosen, "--exit", "--reporter", "json", "--reporter-option", `output=${report}`],
      (text) => parseMocha(text, root),
    ],
  };
  const [args, parse] = table[project.runner];
  const own = project.runner === "node";
  return {
    runner: own ? "node --test" : project.runner,
    argv: [node.program, ...args],
    mounts: node.mounts,
    env: {},
    programs: own ? NODE_PROGRAMS : {},
    told: own ? "framed" : "file",
    parse,
    v8: own || project.runner === "mocha",
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

/** `missing` says why the tests cannot be started. `mounts` show the project inside. */
export async function pythonInvocation(
  context: CheckContext,
  sandbox: NonNullable<CheckContext["sandbox"]>,
  workspace: Workspace,
  project: Extract<TestProject, { kind: "python" }>,
  files: readonly string[] | undefined,
  mounts: readonly Mount[],
  signal: AbortSignal,
): Promise<Invocation | { readonly missing: string }> {
  const python = await projectPython(workspace, project.folder, context.findExecutable);
  if (python === undefined) return { missing: "No Python was found on this machine." };
  const common = {
    mounts: python.mounts,
    env: { PYTHONPATH: TOOLS },
    programs: PYTHON_PROGRAMS,
    told: "framed",
    parse: parseUnittest,
    lines: parseRanLines,
    v8: false,
  } as const;
  const inside = (files ?? project.files).map((file) => posix.join(PROJECT, file));
  if (!project.pytest)
    return { ...common, runner: "unittest", argv: [python.program, posix.join(TOOLS, "assay_unittest.py"), ...inside] };
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
  const args = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "assay_pytest", ...(files === undefined ? [] : inside)];
  return { ...common, runner: "pytest", argv: [python.program, ...args] };
}

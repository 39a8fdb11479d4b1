import { randomUUID } from "node:crypto";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join, posix } from "node:path";
import { pathToFileURL } from "node:url";
import { runGoTests } from "#adapters/checks/go/run-tests.ts";
import { javaInvocation } from "#adapters/checks/java/test-invocation.ts";
import { ENVIRONMENT } from "#adapters/checks/kit/runtimes.ts";
import { PROJECT, withStaged } from "#adapters/checks/kit/staged-project.ts";
import type { CheckContext } from "#ports/check.ts";
import { DEFAULT_LIMITS, type SandboxResult } from "#ports/sandbox.ts";
import type { Workspace } from "#ports/workspace.ts";
import type { TestProject } from "./test-project.ts";
import { type Invocation, nodeInvocation, pythonInvocation, REPORT, TOOLS } from "./invocations.ts";
import type { RunLines } from "./patched-lines.ts";
import type { TestProblem, TestRun } from "./test-run.ts";
import { readV8Coverage } from "./v8-coverage.ts";

export interface TestTask {
  readonly project: TestProject;
  /** Test files to run; undefined runs the whole suite. */
  readonly files: readonly string[] | undefined;
  /** Repository paths whose lines are watched. */
  readonly watch: readonly string[];
}

const SECONDS = 180;
/** A large suite's report is told on standard output. */
const OUTPUT_BYTES = 32 << 20;

/** Runs the tests of one state of the project, in a private copy that is removed afterwards. */
export async function runTests(
  context: CheckContext,
  sandbox: NonNullable<CheckContext["sandbox"]>,
  workspace: Workspace,
  { project, files, watch }: TestTask,
  signal: AbortSignal,
): Promise<TestRun> {
  if (project.kind === "go") {
    const { folder, race } = project;
    return runGoTests(context, sandbox, workspace, { folder, files: files ?? project.files, watch, race }, signal);
  }
  const word = randomUUID();
  const staged = await withStaged<TestRun>(context, workspace, signal, async (mounts) => {
    const invocation =
      project.kind === "node"
        ? nodeInvocation({ project, files, word })
        : project.kind === "java"
          ? await javaInvocation(context, workspace, project, files)
          : await pythonInvocation(context, sandbox, workspace, project, files, mounts, signal);
    if ("missing" in invocation) return { kind: "problem", reason: "no-runner", detail: invocation.missing, output: "" };
    const [tools, report] = [await context.stager.scratch(), await context.stager.scratch()];
    try {
      for (const [name, text] of Object.entries(invocation.programs)) await writeFile(join(tools.host, name), text);
      const coverage = join(report.host, "coverage");
      await mkdir(coverage);
      await chmod(coverage, 0o777);
      const result = await sandbox.run(
        {
          argv: invocation.argv,
          cwd: posix.join(PROJECT, project.folder),
          env: {
            ...ENVIRONMENT,
            PYTHONDONTWRITEBYTECODE: "1",
            NODE_ENV: "test",
            ...invocation.env,
            ...(invocation.v8 && watch.length > 0 ? { NODE_V8_COVERAGE: posix.join(REPORT, "coverage") } : {}),
          },
          mounts: [
            ...mounts,
            ...invocation.mounts,
            { host: tools.host, inside: TOOLS, mode: "read-only" },
            { host: report.host, inside: REPORT, mode: "read-write" },
          ],
          stdin: Buffer.from(`${JSON.stringify({ word, watch: watch.map((path) => posix.join(PROJECT, path)) })}\n`),
          limits: { ...DEFAULT_LIMITS, seconds: SECONDS, outputBytes: OUTPUT_BYTES },
        },
        signal,
      );
      const text =
        invocation.told === "framed" ? framed(result, word) : await readFile(join(report.host, word), "utf8").catch(() => "");
      const run = judge(invocation, result, text);
      return run.kind === "ran" ? { ...run, lines: await linesOf(invocation, text, coverage, workspace, watch) } : run;
    } finally {
      await Promise.all([tools.dispose(), report.dispose()]);
    }
  });
  signal.throwIfAborted();
  return staged.kind === "done" ? staged.value : { kind: "problem", reason: "not-staged", detail: staged.detail, output: "" };
}

/** What stands on standard output between the first and the last line with the word; empty when it does not stand there twice. */
function framed({ stdout }: SandboxResult, word: string): string {
  const text = new TextDecoder().decode(stdout);
  const [from, to] = [text.indexOf(`${word}\n`), text.lastIndexOf(`\n${word}\n`)];
  return from < 0 || to <= from ? "" : text.slice(from + word.length + 1, to);
}

function judge({ runner, parse, told, fault }: Invocation, result: SandboxResult, report: string): TestRun {
  const decoder = new TextDecoder();
  const output = `${told === "framed" ? report : decoder.decode(result.stdout)}${decoder.decode(result.stderr)}`;
  const problem = (reason: TestProblem["reason"], detail: string): TestRun => ({
    kind: "problem",
    reason,
    detail,
    output,
  });
  if (result.end === "timed-out") return problem("timed-out", `${runner} took longer than ${SECONDS} s.`);
  if (result.end === "refused") return problem("no-sandbox", `The sandbox refused: ${result.reason ?? "no reason given"}`);
  const results = result.end === "exited" ? parse(report) : undefined;
  const unbuilt = results === undefined ? fault?.(decoder.decode(result.stderr)) : undefined;
  if (unbuilt !== undefined) return problem("cannot-build", `The tests could not be built for ${runner}: ${unbuilt}`);
  if (results === undefined) {
    const words = result.reason ?? output.trim().slice(-400);
    const end = `${result.end}${result.code === undefined ? "" : ` ${result.code}`}`;
    return problem("runner-crashed", `${runner} left no report (${end}): ${words}`);
  }
  if (results.size === 0) return problem("no-tests", `${runner} found no test.`);
  const failed = [...results.values()].filter((state) => state === "failed").length;
  if ((result.code === 0) !== (failed === 0))
    return problem("report-doubtful", `${runner} ended with ${result.code}, but its report has ${failed} failed tests.`);
  return { kind: "ran", runner, results, lines: new Map(), output };
}

async function linesOf(
  { lines, v8 }: Invocation,
  report: string,
  coverage: string,
  workspace: Workspace,
  watch: readonly string[],
): Promise<ReadonlyMap<string, RunLines>> {
  const inside = (path: string): string => posix.join(PROJECT, path);
  if (lines !== undefined) {
    const known = lines(report);
    return new Map(watch.flatMap((path) => entry(path, known.get(inside(path)))));
  }
  if (!v8 || watch.length === 0) return new Map();
  const decoder = new TextDecoder();
  const texts = new Map<string, string>();
  for (const path of watch) texts.set(pathToFileURL(inside(path)).href, decoder.decode(await workspace.read(path)));
  const known = await readV8Coverage(coverage, texts);
  return new Map(watch.flatMap((path) => entry(path, known.get(pathToFileURL(inside(path)).href))));
}

function entry(path: string, lines: RunLines | undefined): [string, RunLines][] {
  return lines === undefined ? [] : [[path, lines]];
}

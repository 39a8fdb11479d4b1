import { chmod, readFile } from "node:fs/promises";
import { join, posix } from "node:path";
import { PROJECT, withStaged } from "#adapters/checks/kit/staged-project.ts";
import type { RunLines } from "#adapters/checks/tests/patched-lines.ts";
import type { TestProblem, TestRun } from "#adapters/checks/tests/test-run.ts";
import type { TestState } from "#adapters/checks/tests/test-results.ts";
import type { CheckContext } from "#ports/check.ts";
import { DEFAULT_LIMITS, type Mount, type SandboxResult } from "#ports/sandbox.ts";
import type { Workspace } from "#ports/workspace.ts";
import { readCoverProfile, readGoTests } from "./read-tests.ts";
import { folderOf } from "./test-packages.ts";
import { compiledPackages, firstFault, goEnvironment, goOf, MISSING, moduleName, packageArgument } from "./toolchain.ts";

/** Tests of one module. Paths are repository-relative. */
export interface GoTask {
  readonly folder: string;
  /** Files with tests whose packages are run. */
  readonly files: readonly string[];
  /** Files whose lines are watched. */
  readonly watch: readonly string[];
  /** Whether the race detector watches. */
  readonly race: boolean;
}

const OUT = "/assay/out";
const BUILD_SECONDS = 170;
const RUN_SECONDS = 90;
const MOST_PACKAGES = 24;

/** Builds the tests of each package and runs them one after the other. Only the tests see the project's code run: building happens apart from them. */
export async function runGoTests(
  context: CheckContext,
  sandbox: NonNullable<CheckContext["sandbox"]>,
  workspace: Workspace,
  task: GoTask,
  signal: AbortSignal,
): Promise<TestRun> {
  const program = await goOf(context);
  const runner = task.race ? "go test -race" : "go test";
  if (program === undefined) return problem("no-runner", "No go below /usr was found.");
  const folders = [...new Set(task.files.map(folderOf))];
  if (folders.length > MOST_PACKAGES)
    return problem("too-many", `${folders.length} packages with tests reach the patched code; at most ${MOST_PACKAGES} are run.`);
  const declared = posix.join(task.folder, "go.mod");
  if (!(await workspace.has(declared))) return problem("no-runner", "The Go files are in no module, and tests are of packages.");
  const name = moduleName(new TextDecoder().decode(await workspace.read(declared))) ?? "";
  const cache = await compiledPackages(context);
  const environment = goEnvironment(await workspace.has(posix.join(task.folder, "vendor/modules.txt")));
  const staged = await withStaged<TestRun>(context, workspace, signal, async (mounts) => {
    const scratch = await context.stager.scratch();
    await chmod(scratch.host, 0o777);
    const out: Mount = { host: scratch.host, inside: OUT, mode: "read-write" };
    const run = (argv: readonly string[], cwd: string, seconds: number, more: readonly Mount[] = []): Promise<SandboxResult> =>
      sandbox.run(
        {
          argv,
          cwd,
          env: task.race ? { ...environment, CGO_ENABLED: "1" } : environment,
          mounts: [...mounts, out, ...more],
          limits: { ...DEFAULT_LIMITS, seconds, outputBytes: 32 << 20, processes: 512 },
        },
        signal,
      );
    try {
      const results = new Map<string, TestState>();
      const lines = new Map<string, RunLines>();
      let output = "";
      const watched = [...new Set(task.watch.map(folderOf))].map((each) => packageArgument(task.folder, each));
      for (const [index, folder] of folders.entries()) {
        const flags = task.race ? ["-race"] : watched.length === 0 ? [] : ["-cover", `-coverpkg=${watched.join(",")}`];
        const wanted = packageArgument(task.folder, folder);
        const binary = `${OUT}/${index}.test`;
        const argv = [program, "test", "-c", "-vet=off", ...flags, "-o", binary, wanted];
        const built = await run(argv, posix.join(PROJECT, task.folder), BUILD_SECONDS, [cache]);
        const fault = buildFault(built, wanted, runner);
        if (fault !== undefined) return fault;
        const tested = await run(
          [
            program,
            "tool",
            "test2json",
            binary,
            "-test.v=true",
            "-test.count=1",
            `-test.timeout=${RUN_SECONDS - 10}s`,
            ...(flags.includes("-cover") ? [`-test.coverprofile=${OUT}/${index}.cover`] : []),
          ],
          posix.join(PROJECT, folder),
          RUN_SECONDS,
        );
        const said = new TextDecoder().decode(tested.stdout);
        output += said + new TextDecoder().decode(tested.stderr);
        const found = tested.end === "exited" ? readGoTests(said, folder === "" ? "." : folder) : undefined;
        if (found === undefined) return ended(tested, runner, wanted, output);
        const failed = found.values().some((state) => state === "failed");
        if ((tested.code === 0) === failed)
          return problem(
            "report-doubtful",
            `${runner} of ${wanted} ended with ${tested.code}, but its report has ${failed ? "" : "no "}failed tests.`,
            output,
          );
        for (const [test, state] of found) results.set(test, state);
        const profile = await readFile(join(scratch.host, `${index}.cover`), "utf8").catch(() => "");
        for (const [file, seen] of readCoverProfile(profile)) addLines(lines, inRepository(file, name, task.folder), seen);
      }
      for (const path of task.race ? [] : task.watch)
        if (!lines.has(path)) lines.set(path, notLinked(new TextDecoder().decode(await workspace.read(path))));
      if (results.size === 0) return problem("no-tests", `${runner} found no test.`, output);
      return { kind: "ran", runner, results, lines, output };
    } finally {
      await scratch.dispose();
    }
  });
  signal.throwIfAborted();
  return staged.kind === "done" ? staged.value : problem("not-staged", staged.detail);
}

function problem(reason: TestProblem["reason"], detail: string, output = ""): TestRun {
  return { kind: "problem", reason, detail, output };
}

function buildFault(result: SandboxResult, wanted: string, runner: string): TestRun | undefined {
  if (result.end === "exited" && result.code === 0) return undefined;
  const text = new TextDecoder().decode(result.stderr);
  if (result.end === "timed-out") return problem("timed-out", `${runner} of ${wanted} was not built in ${BUILD_SECONDS} s.`);
  if (result.end === "refused") return problem("no-sandbox", `The sandbox refused: ${result.reason ?? "no reason given"}`);
  const raced = runner.endsWith("-race");
  // Without a C compiler the runtime of the detector is not linked, or not whole.
  const absent =
    MISSING.test(text) ||
    (raced &&
      /-race (?:requires|is (?:not|only) supported)|gcc.*not found|C compiler|relocation target \w+ not defined/u.test(text));
  const words = result.end === "exited" ? firstFault(text, PROJECT) : (result.reason ?? result.end);
  return problem(
    absent ? "no-runner" : "cannot-build",
    `The tests of ${wanted} could not be built${raced ? " for the race detector, which needs cgo and gcc" : ""}: ${words}.`,
    text.slice(-8000),
  );
}

function ended(result: SandboxResult, runner: string, wanted: string, output: string): TestRun {
  if (result.end === "timed-out")
    return problem("timed-out", `${runner} of ${wanted} took longer than ${RUN_SECONDS} s.`, output);
  if (result.end === "refused") return problem("no-sandbox", `The sandbox refused: ${result.reason ?? "no reason given"}`);
  const end = `${result.end}${result.code === undefined ? "" : ` ${result.code}`}`;
  return problem("runner-crashed", `${runner} of ${wanted} left no report (${end}): ${output.trim().slice(-300)}`, output);
}

function inRepository(file: string, module: string, folder: string): string {
  return posix.join(folder, file.startsWith(`${module}/`) ? file.slice(module.length + 1) : file);
}

/** What several packages ran of one file. */
function addLines(lines: Map<string, RunLines>, path: string, seen: RunLines): void {
  const known = lines.get(path);
  lines.set(
    path,
    known === undefined ? seen : { ran: new Set([...known.ran, ...seen.ran]), can: (line) => known.can(line) || seen.can(line) },
  );
}

/** Of a file that no test is linked with no line ran. */
function notLinked(text: string): RunLines {
  const rows = text.split("\n");
  return { ran: new Set(), can: (line) => !/^\s*(?:$|\/\/)/u.test(rows[line - 1] ?? "") };
}

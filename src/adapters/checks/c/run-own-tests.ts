import { chmod } from "node:fs/promises";
import { posix } from "node:path";
import { ENVIRONMENT } from "#adapters/checks/kit/runtimes.ts";
import { PROJECT, withStaged } from "#adapters/checks/kit/staged-project.ts";
import type { CheckContext } from "#ports/check.ts";
import { DEFAULT_LIMITS, type Sandbox, type SandboxResult } from "#ports/sandbox.ts";
import type { Workspace } from "#ports/workspace.ts";
import { BUILD, type Problem, problem } from "./build.ts";
import { filesIn } from "./found-files.ts";
import type { OwnTests } from "./own-tests.ts";
import { type Fault, readReports } from "./sanitizer-report.ts";
import { sanitizerSettings, type Toolchain } from "./toolchain.ts";

/** What the project's tests came to in a build with sanitizers. */
export interface OwnRun {
  readonly kind: "ran";
  readonly green: boolean;
  readonly faults: readonly Fault[];
  /** 1-based marked lines that ran. */
  readonly ran: ReadonlySet<number>;
  readonly output: string;
}

export interface OwnTask {
  readonly tests: OwnTests;
  readonly toolchain: Toolchain;
  readonly memory: boolean;
  /** Absolute paths of the tests' programs, by name. */
  readonly programs: ReadonlyMap<string, string>;
}

const SECONDS = 180;
const RAN = "ran";

/** Text before a marked file, on a line of its own: keeps the numbers of lines that ran where the tests cannot lose them. It names nothing that a header declares. */
export const MARKS_DEFINED =
  'extern int assay_open(const char *, int, ...) __asm__("open"); extern long assay_put(int, const void *, unsigned long) __asm__("write"); extern int assay_shut(int) __asm__("close"); ' +
  "__attribute__((unused)) static void assay_ran(int line) { static unsigned char seen[65536]; char told[12]; int at = 12, file; if (line < 0 || line > 65535 || seen[line]++) return; " +
  "told[--at] = 10; do { told[--at] = (char)(48 + line % 10); line /= 10; } while (line > 0); " +
  `file = assay_open("${BUILD}/${RAN}", 02101, 0666); if (file >= 0) { if (assay_put(file, told + at, (unsigned long)(12 - at)) < 0) seen[0] = 1; assay_shut(file); } }`;

/** Builds and runs the tests of one state in a private copy. */
export async function runOwnTests(
  context: CheckContext,
  sandbox: Sandbox,
  workspace: Workspace,
  task: OwnTask,
  signal: AbortSignal,
): Promise<OwnRun | Problem> {
  const staged = await withStaged<OwnRun | Problem>(context, workspace, signal, async (mounts) => {
    const scratch = await context.stager.scratch();
    try {
      await chmod(scratch.host, 0o777);
      const [name = "", ...args] = task.tests.command(compilerOf(task), `${BUILD}/made`);
      const result = await sandbox.run(
        {
          argv: [task.programs.get(name) ?? name, ...args],
          cwd: posix.join(PROJECT, task.tests.folder),
          env: { ...ENVIRONMENT, ...settingsOf(task), CC: compilerOf(task), TMPDIR: "/tmp" },
          mounts: [...mounts, { host: scratch.host, inside: BUILD, mode: "read-write" }],
          limits: { ...DEFAULT_LIMITS, seconds: SECONDS },
        },
        signal,
      );
      signal.throwIfAborted();
      return await judge(scratch.host, task, result);
    } finally {
      await scratch.dispose();
    }
  });
  signal.throwIfAborted();
  return staged.kind === "done" ? staged.value : problem("not-staged", staged.detail);
}

function compilerOf({ toolchain, memory }: OwnTask): string {
  const sanitizers = memory ? "memory" : "address,undefined";
  return `${toolchain.program} -g -fno-omit-frame-pointer -fsanitize=${sanitizers}`;
}

/** Each process writes a file of its own; talkative, so that one stands there for each that was built with a sanitizer. */
function settingsOf({ toolchain }: OwnTask): Record<string, string> {
  const settings = Object.entries(sanitizerSettings(toolchain, false));
  return Object.fromEntries(settings.map(([name, value]) => [name, `${value}:log_path=${BUILD}/sanitizer:verbosity=1`]));
}

async function judge(host: string, { tests, toolchain, memory }: OwnTask, result: SandboxResult): Promise<OwnRun | Problem> {
  const decoder = new TextDecoder();
  const output = decoder.decode(result.stdout) + decoder.decode(result.stderr);
  const kept = output.slice(-8000);
  if (result.end === "refused") return problem("no-sandbox", `The sandbox refused: ${result.reason ?? "no reason given"}`, kept);
  if (result.end === "timed-out") return problem("timed-out", `\`${tests.name}\` took longer than ${SECONDS} s.`, kept);
  const name = memory ? "MemorySanitizer" : "AddressSanitizer and UndefinedBehaviorSanitizer";
  if (/cannot find [^\n]*(?:san|clang_rt)|lib(?:clang_rt|asan|ubsan|msan)[^\n]*(?:No such file|not found)/i.test(output))
    return problem("no-sanitizer", `${toolchain.name} has no runtime libraries of ${name} here.`, kept);
  const reports = (await filesIn(host, (file) => file.startsWith("sanitizer."))).map((bytes) => decoder.decode(bytes));
  const green = result.end === "exited" && result.code === 0;
  if (reports.length === 0) {
    if (green) return problem("no-sanitizer", `\`${tests.name}\` built nothing with ${name}: it does not ask CC.`, kept);
    const first = /^.*(?:error|Error|\*\*\*).*$/m.exec(output)?.[0].replaceAll(`${PROJECT}/`, "") ?? output.trim().slice(-200);
    return problem(
      "cannot-build",
      `\`${tests.name}\` ended before any test that was built with ${name} ran: ${first.slice(0, 200)}`,
      kept,
    );
  }
  const own = (path: string): boolean =>
    /\.[ch]$/i.test(path) && (path.startsWith(`${PROJECT}/`) || !/^\/|(?:^|\/)\.\.\//.test(path));
  const [lines] = await filesIn(host, (file) => file === RAN);
  const ran = new Set(
    decoder
      .decode(lines)
      .split("\n")
      .flatMap((line) => (/^\d+$/.test(line) ? [Number(line)] : [])),
  );
  return { kind: "ran", green, faults: reports.flatMap((text) => readReports(text, own)), ran, output: kept };
}

import { randomBytes } from "node:crypto";
import { posix } from "node:path";
import { folderMounts, sitePackages } from "#adapters/checks/attack/run-side.ts";
import { ENVIRONMENT, nodeRuntime, pythonRuntime } from "#adapters/checks/kit/runtimes.ts";
import { PROJECT, withStaged } from "#adapters/checks/kit/staged-project.ts";
import type { CheckContext } from "#ports/check.ts";
import type { SandboxResult } from "#ports/sandbox.ts";
import type { Workspace } from "#ports/workspace.ts";
import { JAVASCRIPT_DRIVER } from "./javascript-driver.ts";
import { type Call, Line, type Observation, type Plan } from "./plan.ts";
import { PYTHON_DRIVER } from "./python-driver.ts";

/** What is called on both sides, less the calls. */
export interface Drive extends Pick<Plan, "family" | "module" | "entry" | "folders" | "programs" | "words" | "environment"> {
  readonly path: string;
  readonly language: "python" | "javascript";
  /** Repository-relative folders to import from. */
  readonly search: readonly string[];
}

export interface Seen {
  readonly kind: "seen";
  readonly observations: ReadonlyMap<number, Observation>;
  readonly able: ReadonlySet<number>;
  readonly ran: ReadonlySet<number>;
}

export type Ran =
  | Seen
  | {
      readonly kind: "problem";
      readonly reason: "driver-failed" | "timed-out" | "no-sandbox" | "no-python" | "not-staged";
      readonly detail: string;
      readonly output: string;
    };

const ROOM = "/tmp/room";
/** Seconds of one call, of all calls of a side, and of the process around them. */
const CALL_SECONDS = 1;
const TOTAL_SECONDS = 5;
const LIMITS = { seconds: TOTAL_SECONDS + 4, outputBytes: 16 << 20, fileBytes: 16 << 20, processes: 64 };
/** Times that a process which a call took down is started again behind that call. */
const RESTARTS = 2;

/** Makes all calls on one state of the project, in a private copy that is removed afterwards. */
export async function runCalls(
  context: CheckContext,
  sandbox: NonNullable<CheckContext["sandbox"]>,
  workspace: Workspace,
  drive: Drive,
  calls: readonly Call[],
  signal: AbortSignal,
): Promise<Ran> {
  const runtime = drive.language === "python" ? await pythonRuntime(context.findExecutable) : nodeRuntime();
  if (runtime === undefined) return problem("no-python", "No Python was found on this machine.");
  const { language } = drive;
  const argv =
    language === "python"
      ? [runtime.program, "-B", "-c", PYTHON_DRIVER]
      : [runtime.program, "--no-warnings", "--input-type=module", "-e", JAVASCRIPT_DRIVER];
  const packages = await sitePackages(workspace, language);
  const once = async (token: string, left: readonly Call[]): Promise<SandboxResult | string> => {
    const plan = planOf(drive, packages, token, left);
    const staged = await withStaged(context, workspace, signal, async (mounts) => {
      const scratch = await context.stager.scratch();
      try {
        return await sandbox.run(
          {
            argv,
            cwd: PROJECT,
            env: { ...ENVIRONMENT, PYTHONHASHSEED: "0", PYTHONIOENCODING: "utf-8", NODE_ENV: "test", TZ: "UTC" },
            mounts: [...mounts, ...runtime.mounts, ...(await folderMounts(drive.folders, scratch.host))],
            stdin: new TextEncoder().encode(JSON.stringify(plan)),
            limits: LIMITS,
          },
          signal,
        );
      } finally {
        await scratch.dispose();
      }
    });
    return staged.kind === "done" ? staged.value : staged.detail;
  };
  const observations = new Map<number, Observation>();
  const [able, ran] = [new Set<number>(), new Set<number>()];
  for (let turn = 0; ; turn++) {
    const token = randomBytes(16).toString("hex");
    const left = calls.filter(({ id }) => !observations.has(id));
    const result = await once(token, left);
    signal.throwIfAborted();
    if (typeof result === "string") return problem("not-staged", result);
    const lines = linesOf(result, token);
    const failed = lines.find((line) => line.kind === "failed");
    const output = outputOf(result, token);
    if (result.end === "refused")
      return problem("no-sandbox", `The sandbox refused: ${result.reason ?? "no reason given"}`, output);
    if (failed !== undefined) return problem("driver-failed", whyFailed(failed), failed.message);
    for (const line of lines) {
      if (line.kind === "seen") observations.set(line.observation.id, line.observation);
      if (line.kind === "lines")
        for (const [set, found] of [
          [able, line.able],
          [ran, line.ran],
        ] as const)
          for (const each of found) set.add(each);
    }
    const next = left.find(({ id }) => !observations.has(id));
    if (next === undefined) return { kind: "seen", observations, able, ran };
    if (observations.size === 0 && turn === 0 && result.end !== "timed-out")
      return problem(
        "driver-failed",
        `The program ended before it could be judged (${result.end}): ${result.reason ?? output.trim().slice(-300)}`,
        output,
      );
    // The process went down with this call.
    observations.set(next.id, {
      id: next.id,
      outcome: result.end === "timed-out" ? "hung" : "ended",
      value: ["none", ""],
      effects: [],
    });
    if (turn === RESTARTS) return problem("timed-out", `${turn + 1} calls did not end, or ended the process.`, output);
  }
}

/** Where a package is missing, what is missing: nothing stands in for one whose results would have to be made up. */
function whyFailed({ step, message }: Extract<Line, { kind: "failed" }>): string {
  const [, name] = /(?:No module named|Cannot find (?:module|package)) '([^'.]+)/.exec(message) ?? [];
  return name === undefined || name.startsWith("/")
    ? `The code could not be driven (${step}): ${message.trim().split("\n").at(-1) ?? ""}`
    : `The code needs the package ${name}, which is not installed for it here, and nothing stands in for it.`;
}

/** All that the driver of one side is told; `packages` are the folders of the project's own packages. */
export function planOf(drive: Drive, packages: readonly string[], token: string, calls: readonly Call[]): Plan {
  const { path, language: _, search, ...rest } = drive;
  return {
    ...rest,
    token,
    file: posix.join(PROJECT, path),
    search: [...search.map((folder) => posix.join(PROJECT, folder)), ...packages],
    room: ROOM,
    calls,
    seconds: CALL_SECONDS,
    total: TOTAL_SECONDS,
  };
}

function problem(reason: Extract<Ran, { kind: "problem" }>["reason"], detail: string, output = ""): Ran {
  return { kind: "problem", reason, detail, output };
}

function outputOf(result: SandboxResult, token: string): string {
  const decoder = new TextDecoder();
  return `${decoder.decode(result.stdout).replaceAll(token, "").slice(-4000)}${decoder.decode(result.stderr).slice(-4000)}`;
}

function linesOf(result: SandboxResult, token: string): Line[] {
  return new TextDecoder()
    .decode(result.stdout)
    .split("\n")
    .flatMap((line) => (line.startsWith(token) ? (parse(line.slice(token.length)) ?? []) : []));
}

function parse(text: string): Line | undefined {
  try {
    const parsed = Line.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch (error) {
    // Cut off by a limit: no answer.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

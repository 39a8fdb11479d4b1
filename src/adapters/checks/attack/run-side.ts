import { randomBytes } from "node:crypto";
import { chmod, mkdir, readdir } from "node:fs/promises";
import { posix } from "node:path";
import { ENVIRONMENT, nodeRuntime, pythonRuntime } from "#adapters/checks/kit/runtimes.ts";
import { PROJECT, withStaged } from "#adapters/checks/kit/staged-project.ts";
import type { CheckContext } from "#ports/check.ts";
import type { Mount, SandboxResult } from "#ports/sandbox.ts";
import type { Workspace } from "#ports/workspace.ts";
import { JAVASCRIPT_DRIVER } from "./javascript-driver.ts";
import { judge, type Result } from "./judge.ts";
import { type Asked, type DriverAnswer, type Plan, readDriverAnswer } from "./plan.ts";
import { PYTHON_DRIVER } from "./python-driver.ts";
import { type Aimed, aimShots } from "./shots.ts";

/** One attack on one entry point of one file, the same for both sides. */
export interface Attack extends Aimed {
  readonly path: string;
  /** Dotted name for an import, `""` where the file is loaded by its path. */
  readonly module: string;
  /** Repository-relative folders to import from. */
  readonly search: readonly string[];
  readonly programs: readonly string[];
}

export type Side =
  | {
      readonly kind: "seen";
      readonly results: readonly Result[];
      readonly standIns: readonly string[];
      readonly through: string;
      readonly asked?: Asked | undefined;
    }
  | {
      readonly kind: "problem";
      readonly reason: "driver-failed" | "timed-out" | "no-sandbox" | "no-python" | "not-staged";
      readonly detail: string;
      readonly output: string;
    };

/** Seconds of one side, and of one call. */
const SECONDS = 10;
const CALL_SECONDS = 1;
const LIMITS = { seconds: SECONDS, outputBytes: 4 << 20, fileBytes: 16 << 20, processes: 64 };
const NEVER_MOUNTED = /^\/(?:usr|bin|sbin|lib\w*|etc|proc|sys|dev|run|tmp|work|opt|boot|root)(?:\/|$)/;

/** Runs the driver against one state of the project, in a private copy that is removed afterwards. */
export async function runSide(
  context: CheckContext,
  sandbox: NonNullable<CheckContext["sandbox"]>,
  workspace: Workspace,
  attack: Attack,
  signal: AbortSignal,
): Promise<Side> {
  const runtime = attack.language === "python" ? await pythonRuntime(context.findExecutable) : nodeRuntime();
  if (runtime === undefined) return problem("no-python", "No Python was found on this machine.");
  const aims = aimShots(attack, randomBytes(6).toString("hex"));
  const token = randomBytes(16).toString("hex");
  const plan: Plan = {
    token,
    family: attack.family,
    file: posix.join(PROJECT, attack.path),
    module: attack.module,
    search: [...attack.search.map((folder) => posix.join(PROJECT, folder)), ...(await sitePackages(workspace, attack.language))],
    entry: attack.entry,
    room: aims.room,
    folders: attack.folders,
    programs: attack.programs,
    secrets: aims.secrets,
    shots: aims.shots,
    seconds: CALL_SECONDS,
  };
  const staged = await withStaged<Side>(context, workspace, signal, async (mounts) => {
    const scratch = await context.stager.scratch();
    try {
      const argv =
        attack.language === "python"
          ? [runtime.program, "-B", "-c", PYTHON_DRIVER]
          : [runtime.program, "--no-warnings", "--input-type=module", "-e", JAVASCRIPT_DRIVER];
      const result = await sandbox.run(
        {
          argv,
          cwd: PROJECT,
          env: { ...ENVIRONMENT, PYTHONHASHSEED: "0", PYTHONIOENCODING: "utf-8", NODE_ENV: "test" },
          mounts: [...mounts, ...runtime.mounts, ...(await folderMounts(attack.folders, scratch.host))],
          stdin: new TextEncoder().encode(JSON.stringify(plan)),
          limits: LIMITS,
        },
        signal,
      );
      return read(result, token, (answer) => judge(attack.family, aims, answer.observations));
    } finally {
      await scratch.dispose();
    }
  });
  signal.throwIfAborted();
  return staged.kind === "done" ? staged.value : problem("not-staged", staged.detail);
}

function problem(reason: Extract<Side, { kind: "problem" }>["reason"], detail: string, output = ""): Side {
  return { kind: "problem", reason, detail, output };
}

function read(result: SandboxResult, token: string, judged: (answer: Extract<DriverAnswer, { kind: "seen" }>) => Result[]): Side {
  const decoder = new TextDecoder();
  const said = decoder.decode(result.stdout);
  const output = `${said.replaceAll(token, "")}${decoder.decode(result.stderr)}`.slice(-8000);
  if (result.end === "timed-out") return problem("timed-out", `The attack took longer than ${SECONDS} s.`, output);
  if (result.end === "refused")
    return problem("no-sandbox", `The sandbox refused: ${result.reason ?? "no reason given"}`, output);
  const line = said.split("\n").find((each) => each.startsWith(token));
  const answer = line === undefined ? undefined : readDriverAnswer(line.slice(token.length));
  if (answer === undefined) {
    const words = result.reason ?? output.trim().slice(-400);
    const state = `${result.end}${result.code === undefined ? "" : ` ${result.code}`}`;
    return problem("driver-failed", `The program ended before it could be judged (${state}): ${words}`, output);
  }
  if (answer.kind === "failed") {
    const last = answer.message.trim().split("\n").at(-1) ?? "";
    return problem("driver-failed", `The code could not be driven (${answer.step}): ${last}`, answer.message);
  }
  return { kind: "seen", results: judged(answer), standIns: answer.standIns, through: answer.through, asked: answer.asked };
}

/** Folders that the code names by absolute paths, made writable where nothing else stands there. */
export async function folderMounts(folders: readonly string[], scratch: string): Promise<Mount[]> {
  const own = folders.filter((folder) => folder.startsWith("/") && !NEVER_MOUNTED.test(folder));
  const outermost = own.filter((folder) => !own.some((other) => folder.startsWith(`${other}/`)));
  const mounts: Mount[] = [];
  for (const [index, inside] of outermost.entries()) {
    const host = posix.join(scratch, String(index));
    await mkdir(host);
    await chmod(host, 0o777);
    mounts.push({ host, inside, mode: "read-write" });
  }
  return mounts;
}

/** Packages of the project's own virtual environment, which is mounted with the copy. */
export async function sitePackages(workspace: Workspace, language: Attack["language"]): Promise<string[]> {
  if (language !== "python") return [];
  const found: string[] = [];
  for (const name of [".venv", "venv"]) {
    const versions = await readdir(posix.join(workspace.root, name, "lib")).catch(() => []);
    for (const version of versions) found.push(posix.join(PROJECT, name, "lib", version, "site-packages"));
  }
  return found;
}

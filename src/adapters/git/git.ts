import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { AssayError } from "#domain/errors.ts";
import { showInvisible } from "#lib/text.ts";

export interface Git {
  /** Absolute path of the work tree. */
  readonly root: string;
  /**
   * Standard output of one git command. Throws AssayError `git-failed` for another exit status than 0 and those of
   * `okExits`, at a limit, and the signal's reason when it aborts.
   */
  run(args: readonly string[], options: GitRunOptions): Promise<Uint8Array>;
}

export interface GitRunOptions {
  readonly signal: AbortSignal;
  readonly stdin?: string;
  readonly okExits?: readonly number[];
}

export interface GitOptions {
  /** Absolute path of git, not one that lies in the project. */
  readonly executable: string;
  readonly root: string;
  readonly seconds?: number;
  readonly outputBytes?: number;
}

/**
 * A repository's own configuration may name programs (hooks, monitors, filters, pagers, transports). Only commands that read
 * objects, the index and names of files, and the one that writes a note, are run through this, never one that reads the contents of the work tree, and what
 * could start a program is switched off besides. Naming the repository by --git-dir skips git's search and its question whose folder it is.
 */
const FIXED = [
  "--no-pager",
  "--literal-pathspecs",
  "--no-optional-locks",
  "--no-replace-objects",
  ...[
    "core.hooksPath=/dev/null",
    "core.fsmonitor=",
    "core.attributesFile=/dev/null",
    "core.excludesFile=/dev/null",
    "core.untrackedCache=false",
    "protocol.allow=never",
    "core.sshCommand=false",
  ].flatMap((setting) => ["-c", setting]),
];

const ENVIRONMENT = {
  PATH: "/usr/local/bin:/usr/bin:/bin",
  LC_ALL: "C",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_ATTR_NOSYSTEM: "1",
  GIT_TERMINAL_PROMPT: "0",
  GIT_NO_LAZY_FETCH: "1",
  GIT_ASKPASS: "false",
  GIT_SSH_COMMAND: "false",
};

const ERROR_BYTES = 4096;

/** Throws AssayError `git-failed` when the folder is no git work tree. */
export function createGit({ executable, root, seconds = 60, outputBytes = 256 << 20 }: GitOptions): Git {
  if (!existsSync(`${root}/.git`)) throw new AssayError("git-failed", `${showInvisible(root)} is not a git work tree`);
  const prefix = [`--git-dir=${root}/.git`, `--work-tree=${root}`, ...FIXED];
  return {
    root,
    run: (args, options) =>
      start(executable, [...prefix, ...args], { ...options, root, seconds, outputBytes, name: args[0] ?? "" }),
  };
}

interface StartOptions extends GitRunOptions {
  readonly root: string;
  readonly seconds: number;
  readonly outputBytes: number;
  readonly name: string;
}

function start(executable: string, argv: readonly string[], options: StartOptions): Promise<Uint8Array> {
  const { signal, name } = options;
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const child = spawn(executable, argv, {
      cwd: options.root,
      env: ENVIRONMENT,
      stdio: ["pipe", "pipe", "pipe"],
      detached: true,
    });
    const output: Buffer[] = [];
    let size = 0;
    let errors = "";
    let refusal: unknown;
    const end = (reason: unknown) => {
      refusal ??= reason;
      // The group, so that what git itself started ends too; it may be gone already.
      if (child.pid !== undefined && child.exitCode === null) killGroup(child.pid);
    };
    const onAbort = () => end(signal.reason);
    const timer = setTimeout(() => end(failed(name, `took more than ${options.seconds} s`)), options.seconds * 1000);
    signal.addEventListener("abort", onAbort, { once: true });
    child.stdout.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > options.outputBytes) end(failed(name, `wrote more than ${options.outputBytes} bytes`));
      else output.push(chunk);
    });
    child.stderr.on("data", (chunk: Buffer) => {
      if (errors.length < ERROR_BYTES) errors += chunk.toString("utf8");
    });
    // git may end before it has read all of its input; its exit status says what that means.
    child.stdin.on("error", () => undefined);
    child.stdin.end(options.stdin ?? "");
    const settle = (outcome: () => void) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
      outcome();
    };
    child.on("error", (error) =>
      settle(() => reject(new AssayError("git-failed", `git cannot be started: ${error.message}`, { cause: error }))),
    );
    child.on("close", (code) => {
      settle(() => {
        if (refusal !== undefined) reject(refusal);
        else if (code === 0 || (code !== null && options.okExits?.includes(code) === true)) resolve(Buffer.concat(output));
        else reject(failed(name, showInvisible(errors.trim().slice(0, ERROR_BYTES)) || `ended with ${code}`));
      });
    });
  });
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

function failed(name: string, reason: string): AssayError {
  return new AssayError("git-failed", `git ${name}: ${reason}`);
}

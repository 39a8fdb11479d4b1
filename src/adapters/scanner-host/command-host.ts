import { realpath } from "node:fs/promises";
import { DEFAULT_LIMITS, type Sandbox } from "#ports/sandbox.ts";
import type { CommandScanner, LibraryResult, LibraryScanner, ScanTask } from "#ports/scanner.ts";
import type { Stager } from "#ports/stage.ts";
import type { SourceFile } from "#ports/workspace.ts";
import { batchesBy, halves } from "./batches.ts";
import { refuseAll } from "./each-file.ts";
import { hiddenByOthers, merge, without } from "./merge-results.ts";
import { withOthers } from "./other-files.ts";
import { type BatchOutcome, runBatch, type RunnableTool, secondsFor } from "./run-batch.ts";
import { planTool } from "./tool-mounts.ts";

export interface CommandHostOptions {
  /** Undefined when none works here: then nothing is ever run. */
  readonly sandbox: Sandbox | undefined;
  readonly stager: Stager;
  /** Looks a name up on this machine: its absolute host path, or undefined. */
  readonly findExecutable: (name: string) => Promise<string | undefined>;
  /** Absolute paths by engine id, from user configuration only. */
  readonly executables?: Readonly<Record<string, string>>;
  /** Keeps a tool's own report; gives its digest. */
  readonly putRaw?: (bytes: Uint8Array) => Promise<string>;
}

/** What is known of a tool on this machine. */
type ToolState =
  | { readonly kind: "missing" }
  | { readonly kind: "ready"; readonly executable: string; readonly version: string }
  /** There, but not to be used. `code`: `no-sandbox`, `version-refused`, `version-unknown`, `executable-unusable`, `needs-network`. */
  | {
      readonly kind: "unusable";
      readonly executable: string;
      readonly version: string | undefined;
      readonly code: string;
      readonly reason: string;
    };

/** A tool of this machine, used like an engine of this process. */
export interface HostedScanner extends LibraryScanner {
  /** For `assay doctor`; asked once. */
  inspect(): Promise<ToolState>;
}

/** Most runs that crashes and time-outs may add to one scan by trying again with fewer files. */
const MOST_SPLITS = 24;
const SIDE_BY_SIDE = 2;

/** Makes engines of command scanners. */
export function createCommandHost(options: CommandHostOptions): (scanner: CommandScanner) => HostedScanner {
  return (scanner) => {
    let found: Promise<Found> | undefined;
    const find = (): Promise<Found> => (found ??= findTool(scanner, options));
    const { id, title, languages, homepage, licence, needsNetwork, install } = scanner;
    return {
      kind: "library",
      id,
      title,
      languages,
      homepage,
      licence,
      needsNetwork,
      install,
      ...(scanner.reads === undefined ? {} : { reads: scanner.reads }),
      ...(scanner.byName === undefined ? {} : { byName: scanner.byName }),
      inspect: async () => (await find()).state,
      async version() {
        const { state } = await find();
        return state.kind === "missing" ? undefined : (state.version ?? "unknown");
      },
      async scan(task, signal) {
        const { state, tool } = await find();
        const { files, problems } = await withOthers(task);
        if (state.kind === "missing") return refuseAll(files, "not-installed", `${scanner.executable} is not on this machine`);
        if (state.kind === "unusable") return refuseAll(files, state.code, state.reason);
        if (options.executables?.[id] === undefined && (await liesIn(state.executable, task.workspace.root))) {
          const reason = `${state.executable} lies in the code under analysis; name it in the user configuration to trust it`;
          return refuseAll(files, "executable-in-repository", reason);
        }
        const result = await scanBatches(scanner, tool as RunnableTool, options, { ...task, files }, signal);
        return { ...result, problems: [...problems, ...result.problems] };
      },
    };
  };
}

function networkReason({ id, title }: CommandScanner): string {
  return `${title} asks the network, and tools run without one: run it yourself and import what it says with --import ${id}=FILE`;
}

interface Found {
  readonly state: ToolState;
  readonly tool?: RunnableTool;
}

async function findTool(scanner: CommandScanner, { sandbox, findExecutable, executables }: CommandHostOptions): Promise<Found> {
  const executable = executables?.[scanner.id] ?? (await findExecutable(scanner.executable));
  if (executable === undefined) return { state: { kind: "missing" } };
  const unusable = (code: string, reason: string, version?: string): Found => ({
    state: { kind: "unusable", executable, version, code, reason },
  });
  if (sandbox === undefined) return unusable("no-sandbox", "no sandbox works here, and tools are not run without one");
  const tool = await planTool(executable, findExecutable, scanner.launcher).catch((error: NodeJS.ErrnoException) => {
    if (error.code === undefined) throw error;
    return { kind: "unusable" as const, reason: `${executable} cannot be read: ${error.code}` };
  });
  if (tool.kind === "unusable") return unusable("executable-unusable", `${executable}: ${tool.reason}`);
  const ran = await sandbox.run(
    {
      argv: [...tool.argv, ...scanner.versionArgs],
      cwd: "/",
      env: tool.env,
      mounts: tool.mounts,
      limits: { ...DEFAULT_LIMITS, seconds: 30, outputBytes: 64 << 10 },
    },
    AbortSignal.timeout(60_000),
  );
  const output = [ran.stdout, ran.stderr].map((bytes) => new TextDecoder().decode(bytes)).join("\n");
  if (ran.end === "refused") return unusable("no-sandbox", ran.reason ?? "the sandbox could not be built");
  const version = ran.end === "exited" && ran.code === 0 ? scanner.parseVersion(output) : undefined;
  if (version === undefined)
    return unusable("version-unknown", `${executable} does not tell its version (${ran.reason ?? `exit code ${ran.code}`})`);
  const refusal = scanner.refuses(version);
  if (refusal !== undefined) return unusable("version-refused", refusal, version);
  // Only without walls can a tool reach what it asks for.
  if (scanner.needsNetwork && sandbox.id !== "none") return unusable("needs-network", networkReason(scanner), version);
  return { state: { kind: "ready", executable, version }, tool: { ...tool, version } };
}

async function liesIn(executable: string, root: string): Promise<boolean> {
  const [path, folder] = await Promise.all([realpath(executable), realpath(root).catch(() => root)]);
  return path.startsWith(`${folder}/`) || executable.startsWith(`${root}/`);
}

/** Runs the batches, two side by side. One that gives no report is halved and tried again: a file that breaks the tool must not hide the others. */
async function scanBatches(
  scanner: CommandScanner,
  tool: RunnableTool,
  options: CommandHostOptions,
  task: ScanTask,
  signal: AbortSignal,
): Promise<LibraryResult> {
  const sandbox = options.sandbox as Sandbox;
  const queue = batchesBy(task.files, scanner.oneRun);
  const results: LibraryResult[] = [];
  let splits = MOST_SPLITS;
  let seconds = 3 * secondsFor(task.files);
  let done = 0;

  async function work(): Promise<void> {
    for (let files = queue.pop(); files !== undefined; files = queue.pop()) {
      const outcome = await attempt(files);
      seconds -= outcome.seconds;
      if (outcome.kind === "failed" && outcome.splits && files.length > 1 && splits > 0 && seconds > 0) {
        splits -= 2;
        queue.push(...halves(files));
        continue;
      }
      const again = outcome.kind === "judged" && splits > 0 && seconds > 0 ? hiddenByOthers(outcome.result, files) : [];
      if (again.length > 0) {
        splits -= 1;
        queue.push(again);
      }
      const result = outcome.kind === "judged" ? outcome.result : refuseAll(files, outcome.code, outcome.message);
      results.push(without(result, again));
      done += files.length - again.length;
      task.progress(done);
    }
  }

  async function attempt(files: readonly SourceFile[]): Promise<BatchOutcome> {
    signal.throwIfAborted();
    const { stager, putRaw } = options;
    const { workspace } = task;
    return runBatch({ scanner, tool, sandbox, stager, workspace, files, putRaw }, signal);
  }

  const workers = await Promise.allSettled(Array.from({ length: SIDE_BY_SIDE }, work));
  for (const worker of workers) if (worker.status === "rejected") throw worker.reason;
  return merge(results);
}

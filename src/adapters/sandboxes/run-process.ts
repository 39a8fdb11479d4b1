import { spawn } from "node:child_process";
import { statfs } from "node:fs/promises";
import { totalmem } from "node:os";
import { performance } from "node:perf_hooks";
import type { Readable, Writable } from "node:stream";
import type { SandboxLimits, SandboxResult } from "#ports/sandbox.ts";
import { folderBytes, residentBytes } from "./usage.ts";

export interface ProcessRequest {
  /** Absolute path of the executable, then its arguments. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly stdin?: Uint8Array | undefined;
  /** Given to the process on descriptors 4, 5, …; descriptor 3 is where it writes one byte once the program is about to start. */
  readonly inputs: readonly Uint8Array[];
  readonly limits: SandboxLimits;
  /** Host folders the program may write to: together they may grow by `fileBytes`. */
  readonly writable: readonly string[];
}

const POLL_MS = 150;
/** How long streams may stay open after the process ended; a stray that left the group could hold them for ever. */
const DRAIN_MS = 500;

const living = new Set<number>();
process.on("exit", () => {
  for (const group of living) killGroup(group);
});

/**
 * Runs one command as the leader of a new session and process group and ends the group at the first limit that is reached, at
 * the abort of `signal`, and after its leader ended. Never rejects for what the process does.
 */
export async function runProcess(request: ProcessRequest, signal: AbortSignal): Promise<SandboxResult> {
  if (signal.aborted) return nothing("aborted", "aborted before the start");
  const started = performance.now();
  const [file, ...args] = request.command as [string, ...string[]];
  const child = spawn(file, args, {
    env: { ...request.env },
    cwd: request.cwd,
    detached: true,
    stdio: [
      request.stdin === undefined ? "ignore" : "pipe",
      "pipe",
      "pipe",
      "pipe",
      ...request.inputs.map(() => "pipe" as const),
    ],
  });
  const group = child.pid;
  let stop: Pick<SandboxResult, "end" | "reason"> | undefined;
  const end = (kind: SandboxResult["end"], reason: string): void => {
    stop ??= { end: kind, reason };
    if (group !== undefined) killGroup(group);
  };

  const streams = child.stdio as unknown as readonly (Readable & Writable)[];
  for (const stream of streams) stream?.on("error", ignoreBrokenPipe);
  let ready = false;
  streams[3]?.on("data", () => (ready = true));
  for (const [index, input] of request.inputs.entries()) streams[4 + index]?.end(input);
  if (request.stdin !== undefined) streams[0]?.end(request.stdin);
  const output = collect(streams, request.limits.outputBytes, () =>
    end("output-flooded", `more than ${request.limits.outputBytes} bytes of output`),
  );

  const ended = Promise.withResolvers<{ code: number | null; name: NodeJS.Signals | null; failure?: string }>();
  child.once("error", (error) => ended.resolve({ code: null, name: null, failure: error.message }));
  child.once("exit", (code, name) => ended.resolve({ code, name }));
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const timer = setTimeout(() => end("timed-out", `longer than ${request.limits.seconds} s`), request.limits.seconds * 1000);
  const onAbort = (): void => end("aborted", "aborted by the caller");
  signal.addEventListener("abort", onAbort);
  if (group !== undefined) living.add(group);
  const unwatch = group === undefined ? () => {} : watch(group, request, (reason) => end("killed", reason));

  const { code, name, failure } = await ended.promise;
  clearTimeout(timer);
  unwatch();
  signal.removeEventListener("abort", onAbort);
  if (group !== undefined) {
    killGroup(group);
    living.delete(group);
  }
  await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, DRAIN_MS).unref())]);
  for (const stream of streams) stream?.destroy();
  const common = { ...output(), seconds: (performance.now() - started) / 1000 };
  if (stop !== undefined) return { ...common, ...stop };
  if (!ready) return { ...common, end: "refused", reason: failure ?? refusal(common.stderr, code, name) };
  if (code === null) return { ...common, end: "killed", reason: `ended by ${name ?? "an unknown signal"}` };
  return { ...common, end: "exited", code };
}

export function nothing(end: "aborted" | "refused", reason: string): SandboxResult {
  return { end, reason, stdout: new Uint8Array(), stderr: new Uint8Array(), seconds: 0 };
}

function refusal(stderr: Uint8Array, code: number | null, name: string | null): string {
  const words = new TextDecoder().decode(stderr.slice(0, 2000)).trim();
  return words === "" ? `the sandbox could not be built (${code ?? name})` : words;
}

/** Keeps at most `limit` bytes of both streams together, and calls `flooded` when there are more. */
function collect(
  streams: readonly Readable[],
  limit: number,
  flooded: () => void,
): () => { stdout: Uint8Array; stderr: Uint8Array } {
  const chunks: [Buffer[], Buffer[]] = [[], []];
  let left = limit;
  for (const [index, kept] of chunks.entries()) {
    streams[index + 1]?.on("data", (chunk: Buffer) => {
      if (left > 0) kept.push(chunk.subarray(0, left));
      left -= chunk.length;
      if (left < 0) flooded();
    });
  }
  return () => ({ stdout: Buffer.concat(chunks[0]), stderr: Buffer.concat(chunks[1]) });
}

/**
 * Ends a run that holds too much memory or fills a disk: address space limits do not fit runtimes that reserve far more than
 * they use, and file size limits do not bound the number of files. Returns the function that stops watching.
 */
function watch(group: number, { limits, writable }: ProcessRequest, kill: (reason: string) => void): () => void {
  const most = Math.min(limits.memoryBytes ?? Infinity, totalmem() / 2);
  let free: (number | undefined)[] | undefined;
  let before: number | undefined;
  let busy = false;
  const look = async (): Promise<void> => {
    const resident = residentBytes(group);
    if (resident > most) kill(`more than ${Math.round(most / 1048576)} MiB of memory`);
    const now = await Promise.all(writable.map(freeBytes));
    free ??= now;
    before ??= sum(writable.map((folder) => folderBytes(folder)));
    // Walking folders is slow, asking the file system is not: walk only when the disk lost as much as would be too much.
    if (now.some((bytes, index) => bytes !== undefined && (free?.[index] ?? 0) - bytes > limits.fileBytes)) {
      if (sum(writable.map((folder) => folderBytes(folder))) - before > limits.fileBytes)
        kill(`more than ${limits.fileBytes} bytes written`);
    }
  };
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    void look().finally(() => (busy = false));
  }, POLL_MS);
  timer.unref();
  return () => clearInterval(timer);
}

async function freeBytes(folder: string): Promise<number | undefined> {
  const stats = await statfs(folder).catch(() => undefined);
  return stats === undefined ? undefined : stats.bfree * stats.bsize;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function killGroup(group: number): void {
  try {
    process.kill(-group, "SIGKILL");
  } catch (error) {
    // Nobody is left in the group.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** The process may end before it read its input; that is its own matter. */
function ignoreBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE" && error.code !== "ECONNRESET" && error.code !== "ERR_STREAM_DESTROYED") throw error;
}

import { Worker } from "node:worker_threads";
import type { Rule } from "#analysis/match/rule.ts";
import type { SourceFile } from "#ports/workspace.ts";
import type { FileResult } from "./each-file.ts";
import type { FileQueue } from "./file-queue.ts";

/** What a thread of the embedded analyser starts with. */
export interface HelperSetup {
  /** Checked rules. */
  readonly rules: readonly Rule[];
  /** Bytes of the grammars that may be needed, by file name. */
  readonly grammars: Readonly<Record<string, Uint8Array>>;
}

export interface HelperJob {
  readonly path: string;
  readonly language: string;
  readonly bytes: Uint8Array;
}

/** Files a helper has before it, so that it need not wait while the main thread is at work on one of its own. */
const AHEAD = 8;
const SOURCE = new URL("./analyser-worker.ts", import.meta.url);
const BODY = import.meta.url.endsWith(".ts") ? SOURCE : new URL("./analyser-worker.js", import.meta.url);

/**
 * Analyses files of the queue in a thread until none is left. A thread that dies over a file makes that a problem of the file; the others
 * it held go back into the queue, as do all when the thread cannot be started. Rejects with the signal's reason, the thread ended.
 */
export async function runHelper(queue: FileQueue, setup: HelperSetup, signal: AbortSignal, body: URL = BODY): Promise<void> {
  const held: SourceFile[] = [];
  const state: { phase: "starting" | "ready" | "ended"; fault?: unknown } = { phase: "starting" };
  let turn = Promise.withResolvers<void>();
  const worker = new Worker(body, { workerData: setup });
  worker.on("message", (message: "ready" | FileResult) => {
    if (message === "ready") state.phase = "ready";
    else queue.settle(held.shift() as SourceFile, message);
    turn.resolve();
  });
  worker.on("error", (error) => {
    state.fault = error;
  });
  worker.on("exit", () => {
    state.phase = "ended";
    turn.resolve();
  });
  const stop = (): void => void worker.terminate();
  signal.addEventListener("abort", stop, { once: true });
  try {
    while (state.phase !== "ended") {
      signal.throwIfAborted();
      const next = state.phase === "ready" && held.length < AHEAD ? await queue.take() : undefined;
      if (next !== undefined) {
        held.push(next.file);
        worker.postMessage({ path: next.file.path, language: next.file.language, bytes: next.bytes } satisfies HelperJob, []);
      } else if (held.length === 0 && queue.empty) break;
      else {
        await turn.promise;
        turn = Promise.withResolvers();
      }
    }
    signal.throwIfAborted();
    const [culprit, ...others] = held;
    if (culprit !== undefined) queue.settle(culprit, crashed(culprit, state.fault));
    queue.giveBack(others);
  } finally {
    signal.removeEventListener("abort", stop);
    await worker.terminate();
  }
}

function crashed({ path }: SourceFile, fault: unknown): FileResult {
  const cause = fault instanceof Error ? `${fault.name}: ${fault.message}` : "it ended by itself";
  const message = `the analyser's thread broke down over this file: ${cause}`.slice(0, 300);
  return { findings: [], problems: [{ path, code: "engine-crashed", message }], analysed: false };
}

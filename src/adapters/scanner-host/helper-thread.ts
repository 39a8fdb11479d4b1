import { Worker } from "node:worker_threads";
import type { FlowPart } from "#analysis/flow/job.ts";
import type { Rule } from "#analysis/match/rule.ts";
import type { SourceFile } from "#ports/workspace.ts";
import { type AnalysedResult, together } from "./analyser.ts";
import type { FileResult } from "./each-file.ts";
import type { FileQueue, ParsedFile } from "./file-queue.ts";
import type { FlowJobs, FlowSetup } from "./flow-jobs.ts";
import type { SharedFile } from "./tree-store.ts";

/** What a thread of the embedded analyser starts with. */
export interface HelperSetup {
  /** Checked rules. */
  readonly rules: readonly Rule[];
  /** Bytes of the grammars that may be needed, by file name. */
  readonly grammars: Readonly<Record<string, Uint8Array>>;
}

/** What a helper is sent. It answers all but `flow`, in order. `file` of `rules`: absent where the thread has the tree. */
export type HelperMessage =
  | { readonly kind: "file"; readonly path: string; readonly language: string; readonly bytes: Uint8Array }
  | { readonly kind: "rules"; readonly path: string; readonly file: SharedFile | undefined }
  | { readonly kind: "flow"; readonly setup: FlowSetup; readonly files: readonly SharedFile[] }
  | { readonly kind: "job"; readonly roots: readonly string[] };

export interface FileAnswer {
  readonly result: AnalysedResult;
  /** Its tree, when data flow goes through it; the rules have not seen it then. */
  readonly file: SharedFile | undefined;
}

/** A thread that works for one scan. */
export interface Helper {
  /**
   * Parses files of the queue until none is left; `keep` gets their trees, those without are analysed to the end. A thread that dies over a file makes that a problem of the file; the others it
   * held go back into the queue, as do all when the thread cannot be started. Rejects with the signal's reason.
   */
  analyse(queue: FileQueue, keep: (file: SharedFile) => void): Promise<void>;
  /** Runs the rules over what was parsed until nothing is left; `tree` gives what this thread has not parsed itself. What it dies over becomes a problem of that file, as above. */
  match(queue: FileQueue, tree: (path: string) => SharedFile | undefined): Promise<void>;
  /** Follows jobs until none is left; one over which the thread dies goes back. `files` are those that it has not analysed itself. */
  follow(jobs: FlowJobs, setup: FlowSetup, files: readonly SharedFile[]): Promise<void>;
  /** Ends the thread. */
  end(): Promise<void>;
}

/**
 * Much of what a thread makes is garbage at once, so that a large nursery takes memory and saves no time; the bound of the rest makes V8 collect
 * before the heap is twice what lives in it. A file that needs more is one that the thread breaks down over.
 */
const LIMITS = { maxYoungGenerationSizeMb: 24, maxOldGenerationSizeMb: 1024 };
/** Files a helper has before it, so that it need not wait while the main thread is at work on one of its own. */
const AHEAD = 8;
const SOURCE = new URL("./analyser-worker.ts", import.meta.url);
const BODY = import.meta.url.endsWith(".ts") ? SOURCE : new URL("./analyser-worker.js", import.meta.url);

/** To be ended by the caller; the signal ends it too. */
export function startHelper(setup: HelperSetup, signal: AbortSignal, body: URL = BODY): Helper {
  const channel = openChannel(new Worker(body, { workerData: setup, resourceLimits: LIMITS }), signal);
  return {
    async analyse(queue, keep) {
      await channel.ready;
      const lost: SourceFile[] = [];
      const lane = async (): Promise<void> => {
        while (channel.open()) {
          const next = await queue.take();
          if (next === undefined) return;
          if (!channel.open()) return queue.giveBack([next.file]);
          const { path, language } = next.file;
          const answer = await channel.ask<FileAnswer>({ kind: "file", path, language, bytes: next.bytes });
          if (answer === undefined) return void lost.push(next.file);
          if (answer.file === undefined) queue.settle(next.file, answer.result);
          else {
            keep(answer.file);
            queue.parsed(next.file, answer.result);
          }
        }
      };
      await Promise.all(Array.from({ length: AHEAD }, lane));
      signal.throwIfAborted();
      const [culprit, ...others] = lost;
      if (culprit !== undefined) queue.settle(culprit, crashed(culprit, channel.fault()));
      queue.giveBack(others);
    },
    async match(queue, tree) {
      await channel.ready;
      const lost: ParsedFile[] = [];
      const lane = async (): Promise<void> => {
        for (let next = channel.open() ? queue.takeParsed() : undefined; next !== undefined; next = queue.takeParsed()) {
          const { path } = next.file;
          const found = await channel.ask<FileResult>({ kind: "rules", path, file: tree(path) });
          if (found === undefined) return void lost.push(next);
          queue.settle(next.file, together(next.result, found));
        }
      };
      await Promise.all(Array.from({ length: AHEAD }, lane));
      signal.throwIfAborted();
      const [culprit, ...others] = lost;
      if (culprit !== undefined) queue.settle(culprit.file, crashed(culprit.file, channel.fault()));
      queue.giveBackParsed(others);
    },
    async follow(jobs, flow, files) {
      await channel.ready;
      if (!channel.open()) return;
      channel.tell({ kind: "flow", setup: flow, files });
      for (let job = jobs.take(); job !== undefined; job = jobs.take()) {
        const part = await channel.ask<FlowPart>({ kind: "job", roots: job });
        signal.throwIfAborted();
        if (part === undefined) return jobs.giveBack(job);
        jobs.settle(job, part);
      }
    },
    end: () => channel.end(),
  };
}

interface Channel {
  /** Settles when the thread has started, or could not. */
  readonly ready: Promise<void>;
  open(): boolean;
  tell(message: HelperMessage): void;
  /** Undefined when the thread ended before it answered. */
  ask<T>(message: HelperMessage): Promise<T | undefined>;
  fault(): unknown;
  end(): Promise<void>;
}

function openChannel(worker: Worker, signal: AbortSignal): Channel {
  const waiting: ((answer: unknown) => void)[] = [];
  const started = Promise.withResolvers<void>();
  let open = true;
  let fault: unknown;
  worker.on("message", (message: unknown) => {
    if (message === "ready") started.resolve();
    else waiting.shift()?.(message);
  });
  worker.on("error", (error) => {
    fault = error;
  });
  worker.on("exit", () => {
    open = false;
    started.resolve();
    for (const answer of waiting.splice(0)) answer(undefined);
  });
  const stop = (): void => void worker.terminate();
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  const tell = (message: HelperMessage): void => worker.postMessage(message, []);
  return {
    ready: started.promise,
    open: () => open,
    tell,
    ask: <T>(message: HelperMessage) =>
      new Promise<T | undefined>((resolve) => {
        if (!open) return resolve(undefined);
        waiting.push(resolve as (answer: unknown) => void);
        tell(message);
      }),
    fault: () => fault,
    async end() {
      signal.removeEventListener("abort", stop);
      await worker.terminate();
    },
  };
}

function crashed({ path }: SourceFile, fault: unknown): AnalysedResult {
  const cause = fault instanceof Error ? `${fault.name}: ${fault.message}` : "it ended by itself";
  const message = `the analyser's thread broke down over this file: ${cause}`.slice(0, 300);
  return { findings: [], problems: [{ path, code: "engine-crashed", message }], analysed: false };
}

import { setImmediate } from "node:timers/promises";
import { type Analyser, together } from "./analyser.ts";
import type { FileQueue } from "./file-queue.ts";
import { type Helper, type HelperSetup, startHelper } from "./helper-thread.ts";
import type { TreeStore } from "./tree-store.ts";

/** A helping thread and the paths of the files whose trees it has. */
export interface Hand {
  readonly helper: Helper;
  readonly has: Set<string>;
}

/** Longest stretch of work before other tasks of the process get a turn. */
const TURN_MS = 20;

/** Starts threads for one scan; `work` gets them, and when it is through or fails they are ended. */
export async function withHands<T>(
  count: number,
  setup: HelperSetup,
  signal: AbortSignal,
  work: (hands: readonly Hand[]) => Promise<T>,
): Promise<T> {
  const hands = Array.from({ length: count }, (): Hand => ({ helper: startHelper(setup, signal), has: new Set() }));
  try {
    return await work(hands);
  } finally {
    await Promise.all(hands.map(({ helper }) => helper.end()));
  }
}

/** Threads, where there are any, parse what is in the queue, otherwise this one does so and runs the rules; the trees come into the store. Rejects with the signal's reason when it aborts. */
export async function workOff(
  analyser: Analyser,
  queue: FileQueue,
  trees: TreeStore,
  hands: readonly Hand[],
  signal: AbortSignal,
): Promise<void> {
  await Promise.all(
    hands.map(({ helper, has }) =>
      helper.analyse(queue, (file) => {
        has.add(file.path);
        trees.add(file);
      }),
    ),
  );
  // What nobody took, or a thread that broke down has given back.
  await workAlone(analyser, queue, trees, signal);
}

/** The rules over what no thread has matched. Rejects with the signal's reason when it aborts. */
export async function matchRest(analyser: Analyser, queue: FileQueue, trees: TreeStore, signal: AbortSignal): Promise<void> {
  let turn = performance.now();
  for (let next = queue.takeParsed(); next !== undefined; next = queue.takeParsed()) {
    const tree = trees.tree(next.file.path);
    if (tree === undefined) throw new Error(`the tree of ${next.file.path} is gone`);
    queue.settle(next.file, together(next.result, analyser.match(next.file.path, tree)));
    if (performance.now() - turn <= TURN_MS) continue;
    await setImmediate();
    signal.throwIfAborted();
    turn = performance.now();
  }
}

async function workAlone(analyser: Analyser, queue: FileQueue, trees: TreeStore, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  let turn = performance.now();
  for (let next = await queue.take(); next !== undefined; next = await queue.take()) {
    const { path } = next.file;
    const result = await analyser.analyse(
      next.file,
      next.bytes,
      () => signal.aborted,
      (tree) => trees.keep(path, tree),
    );
    signal.throwIfAborted();
    queue.settle(next.file, result);
    if (performance.now() - turn <= TURN_MS) continue;
    await setImmediate();
    signal.throwIfAborted();
    turn = performance.now();
  }
}

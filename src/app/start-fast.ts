import { setFlagsFromString } from "node:v8";
import type { SourceFile } from "#ports/workspace.ts";

/** Above this, optimised code of the parsers and of ruff earns what making it costs. */
const FEW_BYTES = 2_000_000;
/** Above this, threads that follow data hold so much that the room V8 would give them beside it counts. */
const MANY_BYTES = 20_000_000;

/** Sets an option of V8 for the whole process; one that V8 does not know is ignored. */
type TellV8 = (flag: string) => void;

/** How V8 lets the heap grow: the nursery by this factor, the rest by so many percent of what lives in it; none stands for V8's own choice, up to four times. */
const LEAN = ["--semi-space-growth-factor=1", "--heap-growing-percent=20"];
const DEFAULT = ["--semi-space-growth-factor=2", "--heap-growing-percent=0"];

/** A file of which more is read than this leaves the nursery no room to grow; below it, a small one would cost a quarter of the time. */
const MUCH_READ = 40_000_000;

/**
 * Keeps the heap near what lives in it while `work` reads a file of so many bytes: nearly all that it makes is garbage at once, and V8 would let the nursery grow to a
 * hundred megabytes for that, and the rest to twice what is needed.
 */
export async function readLean<T>(bytes: number, work: () => Promise<T>, tellV8: TellV8 = setFlagsFromString): Promise<T> {
  for (const flag of bytes > MUCH_READ ? LEAN : LEAN.slice(1)) tellV8(flag);
  try {
    return await work();
  } finally {
    for (const flag of DEFAULT) tellV8(flag);
  }
}

/**
 * Calls of a function before V8's slowest compiler makes its best code, 3,000 by V8's own choice. Every thread compiles for itself, beside the threads that analyse:
 * of a scan of twelve megabytes on two cores that was a fifth of the time. What is called this often is still compiled.
 */
const CALLS_BEFORE_BEST_CODE = 100_000;

/** For a process that ends with one command. */
export function optimiseLate(tellV8: TellV8 = setFlagsFromString): void {
  tellV8(`--invocation-count-for-turbofan=${CALLS_BEFORE_BEST_CODE}`);
}

/**
 * For a process that analyses little: WebAssembly stays as V8's first compiler makes it. The second one would compile ruff's table of rules, two functions of
 * 370 kB each, for seconds on other threads, and the end of the process waits for that. It counts for modules that are loaded from now on.
 */
export function startFast(files: readonly Pick<SourceFile, "bytes">[], tellV8: TellV8 = setFlagsFromString): void {
  if (bytesOf(files) > FEW_BYTES) return;
  for (const flag of ["--no-wasm-tier-up", "--no-wasm-dynamic-tiering"]) tellV8(flag);
}

/** For a process that analyses much: the heap of every thread stays near what lives in it, for a tenth more of processor time. It counts for threads that start from now on. */
export function stayLean(files: readonly Pick<SourceFile, "bytes">[], tellV8: TellV8 = setFlagsFromString): void {
  if (bytesOf(files) <= MANY_BYTES) return;
  for (const flag of LEAN) tellV8(flag);
}

function bytesOf(files: readonly Pick<SourceFile, "bytes">[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

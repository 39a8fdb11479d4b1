import { lstat, mkdir, readdir, readFile, chmod, writeFile } from "node:fs/promises";
import { posix } from "node:path";
import { digest } from "#lib/digest.ts";
import type { CheckContext } from "#ports/check.ts";
import type { Sandbox } from "#ports/sandbox.ts";
import type { Workspace } from "#ports/workspace.ts";
import { BUILD, type Built, type Order, type Problem, problem, withBuilt } from "./build.ts";

/** What libFuzzer came to. */
export interface Fuzzed {
  readonly kind: "fuzzed";
  readonly runs: number;
  /** The input that ended it, where one did. */
  readonly crash: Uint8Array | undefined;
  /** Inputs that reached something new, by name; with those it began with. */
  readonly corpus: readonly Uint8Array[];
}

/** Seconds by the clock that inputs are looked for. */
export const FUZZ_SECONDS = 4;
const LONGEST = 4096;
const MOST_KEPT = 150;

/** Lets libFuzzer look at the patched code, once for each text of the file and function; it begins with harmless calls. */
export function fuzzPatched(
  context: CheckContext,
  sandbox: Sandbox,
  order: Omit<Order, "build">,
  text: string,
  seeds: readonly Uint8Array[],
  signal: AbortSignal,
): Promise<Fuzzed | Problem> {
  const key = `c-fuzz ${digest(text)} ${order.called.path} ${order.called.function.name}`;
  return context.once(key, () => fuzz(context, sandbox, context.after, order, seeds, signal));
}

/** Lets libFuzzer, which chooses inputs by the code that they reach, look for one that a sanitizer objects to. */
export async function fuzz(
  context: CheckContext,
  sandbox: Sandbox,
  workspace: Workspace,
  order: Omit<Order, "build">,
  seeds: readonly Uint8Array[],
  signal: AbortSignal,
): Promise<Fuzzed | Problem> {
  if (order.toolchain.name !== "clang") return problem("no-sanitizer", "libFuzzer comes with clang.");
  return withBuilt(context, sandbox, workspace, { ...order, build: "fuzzer" }, signal, (built) =>
    run(built, seeds, order.words ?? []),
  );
}

async function run(built: Built, seeds: readonly Uint8Array[], words: readonly string[]): Promise<Fuzzed | Problem> {
  const [corpus, found] = [posix.join(built.host, "corpus"), posix.join(built.host, "found")];
  for (const folder of [corpus, found]) {
    await mkdir(folder);
    await chmod(folder, 0o777);
  }
  for (const [index, seed] of seeds.entries()) await writeFile(posix.join(corpus, `seed${index}`), seed.subarray(0, LONGEST));
  await writeFile(posix.join(built.host, "words"), words.map((word) => `"${escaped(word)}"\n`).join(""));
  const options = [
    `-dict=${BUILD}/words`,
    `-max_total_time=${FUZZ_SECONDS}`,
    `-max_len=${LONGEST}`,
    `-artifact_prefix=${BUILD}/found/`,
    ..."-seed=1 -timeout=5 -rss_limit_mb=2048 -detect_leaks=0 -print_final_stats=1 -verbosity=0 -close_fd_mask=1".split(" "),
  ];
  const result = await built.run([...options, `${BUILD}/corpus`], { seconds: FUZZ_SECONDS + 25 });
  const said = new TextDecoder().decode(result.stderr);
  if (result.end === "refused") return problem("no-sandbox", `The sandbox refused: ${result.reason ?? "no reason given"}`, said);
  const runs = Number(/stat::number_of_executed_units:\s*(\d+)/.exec(said)?.[1] ?? 0);
  const [crash] = await filesIn(found);
  if (crash === undefined && (result.end !== "exited" || result.code !== 0 || runs === 0)) {
    const state = `${result.end}${result.code === undefined ? "" : ` ${result.code}`}`;
    return problem("driver-failed", `libFuzzer ended early (${state}): ${said.trim().slice(-200)}`, said.slice(-4000));
  }
  return { kind: "fuzzed", runs, crash, corpus: await filesIn(corpus) };
}

/** As a dictionary of libFuzzer writes a text. */
function escaped(word: string): string {
  return [...Buffer.from(word, "latin1")].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("");
}

/** Plain files only: the program under test may write here what it likes. */
async function filesIn(folder: string): Promise<Uint8Array[]> {
  const names = (await readdir(folder)).toSorted().slice(0, MOST_KEPT);
  const found: Uint8Array[] = [];
  for (const name of names) {
    const path = posix.join(folder, name);
    const about = await lstat(path);
    if (about.isFile() && about.size <= 1 << 20) found.push(await readFile(path));
  }
  return found;
}

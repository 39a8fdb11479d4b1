import { chmod, mkdir, writeFile } from "node:fs/promises";
import { posix } from "node:path";
import { digest } from "#lib/digest.ts";
import type { CheckContext } from "#ports/check.ts";
import type { Sandbox } from "#ports/sandbox.ts";
import type { Workspace } from "#ports/workspace.ts";
import { AFL_ENVIRONMENT, aflOf, aflRun } from "./afl.ts";
import { BUILD, type Built, type Order, type Problem, problem, withBuilt } from "./build.ts";
import { depthOf } from "./depth.ts";
import { filesIn } from "./found-files.ts";
import { dictionary, type Fuzzed, LONGEST, type Search } from "./search.ts";

/** Lets a fuzzer look at the patched code, once for each text of the file and function; it begins with harmless calls. */
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

/** Lets a fuzzer, which chooses inputs by the code that they reach, look for one that a sanitizer objects to: libFuzzer, or AFL++ where the settings ask for it. */
export async function fuzz(
  context: CheckContext,
  sandbox: Sandbox,
  workspace: Workspace,
  order: Omit<Order, "build">,
  seeds: readonly Uint8Array[],
  signal: AbortSignal,
): Promise<Fuzzed | Problem> {
  const { fuzzer, fuzzSeconds } = depthOf(context);
  const search = { seeds, words: order.words ?? [], seconds: fuzzSeconds };
  if (fuzzer === "afl") {
    const afl = await aflOf(context);
    if (afl === undefined)
      return problem(
        "no-sanitizer",
        "the setting c.fuzzer asks for AFL++, and no afl-fuzz and afl-clang-fast were found below /usr.",
      );
    const toolchain = { ...order.toolchain, program: afl.compiler, environment: AFL_ENVIRONMENT };
    return withBuilt(context, sandbox, workspace, { ...order, toolchain, build: "fuzzer" }, signal, (built) =>
      aflRun(built, afl.program, search),
    );
  }
  if (order.toolchain.name !== "clang") return problem("no-sanitizer", "libFuzzer comes with clang.");
  return withBuilt(context, sandbox, workspace, { ...order, build: "fuzzer" }, signal, (built) => run(built, search));
}

async function run(built: Built, { seeds, words, seconds }: Search): Promise<Fuzzed | Problem> {
  const [corpus, found] = [posix.join(built.host, "corpus"), posix.join(built.host, "found")];
  for (const folder of [corpus, found]) {
    await mkdir(folder);
    await chmod(folder, 0o777);
  }
  for (const [index, seed] of seeds.entries()) await writeFile(posix.join(corpus, `seed${index}`), seed.subarray(0, LONGEST));
  await writeFile(posix.join(built.host, "words"), dictionary(words));
  const options = [
    `-dict=${BUILD}/words`,
    `-max_total_time=${seconds}`,
    `-max_len=${LONGEST}`,
    `-artifact_prefix=${BUILD}/found/`,
    ..."-seed=1 -timeout=5 -rss_limit_mb=2048 -detect_leaks=0 -print_final_stats=1 -verbosity=0 -close_fd_mask=1".split(" "),
  ];
  const result = await built.run([...options, `${BUILD}/corpus`], { seconds: seconds + 25 });
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

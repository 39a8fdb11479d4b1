import { chmod, mkdir, writeFile } from "node:fs/promises";
import { posix } from "node:path";
import type { CheckContext } from "#ports/check.ts";
import { BUILD, type Built, type Problem, problem } from "./build.ts";
import { filesIn } from "./found-files.ts";
import { dictionary, type Fuzzed, LONGEST, type Search } from "./search.ts";
import { systemProgram } from "./toolchain.ts";

export interface Afl {
  readonly program: string;
  /** By the name that tells it what to do: its real path is that of all its compilers. */
  readonly compiler: string;
}

/** AFL++ where it is installed below /usr. */
export async function aflOf({ findExecutable }: Pick<CheckContext, "findExecutable">): Promise<Afl | undefined> {
  const program = await systemProgram(findExecutable, "afl-fuzz");
  const compiler = await findExecutable("afl-clang-fast");
  if (program === undefined || compiler?.startsWith("/usr/") !== true) return undefined;
  return (await systemProgram(findExecutable, "afl-clang-fast")) === undefined ? undefined : { program, compiler };
}

/** For compiler and fuzzer: no terminal, no tuning of the machine, no options of its own, the end at the first crash. It asks for these settings of the sanitizers. */
export const AFL_ENVIRONMENT: Readonly<Record<string, string>> = {
  AFL_QUIET: "1",
  AFL_DONT_OPTIMIZE: "1",
  AFL_NO_UI: "1",
  AFL_NO_COLOR: "1",
  AFL_NO_AFFINITY: "1",
  AFL_SKIP_CPUFREQ: "1",
  AFL_SKIP_CRASHES: "1",
  AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES: "1",
  AFL_BENCH_UNTIL_CRASH: "1",
  ASAN_OPTIONS: "abort_on_error=1:symbolize=0:detect_leaks=0:allocator_may_return_null=1:max_allocation_size_mb=512",
  UBSAN_OPTIONS: "abort_on_error=1:symbolize=0",
  MSAN_OPTIONS: "exit_code=86:symbolize=0",
};
/** Bytes of a text that its dictionary takes. */
const LONGEST_WORD = 120;

/** Lets AFL++ search in persistent mode: the harness makes many calls in one process. */
export async function aflRun(built: Built, program: string, { seeds, words, seconds }: Search): Promise<Fuzzed | Problem> {
  const [corpus, found] = [posix.join(built.host, "corpus"), posix.join(built.host, "found")];
  for (const folder of [corpus, found]) {
    await mkdir(folder);
    await chmod(folder, 0o777);
  }
  // It takes no empty input to begin with.
  const begin = [new Uint8Array([0x0a]), ...seeds.map((seed) => seed.subarray(0, LONGEST))].filter(({ length }) => length > 0);
  for (const [index, seed] of begin.entries()) await writeFile(posix.join(corpus, `seed${index}`), seed);
  const known = words.filter((word) => word.length > 0 && word.length <= LONGEST_WORD);
  await writeFile(posix.join(built.host, "words"), dictionary(known));
  const limits = `-V ${seconds} -s 1 -m none -t 5000 -G ${LONGEST}`.split(" ");
  const taken = known.length > 0 ? ["-x", `${BUILD}/words`] : [];
  const options = ["-i", `${BUILD}/corpus`, "-o", `${BUILD}/found`, ...limits, ...taken];
  const result = await built.run([...options, "--", `${BUILD}/harness`], { seconds: seconds + 40, argv: [program] });
  const said = new TextDecoder().decode(result.stdout) + new TextDecoder().decode(result.stderr);
  if (result.end === "refused") return problem("no-sandbox", `The sandbox refused: ${result.reason ?? "no reason given"}`, said);
  const told = posix.join(found, "default");
  const [crash] = await filesIn(posix.join(told, "crashes"), (name) => name.startsWith("id"));
  const [stats] = await filesIn(told, (name) => name === "fuzzer_stats");
  const runs = Number(/^execs_done\s*:\s*(\d+)$/m.exec(new TextDecoder().decode(stats))?.[1] ?? 0);
  if (crash === undefined && (result.end !== "exited" || result.code !== 0 || runs === 0)) {
    const state = `${result.end}${result.code === undefined ? "" : ` ${result.code}`}`;
    const why = /PROGRAM ABORT\W+([^\n]*)/.exec(said)?.[1] ?? said.trim().slice(-200);
    return problem("driver-failed", `AFL++ ended early (${state}): ${why}`, said.slice(-4000));
  }
  return { kind: "fuzzed", runs, crash, corpus: await filesIn(posix.join(told, "queue"), (name) => name.startsWith("id")) };
}

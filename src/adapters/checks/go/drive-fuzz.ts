import { randomBytes } from "node:crypto";
import { chmod, lstat, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, posix } from "node:path";
import { z } from "zod";
import { type Driven, notDriven } from "#adapters/checks/compiled/driven.ts";
import type { FaultSeen } from "#adapters/checks/compiled/faults.ts";
import { nearestFolder, PROJECT, withStaged } from "#adapters/checks/kit/staged-project.ts";
import type { CheckContext } from "#ports/check.ts";
import { DEFAULT_LIMITS, type Mount, type SandboxResult } from "#ports/sandbox.ts";
import type { Workspace } from "#ports/workspace.ts";
import { fuzzTest } from "./fuzz-driver.ts";
import type { FuzzTarget } from "./fuzz-target.ts";
import { CORPUS, type GoShot, readCorpus } from "./fuzz-values.ts";
import { folderOf } from "./test-packages.ts";
import { compiledPackages, firstFault, goEnvironment, goOf, packageArgument } from "./toolchain.ts";

type Problem = Extract<Driven, { readonly kind: "problem" }>;
/** What a call came to, with the texts among its arguments. */
export type GoSeen = FaultSeen & { readonly texts: readonly string[] };

const OUT = "/assay/out";
const BUILD_SECONDS = 120;
const SECONDS = 60;
/** Added to the length of a search for what comes before and after it. */
const GRACE = 30;
const MOST_KEPT = 120;

const Seen = z.object({
  id: z.string(),
  end: z.enum(["returned", "raised", "late", "unrun"]),
  output: z.string(),
  thrown: z.string(),
  above: z.string(),
  owner: z.string(),
  method: z.string(),
  line: z.int(),
  texts: z.array(z.string()),
});

/** Makes the calls on one state. */
export async function callGo(
  context: CheckContext,
  workspace: Workspace,
  target: FuzzTarget,
  shots: readonly GoShot[],
  signal: AbortSignal,
): Promise<{ readonly kind: "seen"; readonly seen: readonly GoSeen[] } | Problem> {
  const token = randomBytes(16).toString("hex");
  return withFuzzTest(context, workspace, target, [], signal, async (run, host) => {
    const corpus = join(host, "testdata/fuzz/FuzzAssay");
    await mkdir(corpus, { recursive: true });
    for (const { id, values } of shots) await writeFile(join(corpus, id), `${[CORPUS, ...values].join("\n")}\n`);
    const result = await run(["-test.run=^FuzzAssay$", `-test.timeout=${SECONDS}s`], { ASSAY_TOKEN: token }, SECONDS);
    const said = new TextDecoder().decode(result.stdout);
    const output = `${said.replaceAll(token, "")}${new TextDecoder().decode(result.stderr)}`.slice(-8000);
    if (result.end === "timed-out") return notDriven("timed-out", `The calls took longer than ${SECONDS} s.`, output);
    if (result.end === "refused")
      return notDriven("no-sandbox", `The sandbox refused: ${result.reason ?? "no reason given"}`, output);
    const seen = said.split("\n").flatMap((line) => (line.startsWith(token) ? seenOf(line.slice(token.length)) : []));
    if (seen.length < shots.length)
      return notDriven("driver-failed", `The program ended at call ${seen.length + 1} of ${shots.length}.`, output);
    const order = new Map(shots.map(({ id }, index) => [id, index]));
    return { kind: "seen", seen: seen.toSorted((one, other) => (order.get(one.id) ?? 0) - (order.get(other.id) ?? 0)) };
  });
}

/** What a search left: a call that fails, and those that reached something new. */
export interface Searched {
  readonly kind: "searched";
  readonly crasher: readonly string[] | undefined;
  readonly kept: readonly (readonly string[])[];
}

/** Lets `go test -fuzz` make up calls of one state, beginning with `seeds`, until one panics with what `fault` matches in the function itself, or its time is over. */
export async function searchGo(
  context: CheckContext,
  workspace: Workspace,
  target: FuzzTarget,
  seeds: readonly GoShot[],
  { fault, seconds }: { readonly fault: string; readonly seconds: number },
  signal: AbortSignal,
): Promise<Searched | Problem> {
  const begin = seeds.map(({ values }) => values);
  return withFuzzTest(context, workspace, target, begin, signal, async (run, host) => {
    const options = ["-test.run=^$", "-test.fuzz=^FuzzAssay$", `-test.fuzztime=${seconds}s`, "-test.parallel=2"];
    const result = await run(
      [...options, "-test.fuzzminimizetime=1s", `-test.fuzzcachedir=${OUT}/kept`, `-test.timeout=${seconds + GRACE}s`],
      { ASSAY_FAULT: fault, ASSAY_WEAK: target.name },
      seconds + GRACE,
    );
    const said = `${new TextDecoder().decode(result.stdout)}${new TextDecoder().decode(result.stderr)}`;
    if (result.end !== "exited")
      return notDriven("timed-out", `go test -fuzz did not end: ${result.reason ?? result.end}.`, said.slice(-8000));
    const count = target.types.length;
    const [crasher] = await corpusOf(join(host, "testdata/fuzz/FuzzAssay"), count);
    const kept = await corpusOf(join(host, "kept/FuzzAssay"), count);
    if (crasher === undefined && !/now fuzzing with \d+ workers/u.test(said))
      return notDriven("driver-failed", `go test -fuzz did not begin: ${firstFault(said, PROJECT)}`, said.slice(-8000));
    return { kind: "searched", crasher, kept };
  });
}

/** The program under test may write here too: only plain files of the corpus' own form count. */
async function corpusOf(folder: string, count: number): Promise<string[][]> {
  const about = await lstat(folder).catch(() => undefined);
  if (about?.isDirectory() !== true) return [];
  const found: string[][] = [];
  for (const name of (await readdir(folder)).toSorted()) {
    if (found.length >= MOST_KEPT) break;
    const path = join(folder, name);
    const file = await lstat(path);
    const values = file.isFile() && file.size < 20_000 ? readCorpus(await readFile(path, "utf8"), count) : undefined;
    if (values !== undefined) found.push(values);
  }
  return found;
}

function seenOf(text: string): GoSeen[] {
  try {
    const parsed = Seen.safeParse(JSON.parse(text));
    return parsed.success ? [parsed.data] : [];
  } catch (error) {
    // A line that the code under test broke: that call was not seen.
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

type Run = (args: readonly string[], environment: Readonly<Record<string, string>>, seconds: number) => Promise<SandboxResult>;

/** Builds the package of one state with the fuzz test in it and without its own tests; `work` may run it in a folder that holds nothing else, `host` outside. */
async function withFuzzTest<T>(
  context: CheckContext,
  workspace: Workspace,
  target: FuzzTarget,
  seeds: readonly (readonly string[])[],
  signal: AbortSignal,
  work: (run: Run, host: string) => Promise<T | Problem>,
): Promise<T | Problem> {
  const { sandbox } = context;
  if (sandbox === undefined) return notDriven("no-sandbox", "No sandbox works here, so nothing was called.");
  const program = await goOf(context);
  if (program === undefined) return notDriven("no-go", "No go below /usr was found, so nothing was built.");
  const module = await nearestFolder(workspace, target.path, ["go.mod"]);
  const folder = folderOf(target.path);
  const cache = await compiledPackages(context);
  const staged = await withStaged<T | Problem>(context, workspace, signal, async (mounts) => {
    const scratch = await context.stager.scratch();
    try {
      await chmod(scratch.host, 0o777);
      const host = join(mounts[0]?.host ?? "", folder);
      for (const name of await readdir(host)) if (name.endsWith("_test.go")) await rm(join(host, name));
      await writeFile(join(host, "zz_assay_fuzz_test.go"), fuzzTest(target.packaged, target, seeds));
      if (module === undefined) await writeFile(join(host, "go.mod"), "module assay.invalid/alone\n\ngo 1.18\n");
      const root = module ?? folder;
      const environment = goEnvironment(await workspace.has(posix.join(root, "vendor/modules.txt")));
      const out: Mount = { host: scratch.host, inside: OUT, mode: "read-write" };
      // Only the package itself is watched: what it uses keeps its compiled form, and is not what is looked for.
      const flags = ["-vet=off", "-gcflags=-d=libfuzzer", "-o", `${OUT}/fuzz.test`];
      const built = await sandbox.run(
        {
          argv: [program, "test", "-c", ...flags, packageArgument(root, folder)],
          cwd: posix.join(PROJECT, root),
          env: environment,
          mounts: [...mounts, out, cache],
          limits: { ...DEFAULT_LIMITS, seconds: BUILD_SECONDS, processes: 512 },
        },
        signal,
      );
      if (built.end === "timed-out") return notDriven("timed-out", `The package was not built in ${BUILD_SECONDS} s.`);
      if (built.end !== "exited" || built.code !== 0) {
        const said = new TextDecoder().decode(built.stderr);
        return notDriven("driver-failed", `The package could not be built: ${firstFault(said, PROJECT)}`, said.slice(-8000));
      }
      const run: Run = (args, more, seconds) =>
        sandbox.run(
          {
            argv: [`${OUT}/fuzz.test`, ...args],
            cwd: OUT,
            env: { ...environment, ASSAY_ROOT: `${PROJECT}/`, ...more },
            mounts: [...mounts, out],
            limits: { ...DEFAULT_LIMITS, seconds, outputBytes: 16 << 20, processes: 512 },
          },
          signal,
        );
      return await work(run, scratch.host);
    } finally {
      await scratch.dispose();
    }
  });
  signal.throwIfAborted();
  return staged.kind === "done" ? staged.value : notDriven("not-staged", staged.detail);
}

import { chmod, writeFile } from "node:fs/promises";
import { posix } from "node:path";
import { PROJECT, withStaged } from "#adapters/checks/kit/staged-project.ts";
import { ENVIRONMENT } from "#adapters/checks/kit/runtimes.ts";
import type { CheckContext } from "#ports/check.ts";
import type { Mount, Sandbox, SandboxResult } from "#ports/sandbox.ts";
import type { Workspace } from "#ports/workspace.ts";
import { type Called, harnessSource } from "./harness.ts";
import { doublesSource } from "./runtime-doubles.ts";
import { DRIVER_SOURCE } from "./runtime-driver.ts";
import { LIBRARIES_SOURCE, partsOf } from "./runtime-libraries.ts";
import { TELLING_SOURCE } from "./runtime-telling.ts";
import { VALUES_SOURCE } from "./runtime-values.ts";
import { definersOf } from "./definers.ts";
import { type Build, flagsOf, librariesOf, sanitizerSettings, type Toolchain } from "./toolchain.ts";

export interface Problem {
  readonly kind: "problem";
  readonly reason: "cannot-build" | "driver-failed" | "timed-out" | "no-sandbox" | "no-sanitizer" | "not-staged";
  readonly detail: string;
  readonly output: string;
}

export interface RunOptions {
  readonly stdin?: Uint8Array;
  readonly seconds: number;
  /** Instead of the harness. */
  readonly argv?: readonly string[];
  /** Whether faults are told without their places, which takes a tenth of the time. */
  readonly placeless?: boolean;
}

/** A built harness in the sandbox; valid while the work that it was handed to runs. */
export interface Built {
  readonly kind: "built";
  /** Runs the harness, or with `argv` another program, beside the staged project. */
  readonly run: (args: readonly string[], options: RunOptions) => Promise<SandboxResult>;
  /** Host folder that is {@link BUILD} inside. */
  readonly host: string;
}

/** Where the harness is built and may write. */
export const BUILD = "/assay/build";
const COMPILE_SECONDS = 40;
/** Times that sources are added for names that the linker misses. */
const ROUNDS = 3;
const LIMITS = { outputBytes: 24 << 20, fileBytes: 128 << 20, processes: 96 };

export function problem(reason: Problem["reason"], detail: string, output = ""): Problem {
  return { kind: "problem", reason, detail, output };
}

/** Everything that a build needs beside the state of the project. */
export interface Order {
  readonly called: Called;
  readonly build: Build;
  readonly toolchain: Toolchain;
  /** Texts of the code, for a search that puts inputs together. */
  readonly words?: readonly string[];
}

/** Builds the harness around one state of the project, lets `work` use it, and removes both copies afterwards. */
export async function withBuilt<T>(
  context: CheckContext,
  sandbox: Sandbox,
  workspace: Workspace,
  order: Order,
  signal: AbortSignal,
  work: (built: Built) => Promise<T>,
): Promise<T | Problem> {
  const staged = await withStaged<T | Problem>(context, workspace, signal, async (mounts) => {
    const scratch = await context.stager.scratch();
    try {
      await chmod(scratch.host, 0o777);
      const run: Built["run"] = (args, { stdin, seconds, placeless = false, argv = [`${BUILD}/harness`] }) =>
        sandbox.run(
          {
            argv: [...argv, ...args],
            cwd: BUILD,
            env: {
              ...ENVIRONMENT,
              ...sanitizerSettings(order.toolchain, placeless),
              TZ: "UTC",
              TMPDIR: "/tmp",
              ...order.toolchain.environment,
            },
            mounts: [...mounts, { host: scratch.host, inside: BUILD, mode: "read-write" } satisfies Mount],
            ...(stdin !== undefined && { stdin }),
            limits: { ...LIMITS, seconds },
          },
          signal,
        );
      const fault = await compile(workspace, order, scratch.host, run, signal);
      signal.throwIfAborted();
      return fault ?? (await work({ kind: "built", run, host: scratch.host }));
    } finally {
      await scratch.dispose();
    }
  });
  signal.throwIfAborted();
  return staged.kind === "done" ? staged.value : problem("not-staged", staged.detail);
}

async function compile(
  workspace: Workspace,
  { called, build, toolchain }: Order,
  host: string,
  run: Built["run"],
  signal: AbortSignal,
): Promise<Problem | undefined> {
  const text = new TextDecoder().decode(await workspace.read(called.path));
  await writeFile(posix.join(host, "harness.c"), harnessSource(called));
  await writeFile(
    posix.join(host, "runtime.c"),
    `${VALUES_SOURCE}${TELLING_SOURCE}${doublesSource()}${LIBRARIES_SOURCE}${DRIVER_SOURCE}`,
  );
  const folders = await headerFolders(workspace, called.path, signal);
  const sources: { path: string; text: string }[] = [];
  for (let round = 0; ; round++) {
    const { libraries, folders: system } = librariesOf([text, ...sources.map((each) => each.text)].join("\n"));
    const { wrapped, defined } = partsOf(libraries);
    const flags = [
      ...flagsOf(build),
      ...defined,
      ...folders.flatMap((folder) => ["-I", posix.join(PROJECT, folder)]),
      ...system.flatMap((folder) => ["-I", folder]),
    ];
    const others = sources.map((each, index) => ({ from: posix.join(PROJECT, each.path), to: `${BUILD}/other${index}.o` }));
    for (const { from, to } of others) {
      const made = await run([...flags, "-Dmain=assay_other_main", "-c", from, "-o", to], {
        seconds: COMPILE_SECONDS,
        argv: [toolchain.program],
      });
      const fault = faultOf(made, toolchain);
      if (fault !== undefined) return fault;
    }
    const argv = [toolchain.program];
    const linked = [
      ...flags,
      `${BUILD}/harness.c`,
      `${BUILD}/runtime.c`,
      ...others.map(({ to }) => to),
      ...wrapped.map((name) => `-Wl,--wrap=${name}`),
      "-o",
      `${BUILD}/harness`,
      ...libraries.map((name) => `-l${name}`),
    ];
    const result = await run(linked, { seconds: COMPILE_SECONDS, argv });
    if (result.end === "exited" && result.code === 0) return undefined;
    const missing = missingNames(result);
    const known = new Set([called.path, ...sources.map(({ path }) => path)]);
    const more = round < ROUNDS && missing.length > 0 ? await definersOf(workspace, missing, known, signal) : [];
    if (more.length === 0) return faultOf(result, toolchain, missing);
    sources.push(...more);
  }
}

function missingNames({ stderr }: SandboxResult): string[] {
  const text = new TextDecoder().decode(stderr);
  return [...new Set([...text.matchAll(/undefined reference to [`']([\w.]+)'/g)].map(([, name = ""]) => name))];
}

function faultOf(result: SandboxResult, { name }: Toolchain, missing: readonly string[] = []): Problem | undefined {
  if (result.end === "exited" && result.code === 0) return undefined;
  const text = new TextDecoder().decode(result.stderr);
  if (result.end === "timed-out") return problem("timed-out", `${name} did not end in ${COMPILE_SECONDS} s.`, text.slice(-8000));
  if (result.end === "refused") return problem("no-sandbox", `The sandbox refused: ${result.reason ?? "no reason given"}`, text);
  if (/cannot find [^\n]*(?:san|clang_rt|fuzzer)|lib(?:clang_rt|asan|ubsan|msan)[^\n]*(?:No such file|not found)/i.test(text))
    return problem(
      "no-sanitizer",
      `${name} has no sanitizers here: install its runtime libraries (libclang-rt-dev, or libasan for gcc).`,
      text.slice(-8000),
    );
  const first = /^(.*?:\d+:\d+: (?:fatal )?error: .*)$/m.exec(text)?.[1]?.replaceAll(`${PROJECT}/`, "");
  const why =
    missing.length > 0
      ? `nothing here defines ${missing.slice(0, 3).join(", ")}`
      : (first ?? result.reason ?? text.trim().slice(-300));
  return problem("driver-failed", `The code could not be built with a harness around it: ${why}`, text.slice(-8000));
}

const MOST_FOLDERS = 24;

/** Where headers are looked for: beside the file, at the root, and wherever the project keeps some. */
async function headerFolders(workspace: Workspace, path: string, signal: AbortSignal): Promise<string[]> {
  const { files } = await workspace.list({ paths: [] }, signal);
  const held = files.flatMap((file) => (file.path.endsWith(".h") ? [posix.dirname(file.path)] : []));
  return [...new Set([posix.dirname(path), ".", "include", ...held])].slice(0, MOST_FOLDERS);
}

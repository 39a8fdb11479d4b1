import { cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Built } from "#adapters/checks/c/build.ts";
import type { Called } from "#adapters/checks/c/harness.ts";
import { symbolicRun } from "#adapters/checks/c/klee.ts";
import { readKlee } from "#adapters/checks/c/klee-answer.ts";
import { readKtest } from "#adapters/checks/c/read-ktest.ts";
import type { Sandbox, SandboxResult } from "#ports/sandbox.ts";
import { attackContext, attackTexts, said } from "./attack-setup.ts";

// KLEE comes in no package of the system: output folders written from its documented formats stand for it.
const RECORDED = resolve("fixtures/checks/klee");
const FILE = "/assay/project/pick.c";

async function recorded(name: string): Promise<Map<string, Uint8Array>> {
  const folder = join(RECORDED, name);
  const names = await readdir(folder);
  return new Map(
    await Promise.all(names.map(async (each) => [each, new Uint8Array(await readFile(join(folder, each)))] as const)),
  );
}

const KEY = 0x5bd1e995;
/** The pair that the weak branch asks for. */
const OTHER = 0x1234567n;

describe("output of KLEE", () => {
  it("gives the values of a way that ends in a fault, and where", async () => {
    const answer = readKlee(await recorded("out-of-bounds"), FILE);

    const [first, ...more] = answer.kind === "read" ? answer.failures : [];
    expect(more).toEqual([]);
    expect(first?.function).toBe("pick");
    expect(first?.numbers.get("n1")).toBe(OTHER);
    expect((Number(first?.numbers.get("n0") ?? 0n) ^ KEY) >>> 0).not.toBe(0);
  });

  it("finds the function below the library, and the bytes of a text", async () => {
    const answer = readKlee(await recorded("text"), FILE);

    const [first] = answer.kind === "read" ? answer.failures : [];
    expect(first?.function).toBe("pick");
    expect(first?.numbers.get("n0")).toBe(5n);
    expect([...(first?.pieces.get("v0")?.values() ?? [])].slice(0, 6)).toEqual([...Buffer.from("report")]);
  });

  it("tells an end of all ways from ways that were cut off, and from those that KLEE could not go", async () => {
    expect(readKlee(await recorded("finished"), FILE)).toEqual({ kind: "read", failures: [], paths: 4, left: [] });
    expect(readKlee(await recorded("cut-off"), FILE)).toEqual({
      kind: "read",
      failures: [],
      paths: 3,
      left: ["2 ways: cut off", "it was halted"],
    });
    expect(readKlee(await recorded("unable"), FILE)).toMatchObject({
      failures: [],
      left: ["1 way: external error", "1 way: solver error", "1 way: user error"],
    });
  });

  it("is no answer while it is written, and a fault without values is none", async () => {
    const files = await recorded("out-of-bounds");
    const info = new TextDecoder().decode(files.get("info"));
    const without = (name: string): Map<string, Uint8Array> => new Map([...files].filter(([each]) => each !== name));

    expect(readKlee(without("info"), FILE)).toMatchObject({ kind: "unread" });
    expect(readKlee(new Map([...files, ["info", Buffer.from(info.split("KLEE: done: completed")[0] ?? "")]]), FILE).kind).toBe(
      "unread",
    );
    expect(readKlee(without("test000002.ktest"), FILE)).toMatchObject({ failures: [], left: ["1 way: without its values"] });
  });

  it("holds values that are cut, of another form or of a later version for none", async () => {
    const whole = (await recorded("out-of-bounds")).get("test000002.ktest") ?? new Uint8Array();
    expect(readKtest(whole)?.get("n1")).toEqual(new Uint8Array([0x67, 0x45, 0x23, 0x01, 0, 0, 0, 0]));
    for (let length = 0; length < whole.length; length++) expect(readKtest(whole.subarray(0, length))).toBeUndefined();
    const later = Uint8Array.from(whole);
    later[8] = 9;
    const endless = Uint8Array.from(whole);
    endless.fill(0xff, 9, 13);
    for (const bytes of [later, endless, new TextEncoder().encode("some text that is no test of KLEE")])
      expect(readKtest(bytes)).toBeUndefined();
  });
});

const PICK: Called = {
  path: "pick.c",
  function: {
    name: "pick",
    node: 0,
    result: { base: "int", pointers: 0, constant: false, written: "int" },
    parameters: [],
    barred: undefined,
  } as Called["function"],
  parameters: ["key", "other"].map((name) => ({
    name,
    type: { base: "unsigned int", pointers: 0, constant: false, written: "unsigned int" },
    shape: { kind: "number", bytes: 4 },
  })),
  outside: { stdin: false, variables: [] },
  tables: [],
};

describe("a run of KLEE", () => {
  let host: string;
  beforeAll(async () => {
    host = await mkdtemp(join(tmpdir(), "assay-klee-"));
  });
  afterAll(() => rm(host, { recursive: true }));

  const ended = (changes: Partial<SandboxResult> = {}, stderr = ""): SandboxResult => ({
    end: "exited",
    code: 0,
    stdout: new Uint8Array(),
    stderr: new TextEncoder().encode(stderr),
    seconds: 0,
    ...changes,
  });
  /** Compiles, and answers the calls of KLEE in turn. */
  function standIn(...answers: ((folder: string) => Promise<SandboxResult>)[]): { built: Built; asked: string[][] } {
    const asked: string[][] = [];
    const run: Built["run"] = async (args, { argv = [] }) => {
      if (argv[0] === "/usr/bin/clang") return ended();
      asked.push([...args]);
      const folder =
        args
          .find((each) => each.startsWith("--output-dir="))
          ?.split("/")
          .at(-1) ?? "";
      const answer = answers[asked.length - 1];
      return answer === undefined ? ended({ code: 1 }) : answer(join(host, folder));
    };
    return { built: { kind: "built", run, host }, asked };
  }
  const wrote = (name: string) => async (folder: string) => {
    await rm(folder, { recursive: true, force: true });
    await cp(join(RECORDED, name), folder, { recursive: true });
    return ended();
  };
  const refuses = (words: string) => async (folder: string) => {
    await rm(folder, { recursive: true, force: true });
    return ended({ code: 1 }, `KLEE: ERROR: ${words}\n`);
  };
  const programs = { klee: "/usr/bin/klee", clang: "/usr/bin/clang" };

  it("takes the form that this build of KLEE has", async () => {
    const { built, asked } = standIn(refuses("invalid libc, no uclibc support!"), wrote("out-of-bounds"));

    const calls = await symbolicRun(built, programs, PICK, "pick");

    expect(calls).toHaveLength(1);
    expect(calls[0]).toContain(OTHER);
    expect(asked.map((args) => args.filter((each) => /libc|posix/.test(each)))).toEqual([
      ["--libc=uclibc", "--posix-runtime"],
      ["--libc=klee"],
    ]);
    expect(asked[0]).toEqual(expect.arrayContaining(["--max-time=20s", "--max-memory=1000"]));
  });

  it.each<[string, (folder: string) => Promise<SandboxResult>, RegExp]>([
    ["finished", wrote("finished"), /^KLEE found nothing on 4 ways with up to 16 bytes a text\.$/u],
    ["cut off", wrote("cut-off"), /^KLEE found nothing, and did not see all: 2 ways: cut off, it was halted\.$/u],
    ["unable", wrote("unable"), /did not see all: 1 way: external error, 1 way: solver error, 1 way: user error/u],
    ["of another LLVM", refuses("loading file open.bc failed: Invalid record"), /^KLEE gave no answer: .*Invalid record/u],
    ["hanging", async () => ended({ end: "timed-out" }), /^KLEE did not end: timed-out/u],
    ["flooding", async () => ended({ end: "output-flooded" }), /^KLEE did not end: output-flooded/u],
    [
      "a link elsewhere",
      async (folder) => (await import("node:fs/promises")).symlink("/etc", folder).then(() => ended()),
      /no answer/u,
    ],
  ])("that finds nothing says how far it looked: %s", async (_, answer, words) => {
    await rm(join(host, "klee-0"), { recursive: true, force: true });
    const { built } = standIn(answer);

    expect(await symbolicRun(built, programs, PICK, "pick")).toMatch(words);
  });
});

// No compiler comes with Node: a machine without clang and its runtime libraries has nothing to run here.
describe.skipIf(!existsSync("/usr/bin/clang"))("a counterexample of KLEE, with clang", () => {
  const before = [
    "int pick(unsigned int key, unsigned int other) {",
    "  int kept[4] = {1, 2, 3, 4};",
    "  if ((key ^ 0x5bd1e995u) * 2654435761u == other + 77u && other == 0x1234567u)",
    "    return kept[key % 64];",
    "  return kept[0];",
    "}",
    "",
  ].join("\n");
  const texts = { before, after: before.replace("key % 64", "key % 4") };
  const place = { path: "pick.c", cwe: "CWE-125", line: "kept[key" };
  /** A program of the sandbox in place of KLEE: a script that copies what was recorded. */
  const SCRIPT = 'for each in "$@"; do case "$each" in --output-dir=*) cp -r /assay/recorded "${each#*=}";; esac; done';

  async function attacked(name: string) {
    const root = await mkdtemp(join(tmpdir(), "assay-klee-"));
    const context = await attackContext(place, texts, root);
    const { sandbox } = context;
    if (sandbox === undefined) throw new Error("no sandbox works here");
    const scripted: Sandbox = {
      ...sandbox,
      run: (request, signal) =>
        request.argv[0] === "/usr/bin/env"
          ? sandbox.run(
              {
                ...request,
                argv: ["/bin/sh", "-c", SCRIPT, "klee", ...request.argv.slice(1)],
                mounts: [...request.mounts, { host: join(RECORDED, name), inside: "/assay/recorded", mode: "read-only" }],
              },
              signal,
            )
          : sandbox.run(request, signal),
    };
    const answer = await attackTexts(place, texts, root, {
      sandbox: scripted,
      findExecutable: async (each) =>
        each === "klee" ? "/usr/bin/env" : each === "cbmc" ? undefined : context.findExecutable(each),
      c: { fuzzer: "libfuzzer", fuzzSeconds: 1, prove: "always" },
    });
    await rm(root, { recursive: true });
    return answer;
  }

  it("counts when it is red in the harness", async () => {
    const answer = await attacked("out-of-bounds");

    expect(said(answer), answer.detail).toBe("pass: ok");
    expect(answer.detail).toMatch(/, a counterexample of KLEE: .* in pick, line 4,/u);
  });

  it("proves nothing when it is not", async () => {
    const answer = await attacked("not-so");

    expect(said(answer)).toBe("inconclusive: not-red-before");
    expect(answer.detail).toContain("KLEE named a call. What was found so is another fault, or none when it is run.");
  });
});

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Sandbox, SandboxResult } from "#ports/sandbox.ts";
import { probeToolchain } from "./probe-toolchain.ts";
import { TOOLCHAINS, type ToolchainProbe } from "./toolchains.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "assay-toolchain-"));
  for (const name of ["tool"]) await writeFile(join(folder, name), "");
});
afterAll(() => rm(folder, { recursive: true }));

/** Programs of the folder, which answer by their arguments. */
function standIn(answers: Readonly<Record<string, Partial<SandboxResult> & { readonly out?: string }>>, names = ["tool"]) {
  const asked: string[] = [];
  const sandbox: Sandbox = {
    id: "stand-in",
    probe: async () => ({ usable: true, detail: "" }),
    run: async ({ argv }) => {
      const line = argv.slice(1).join(" ");
      asked.push(line);
      const { out = "", ...rest } = answers[line] ?? { code: 2 };
      const bytes = new TextEncoder().encode(out);
      return { end: "exited", code: 0, stdout: bytes, stderr: new Uint8Array(), seconds: 0, ...rest };
    },
  };
  const findExecutable = async (name: string) => (names.includes(name) ? join(folder, name) : undefined);
  return { sandbox, findExecutable, asked };
}

const program: ToolchainProbe = { kind: "program", names: ["other", "tool"], args: ["--version"], version: /v(\d+\.\d+)/u };
const part: ToolchainProbe = { kind: "part", names: ["tool"], calls: [["-a"], ["-b"]], expected: /^\//u };

test("a program tells its version, whatever its exit code", async () => {
  const here = standIn({ "--version": { out: "tool v4.2 built today", code: 3 } });

  expect(await probeToolchain({ probe: program }, here)).toEqual({ state: "here", version: "4.2" });
});

test("what is not found is absent, and nothing is run for it", async () => {
  const here = standIn({}, []);

  expect(await probeToolchain({ probe: program }, here)).toEqual({ state: "absent" });
  expect(here.asked).toEqual([]);
});

test("a program that tells nothing, or cannot be asked, is not called here", async () => {
  const mute = standIn({ "--version": { out: "hello" } });

  expect(await probeToolchain({ probe: program }, mute)).toMatchObject({ state: "unknown" });
  expect(await probeToolchain({ probe: program }, { ...mute, sandbox: undefined })).toMatchObject({
    state: "unknown",
    why: expect.stringContaining("no sandbox"),
  });
});

test("a part is here when one of the calls says so", async () => {
  const second = { "-a": { out: "libx.a\n" }, "-b": { out: "/usr/lib/libx.a\n" } };

  expect(await probeToolchain({ probe: part }, standIn(second))).toEqual({ state: "here", version: "" });
  expect(await probeToolchain({ probe: part }, standIn({ "-a": { out: "libx.a\n" } }))).toEqual({ state: "absent" });
  expect(await probeToolchain({ probe: part }, standIn({ "-a": { end: "refused", reason: "no walls" } }))).toEqual({
    state: "unknown",
    why: "no walls",
  });
});

test("every toolchain says which rungs and languages it is for, and what its absence costs", () => {
  expect(new Set(TOOLCHAINS.map(({ id }) => id)).size).toBe(TOOLCHAINS.length);
  for (const { languages, rungs, cost, install } of TOOLCHAINS) {
    expect(languages.length * rungs.length).toBeGreaterThan(0);
    for (const rung of rungs) expect(rung).toMatch(/^E[0-6]$/u);
    expect(cost).not.toMatch(/\.$/u);
    expect(install).not.toBe("");
  }
});

test.each([
  ["gcc", "gcc (Debian 12.2.0-14+deb12u1) 12.2.0", "12.2.0"],
  ["clang", "Debian clang version 14.0.6", "14.0.6"],
  ["cbmc", "6.6.0 (cbmc-6.6.0)", "6.6.0"],
  ["afl", "afl-fuzz++4.04c based on afl by Michal Zalewski", "4.04"],
  ["make", "GNU Make 4.3\nBuilt for x86_64-pc-linux-gnu", "4.3"],
  ["cmake", "ctest version 3.25.1", "3.25.1"],
  ["jbmc", "6.6.0 (cbmc-6.6.0)", "6.6.0"],
  ["klee", "KLEE 3.1 (https://klee.github.io)\n  Build mode: Release (Asserts: ON)\nLLVM version 13.0.1", "3.1"],
  ["javac", "javac 17.0.15", "17.0.15"],
  ["javac", "javac 21", "21"],
  ["go", "go version go1.19.8 linux/amd64", "1.19.8"],
  ["go-vet", "vet version go1.25", "1.25"],
])("%s: the version in what it says", (id, said, version) => {
  const probe = TOOLCHAINS.find((one) => one.id === id)?.probe;

  expect(probe?.kind === "program" && probe.version.exec(said)?.[1]).toBe(version);
});

import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Built } from "#adapters/checks/c/build.ts";
import { aflOf, aflRun } from "#adapters/checks/c/afl.ts";
import type { CheckAnswer } from "#ports/check.ts";
import type { SandboxResult } from "#ports/sandbox.ts";
import { attackTexts, said } from "./attack-setup.ts";

const place = { path: "take.c", cwe: "CWE-787", line: "kept[i] = text[i]" };
/** Nothing reads what is written: only a build that leaves idle accesses in sees the fault. No text or number of the code is the whole key. */
const BEFORE = [
  "void take(const char *text) {",
  "  char kept[8];",
  "  unsigned long i;",
  "  if (text[0] - 3 != 'c' || text[1] - 3 != 'h') return;",
  "  for (i = 0; text[i] != 0; i++) kept[i] = text[i];",
  "}",
  "",
].join("\n");
const texts = { before: BEFORE, after: BEFORE.replace("text[i] != 0;", "i < sizeof kept && text[i] != 0;") };

async function attacked(fuzzer: "afl" | "libfuzzer", fuzzSeconds: number, without: string[] = []): Promise<CheckAnswer> {
  const root = await mkdtemp(join(tmpdir(), "assay-afl-"));
  const find = async (name: string): Promise<string | undefined> =>
    without.includes(name) || !existsSync(`/usr/bin/${name}`) ? undefined : `/usr/bin/${name}`;
  const answer = await attackTexts(place, texts, root, {
    c: { fuzzer, fuzzSeconds, prove: "off" },
    findExecutable: find,
  });
  await rm(root, { recursive: true });
  return answer;
}

// The tool comes in a package of its own: without it and clang there is nothing to run here.
describe.skipIf(!existsSync("/usr/bin/afl-fuzz") || !existsSync("/usr/bin/clang"))("with AFL++ and clang", () => {
  it("what it finds counts when it is red in the harness, a buffer that nobody reads among it", async () => {
    const answer = await attacked("afl", 8);

    expect(said(answer), answer.detail).toBe("pass: ok");
    expect(answer.detail).toMatch(/, which AFL\+\+ found: .* in take, line 5,/u);
    expect(answer.detail).toContain("AFL++ looked at the patched code for 8 s and found no fault.");
  });
});

describe.skipIf(!existsSync("/usr/bin/clang"))("with clang", () => {
  it("a tool that is asked for and missing is said", async () => {
    const answer = await attacked("afl", 1, ["afl-fuzz"]);

    expect(said(answer)).toBe("inconclusive: not-red-before");
    expect(answer.detail).toContain("Not fuzzed: the setting c.fuzzer asks for AFL++, and no afl-fuzz and afl-clang-fast");
  });
});

describe("a run of AFL++", () => {
  const ended = async (changes: Partial<SandboxResult>, stdout: string) => {
    const host = await mkdtemp(join(tmpdir(), "assay-afl-"));
    const asked: string[][] = [];
    const run: Built["run"] = async (args) => {
      asked.push([...args]);
      const bytes = new TextEncoder().encode(stdout);
      return { end: "exited", code: 1, stdout: bytes, stderr: new Uint8Array(), seconds: 0, ...changes };
    };
    const search = { seeds: [new Uint8Array(), new Uint8Array([1, 2])], words: ["", "key", "x".repeat(500)], seconds: 7 };
    const answer = await aflRun({ kind: "built", run, host }, "/usr/bin/afl-fuzz", search);
    await rm(host, { recursive: true });
    return { answer, asked };
  };

  it.each<[string, Partial<SandboxResult>, string, object]>([
    ["a refusal of its own", {}, "\n[-] PROGRAM ABORT : We need at least one valid input seed\n", { reason: "driver-failed" }],
    ["an end without a word", { code: 0 }, "", { reason: "driver-failed" }],
    ["a hang", { end: "timed-out" }, "", { reason: "driver-failed" }],
    ["a flood", { end: "output-flooded" }, "x".repeat(9000), { reason: "driver-failed" }],
    ["a sandbox that refuses", { end: "refused", reason: "no walls" }, "", { reason: "no-sandbox" }],
  ])("that did not search finds nothing, and says so: %s", async (_, changes, words, expected) => {
    const { answer, asked } = await ended(changes, words);

    expect(answer).toMatchObject({ kind: "problem", ...expected });
    expect(asked[0]?.join(" ")).toContain("-V 7 ");
    if (words.includes("ABORT")) expect(answer.kind === "problem" && answer.detail).toContain("at least one valid input seed");
  });

  it("its programs count below /usr only", async () => {
    expect(await aflOf({ findExecutable: async () => process.execPath })).toBeUndefined();
    expect(await aflOf({ findExecutable: async () => undefined })).toBeUndefined();
  });
});

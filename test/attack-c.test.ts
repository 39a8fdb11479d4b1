import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CheckAnswer, CheckContext } from "#ports/check.ts";
import type { SandboxResult } from "#ports/sandbox.ts";
import type { StagedTree, Stager } from "#ports/stage.ts";
import { attackFixture, attackTexts, said } from "./attack-setup.ts";

async function folder(): Promise<StagedTree> {
  const host = await mkdtemp(join(tmpdir(), "assay-c-"));
  return { host, linked: [], dispose: () => rm(host, { recursive: true, force: true }) };
}
/** For projects that lie nowhere. */
const EMPTY_STAGER: Stager = { stage: folder, scratch: folder };

interface Change {
  readonly cwe: string;
  readonly line: string;
  readonly from: string;
  readonly to: string;
}

function attacked({ cwe, line, from, to }: Change): Promise<CheckAnswer> {
  return attackFixture("attack-c", { path: "queue.c", cwe, line }, from, to);
}

const COPY = { cwe: "CWE-787", line: "strcpy(kept", from: "strcpy(kept, name);" };

// No compiler comes with Node: a machine without clang and its runtime libraries has nothing to run here.
describe.skipIf(!existsSync("/usr/bin/clang"))("C, with clang", () => {
  it.each<[string, Change]>([
    ["copy", { ...COPY, to: 'snprintf(kept, sizeof kept, "%s", name);' }],
    ["off by one", { cwe: "CWE-125", line: "samples[at]", from: "at <= count", to: "at < count" }],
    [
      "allocation that fails",
      {
        cwe: "CWE-476",
        line: "strcpy(made",
        from: "strcpy(made, word);",
        to: "if (made == NULL) return NULL;\n  strcpy(made, word);",
      },
    ],
    [
      "leak",
      {
        cwe: "CWE-401",
        line: "return 0;",
        from: "if (copy[0] == '#')\n    return 0;",
        to: "if (copy[0] == '#') {\n    free(copy);\n    return 0;\n  }",
      },
    ],
    [
      "use after free",
      {
        cwe: "CWE-416",
        line: "copy[length - 1]",
        from: "free(copy);\n  return length == 0 ? 0 : copy[length - 1];",
        to: "int last = length == 0 ? 0 : copy[length - 1];\n  free(copy);\n  return last;",
      },
    ],
    [
      "division",
      {
        cwe: "CWE-369",
        line: "total / parts",
        from: "return total / parts;",
        to: "return parts == 0 ? 0 : (int)((long)total / parts);",
      },
    ],
    ["unwritten", { cwe: "CWE-457", line: "mode > 10", from: "int mode;", to: "int mode = 0;" }],
    ["endless", { cwe: "CWE-835", line: "while (number", from: "number != 1", to: "number > 1" }],
    ["format", { cwe: "CWE-134", line: "printf(title)", from: "printf(title)", to: 'printf("%s", title)' }],
    [
      "command",
      {
        cwe: "CWE-78",
        line: "system(command)",
        from: "char command[256];",
        to: 'char command[256];\n  if (strspn(folder_name, "abcdefghijklmnopqrstuvwxyz.") != strlen(folder_name)) return -1;',
      },
    ],
    [
      "path",
      {
        cwe: "CWE-22",
        line: "fopen(path",
        from: "char path[256];",
        to: "char path[256];\n  if (strchr(name, '/') != NULL) return NULL;",
      },
    ],
    ["standard input", { cwe: "CWE-242", line: "gets(line)", from: "gets(line)", to: "fgets(line, sizeof line, stdin)" }],
    [
      "what only libFuzzer finds",
      { cwe: "CWE-787", line: "memcpy(kept", from: "size - 3);", to: "size - 3 < sizeof kept ? size - 3 : sizeof kept);" },
    ],
  ])("a repair that ends the attack passes: %s", async (_, change) => {
    const answer = await attacked(change);

    expect(said(answer), answer.detail).toBe("pass: ok");
  });
});

describe.skipIf(!existsSync("/usr/bin/clang"))("C that is not repaired or cannot be driven", () => {
  it.each<[string, Change, string]>([
    ["a copy that is still too long", { ...COPY, to: "strncpy(kept, name, 2 * NAME_ROOM);" }, "fail: attack-succeeds"],
    [
      "a repair that refuses everything",
      { ...COPY, to: "if (name != NULL) exit(3);\n  kept[0] = 0;" },
      "inconclusive: control-differs",
    ],
    ["a repair that does not compile", { ...COPY, to: "strlcopy(kept, name, sizeof kept" }, "inconclusive: driver-failed"],
    [
      "a weakness that no call shows",
      { cwe: "CWE-798", line: "strcpy(kept", from: "strcpy(kept, name);", to: "kept[0] = 0;" },
      "inconclusive: not-attackable",
    ],
  ])("%s", async (_, change, expected) => {
    const answer = await attacked(change);
    expect(said(answer), answer.detail).toBe(expected);
  });
});

describe("C that no harness fits", () => {
  const body = "{\n  char kept[8];\n  strcpy(kept, t);\n  return kept[0];\n}\n";
  const ended = (end: SandboxResult["end"], text: string): Partial<CheckContext> => ({
    sandbox: {
      id: "stand-in",
      probe: async () => ({ usable: true, detail: "" }),
      run: async () => ({ end, code: 1, stdout: new Uint8Array(), stderr: new TextEncoder().encode(text), seconds: 0 }),
    },
    stager: EMPTY_STAGER,
    findExecutable: async (name) => (name === "clang" ? "/usr/bin/env" : undefined),
  });
  const attackedText = (head: string, changes: Partial<CheckContext>): Promise<CheckAnswer> => {
    const before = `#include <string.h>\n${head} ${body}`;
    return attackTexts(
      { path: "a.c", cwe: "CWE-787", line: "strcpy" },
      { before, after: before.replace("strcpy(kept, t)", "kept[0] = 0") },
      "/nowhere",
      changes,
    );
  };

  it.each([
    ["parameters in the old style", "int f(t) char *t;", "inconclusive: no-entry-point"],
    ["a function as a parameter", "int f(char *t, int (*say)(int))", "inconclusive: no-entry-point"],
    ["a record that is not known", "int f(struct thing *s, char *t)", "inconclusive: no-entry-point"],
    ["any number of arguments", "int f(char *t, ...)", "inconclusive: no-entry-point"],
  ])("%s", async (_, head, expected) => {
    expect(said(await attackedText(head, ended("exited", "")))).toBe(expected);
  });

  it.each([
    ["a compiler that hangs", "timed-out", "", "inconclusive: timed-out"],
    ["a header that is missing", "exited", "a.c:1:10: fatal error: 'missing.h' file not found", "inconclusive: driver-failed"],
    [
      "assembly of another machine",
      "exited",
      "a.c:3:7: error: invalid instruction mnemonic 'foo'",
      "inconclusive: driver-failed",
    ],
    [
      "runtime libraries that are missing",
      "exited",
      "ld: cannot find libclang_rt.asan-x86_64.a: No such file",
      "inconclusive: no-sanitizer",
    ],
    ["a sandbox that refuses", "refused", "", "inconclusive: no-sandbox"],
    ["a compiler that floods", "output-flooded", "a.c:1:1: warning: x\n".repeat(5000), "inconclusive: driver-failed"],
    ["a compiler that is killed", "killed", "", "inconclusive: driver-failed"],
    [
      "another version, which does not know an option",
      "exited",
      "clang: error: unknown argument: '-fno-sanitize-recover=undefined'",
      "inconclusive: driver-failed",
    ],
    [
      "a compiler that breaks down",
      "exited",
      "PLEASE submit a bug report to https://example.invalid",
      "inconclusive: driver-failed",
    ],
  ] as const)("%s", async (_, end, text, expected) => {
    expect(said(await attackedText("int f(const char *t)", ended(end, text)))).toBe(expected);
  });
});

describe("C without what an attack needs", () => {
  const texts = {
    before: "int f(int *p, const char *t) {\n  strcpy(p, t);\n  return 0;\n}\n",
    after: "int f(int *p, const char *t) {\n  return 0;\n}\n",
  };
  const place = { path: "a.c", cwe: "CWE-787", line: "strcpy" };

  it("proves nothing without a compiler or a sandbox", async () => {
    expect(said(await attackTexts(place, texts, "/nowhere", { findExecutable: async () => undefined }))).toBe(
      "inconclusive: no-compiler",
    );
    expect(said(await attackTexts(place, texts, "/nowhere", { sandbox: undefined }))).toBe("inconclusive: no-sandbox");
  });
});

import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import check from "#adapters/checks/c-tests.ts";
import type { CheckAnswer, CheckContext } from "#ports/check.ts";
import type { SandboxResult } from "#ports/sandbox.ts";
import { attackContext, said } from "./attack-setup.ts";

const MAKEFILE =
  "CFLAGS = -O1 -I.\n\nshow-test: names.c test.c\n\t$(CC) $(CFLAGS) -o $@ names.c test.c\n\ntest: show-test\n\t./show-test\n";
const NAMES = [
  "#include <stdio.h>",
  "#include <string.h>",
  "int keep(char *out, unsigned long room, const char *name) {",
  "  char kept[8];",
  "  if (strlen(name) > sizeof kept)",
  "    return -1;",
  "  strcpy(kept, name);",
  '  snprintf(out, room, "%s", kept);',
  "  return 0;",
  "}",
  "int unused(int a) {",
  "  int total = a;",
  "  return total + 1;",
  "}",
  "",
].join("\n");
/** `exact`: the tests reach the off-by-one. */
const testsWith = (exact: boolean): string =>
  [
    "#include <string.h>",
    "int keep(char *, unsigned long, const char *);",
    "int main(void) {",
    "  char out[32];",
    '  if (keep(out, sizeof out, "ana") != 0 || strcmp(out, "ana") != 0) return 1;',
    ...(exact ? ['  keep(out, sizeof out, "12345678");'] : []),
    '  return keep(out, sizeof out, "a name too long") == -1 ? 0 : 2;',
    "}",
    "",
  ].join("\n");

interface Case {
  readonly from: string;
  readonly to: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly exact?: boolean;
  readonly changes?: Partial<CheckContext>;
}

async function judged({ from, to, files = {}, exact = false, changes = {} }: Case): Promise<CheckAnswer> {
  const root = await mkdtemp(join(tmpdir(), "assay-c-tests-"));
  const all: Record<string, string> = { Makefile: MAKEFILE, "names.c": NAMES, "test.c": testsWith(exact), ...files };
  for (const [path, text] of Object.entries(all)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  try {
    const texts = { before: NAMES, after: NAMES.replace(from, to) };
    const context = await attackContext({ path: "names.c", cwe: "CWE-787", line: "strcpy" }, texts, root, { tests: true });
    return await check.run({ ...context, ...changes }, new AbortController().signal);
  } finally {
    await rm(root, { recursive: true });
  }
}

const REPAIR = { from: "> sizeof kept", to: ">= sizeof kept" };

// Takes half a minute: each case builds a small program two to five times.
// Neither comes with Node: a machine without clang and make has nothing to run here.
describe.skipIf(!existsSync("/usr/bin/clang") || !existsSync("/usr/bin/make"))(
  "a project's own tests of C, with clang and make",
  () => {
    it("what a sanitizer saw before and no longer sees passes, with the lines that ran", async () => {
      const answer = await judged({ ...REPAIR, exact: true });

      expect(said(answer), answer.detail).toBe("pass: ok");
      expect(answer.detail).toMatch(
        /^`make test`, built with sanitizers, passes now, and no report is new\. What a sanitizer reported on the unchanged code is gone: stack-buffer-overflow in keep\. Tests run 1 of 1 changed lines\.$/u,
      );
    });

    it.each<[string, Case, string, RegExp]>([
      [
        "tests that reach the patch",
        REPAIR,
        "pass: ok",
        /passes before and after, and no report is new\. Tests run 1 of 1 changed lines/u,
      ],
      [
        "a patch that writes behind its buffer",
        { from: "strcpy(kept, name);", to: 'strcpy(kept, name);\n  strcpy(kept + 6, "ab");' },
        "fail: sanitizer-report",
        /stack-buffer-overflow in keep/u,
      ],
      [
        "a patch that breaks a test",
        { from: "return 0;", to: "return 1;" },
        "fail: test-broke",
        /fails on the patched code, twice/u,
      ],
      [
        "tests that do not reach the patch",
        { from: "total + 1", to: "total + 2" },
        "inconclusive: patch-not-run",
        /no test runs a line/u,
      ],
      [
        "a build that does not ask for the compiler",
        { ...REPAIR, files: { Makefile: MAKEFILE.replace("$(CC)", "cc") } },
        "inconclusive: no-sanitizer",
        /`make test` built nothing with AddressSanitizer/u,
      ],
      [
        "a test that does not compile",
        { ...REPAIR, files: { "test.c": "#include <missing.h>\nint main(void) { return 0; }\n" } },
        "inconclusive: cannot-build",
        /fatal error: 'missing\.h' file not found/u,
      ],
      [
        "tests that fail before",
        { ...REPAIR, files: { "test.c": "int main(void) { return 3; }\n" } },
        "inconclusive: red-before",
        /too/u,
      ],
    ])("%s", async (_, given, expected, words) => {
      const answer = await judged(given);

      expect(said(answer), answer.detail).toBe(expected);
      expect(answer.detail).toMatch(words);
    });

    it.skipIf(!existsSync("/usr/bin/cmake"))("tests of CMake are built anew and run by ctest", async () => {
      const cmake =
        "cmake_minimum_required(VERSION 3.10)\nproject(names C)\nenable_testing()\nadd_executable(show names.c test.c)\nadd_test(NAME show COMMAND show)\n";
      const answer = await judged({ ...REPAIR, files: { Makefile: "all:\n\ttrue\n", "CMakeLists.txt": cmake } });

      expect(said(answer), answer.detail).toBe("pass: ok");
      expect(answer.detail).toContain("`ctest`, built with sanitizers, passes before and after");
    });
  },
);

describe("tests of C that cannot be run", () => {
  const ended = (end: SandboxResult["end"], text = ""): Partial<CheckContext> => ({
    sandbox: {
      id: "stand-in",
      probe: async () => ({ usable: true, detail: "" }),
      run: async () => ({ end, code: 2, stdout: new Uint8Array(), stderr: new TextEncoder().encode(text), seconds: 0 }),
    },
    findExecutable: async () => "/usr/bin/env",
  });

  it.each<[string, Partial<Case>, string]>([
    ["no build file", { files: { Makefile: "" } }, "inconclusive: no-tests"],
    ["a variable named test", { files: { Makefile: "test := 1\nall:\n\ttrue\n" } }, "inconclusive: no-tests"],
    [
      "no make",
      { changes: { findExecutable: async (name) => (name === "make" ? undefined : "/usr/bin/env") } },
      "inconclusive: no-runner",
    ],
    ["no compiler", { changes: { findExecutable: async () => undefined } }, "inconclusive: no-compiler"],
    ["no sandbox", { changes: { sandbox: undefined } }, "inconclusive: no-sandbox"],
    ["a build that hangs", { changes: ended("timed-out") }, "inconclusive: timed-out"],
    ["a build that floods", { changes: ended("output-flooded", "make: ***") }, "inconclusive: cannot-build"],
    ["a sandbox that refuses", { changes: ended("refused") }, "inconclusive: no-sandbox"],
    [
      "runtime libraries that are missing",
      { changes: ended("exited", "ld: cannot find /usr/lib/libclang_rt.asan-x86_64.a") },
      "inconclusive: no-sanitizer",
    ],
  ])("%s", async (_, given, expected) => {
    expect(said(await judged({ ...REPAIR, ...given }))).toBe(expected);
  });
});

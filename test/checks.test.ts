import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import goVet from "#adapters/checks/go-vet.ts";
import cCompile, { parseCompiler } from "#adapters/checks/c-compile.ts";
import javascriptSyntax from "#adapters/checks/javascript-syntax.ts";
import mypy, { parseMypy } from "#adapters/checks/mypy.ts";
import projectTests from "#adapters/checks/project-tests.ts";
import pyright from "#adapters/checks/pyright.ts";
import pythonCompile from "#adapters/checks/python-compile.ts";
import rescan from "#adapters/checks/rescan.ts";
import typescript from "#adapters/checks/typescript.ts";
import { selectSandbox } from "#adapters/sandboxes/select.ts";
import { createDirectoryStager } from "#adapters/stagers/directory.ts";
import type { Check, CheckAnswer, CheckContext } from "#ports/check.ts";
import type { Sandbox } from "#ports/sandbox.ts";
import { checkContext, checkContract } from "#testing/check-contract.ts";

const signal = new AbortController().signal;
let sandbox: Sandbox | undefined;

beforeAll(async () => {
  ({ sandbox } = await selectSandbox({ preference: "auto", unsafeNoSandbox: false }));
  expect(sandbox, "a machine that runs these tests has a working sandbox").toBeDefined();
});

async function findExecutable(name: string): Promise<string | undefined> {
  return (process.env["PATH"] ?? "")
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
}

async function judge(
  check: Check,
  files: Record<string, string>,
  patched: Record<string, string>,
  changes: Partial<CheckContext> & { root?: string } = {},
) {
  const { root, ...rest } = changes;
  const real = { sandbox, stager: createDirectoryStager(), findExecutable, ...rest };
  return check.run(await checkContext({ files, patched, ...(root === undefined ? {} : { root }) }, real), signal);
}

function said(answer: CheckAnswer): string {
  return `${answer.outcome}: ${answer.reason}`;
}

async function texts(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    await Promise.all(files.map(async (file) => [file.slice(folder.length + 1), await readFile(file, "utf8")])),
  );
}

const done = new Map<string, Promise<unknown>>();
/** Runs of the unchanged fixtures are shared, as in a run of the loop. */
function once<T>(key: string, work: () => Promise<T>): Promise<T> {
  const kept = (done.get(key) as Promise<T> | undefined) ?? work();
  done.set(key, kept);
  return kept;
}

/** Judges the change of one file of a fixture project by its own tests. */
async function project(name: string, path: string, change: (text: string) => string): Promise<CheckAnswer> {
  const root = resolve("fixtures/checks", name);
  const files = await texts(root);
  const patched = change(files[path] ?? "");
  expect(patched).not.toBe(files[path]);
  return judge(projectTests, files, { [path]: patched }, { root, once });
}

describe("contract", () => {
  const checks = {
    "c-compile": cCompile,
    "go-vet": goVet,
    "python-compile": pythonCompile,
    "javascript-syntax": javascriptSyntax,
    typescript,
    mypy,
    pyright,
    rescan,
    "project-tests": projectTests,
  };
  for (const [name, check] of Object.entries(checks)) {
    for (const each of checkContract(check, name)) it(`${name} ${each.name}`, () => each.run());
  }
});

describe("python-compile", () => {
  it("passes what compiles and fails what no longer does", async () => {
    expect(said(await judge(pythonCompile, { "a.py": "x = 1\n" }, { "a.py": "x = 2\n" }))).toBe("pass: ok");
    const answer = await judge(pythonCompile, { "a.py": "x = 1\n" }, { "a.py": "x = 2\nreturn x\n" });
    expect(answer).toMatchObject({ outcome: "fail", reason: "new-diagnostic", detail: expect.stringContaining("line 2") });
  });

  it("proves nothing without Python, without a sandbox, or about code that was broken", async () => {
    const change = [{ "a.py": "x = 1\n" }, { "a.py": "x = 2\n" }] as const;

    expect(said(await judge(pythonCompile, ...change, { findExecutable: async () => undefined }))).toBe(
      "inconclusive: no-python",
    );
    expect(said(await judge(pythonCompile, ...change, { sandbox: undefined }))).toBe("inconclusive: no-sandbox");
    expect(said(await judge(pythonCompile, { "a.py": "print 1\nx = 1" }, { "a.py": "print 1\nx = 2" }))).toBe(
      "inconclusive: broken-before",
    );
    expect(said(await judge(pythonCompile, { "a.js": "1" }, { "a.js": "2" }))).toBe("inconclusive: not-applicable");
  });
});

describe("c-compile", () => {
  const before = "#include <string.h>\nvoid put(char *to, const char *from) {\n  int unused;\n  strcpy(to, from);\n}\n";
  const found = (name: string) => Promise.resolve(name === "gcc" ? "/usr/bin/gcc" : undefined);

  // No compiler comes with Node: a machine without one has nothing to run here.
  describe.skipIf(!existsSync("/usr/bin/gcc"))("with gcc", () => {
    it.each([
      ["holds what was said before against nobody", "strncpy(to, from, 4), to[3] = 0;", "pass: ok"],
      ["refuses an error", "strncpy(to, from, 4)", "fail: new-diagnostic"],
      ["refuses a warning that is new", "strcopy(to, from);", "fail: new-diagnostic"],
      [
        "proves nothing where a header is missing",
        'strcpy(to, from);\n}\n#include "missing.h"\nvoid end(void) {',
        "inconclusive: checker-failed",
      ],
    ])("%s", async (_, statement, expected) => {
      const root = await mkdtemp(join(tmpdir(), "assay-c-"));
      const patched = before.replace("strcpy(to, from);", () => statement);
      try {
        expect(said(await judge(cCompile, { "a.c": before }, { "a.c": patched }, { root, findExecutable: found }))).toBe(
          expected,
        );
      } finally {
        await rm(root, { recursive: true });
      }
    });
  });

  it.skipIf(!existsSync("/usr/bin/g++"))("compiles C++ as C++", async () => {
    const root = await mkdtemp(join(tmpdir(), "assay-cpp-"));
    const text = (value: string) => `#include <cstdlib>\nchar *made(std::size_t n) { return ${value}; }\n`;
    const cpp = (name: string) => Promise.resolve(name === "g++" ? "/usr/bin/g++" : undefined);
    const compiled = (value: string, findExecutable = cpp) =>
      judge(cCompile, { "a.cpp": text("nullptr") }, { "a.cpp": text(value) }, { root, findExecutable });
    try {
      expect(said(await compiled("static_cast<char *>(std::malloc(n))"))).toBe("pass: ok");
      // Right in C.
      expect(said(await compiled("std::malloc(n)"))).toBe("fail: new-diagnostic");
      expect(said(await compiled("nullptr + 0", found))).toBe("inconclusive: no-compiler");
    } finally {
      await rm(root, { recursive: true });
    }
  });

  it("proves nothing without a compiler or a sandbox, or about other files", async () => {
    const change = [{ "a.c": "int a;\n" }, { "a.c": "int b;\n" }] as const;

    expect(said(await judge(cCompile, ...change, { findExecutable: async () => undefined }))).toBe("inconclusive: no-compiler");
    expect(said(await judge(cCompile, ...change, { sandbox: undefined }))).toBe("inconclusive: no-sandbox");
    expect(said(await judge(cCompile, { "a.py": "1" }, { "a.py": "2" }))).toBe("inconclusive: not-applicable");
  });

  it("reads errors and warnings without their lines, and no run that gave up", () => {
    const result = (code: number, text: string) => ({ code, stderr: new TextEncoder().encode(text) });
    const warning = "/assay/project/a.c:3:7: warning: unused variable 'n' [-Wunused-variable]\na.c:1:1: note: here\n";

    expect(parseCompiler(result(0, warning))).toEqual(["a.c: warning: unused variable 'n' [-Wunused-variable]"]);
    expect(parseCompiler(result(1, `${warning}b.c:1:1: error: expected ';'\n`))).toHaveLength(2);
    expect(parseCompiler(result(1, "a.c:1:10: fatal error: missing.h: No such file or directory\n"))).toBeUndefined();
    expect(parseCompiler(result(1, "gcc: internal compiler error\n"))).toBeUndefined();
    expect(parseCompiler(result(4, ""))).toBeUndefined();
  });
});

describe("javascript-syntax", () => {
  it.each([
    ["a.js", "let x = 1;", "let x = 2; await x;", "pass: ok"],
    ["a.js", "#!/usr/bin/env node\nreturn 1;", "#!/usr/bin/env node\nreturn 2;", "pass: ok"],
    ["a.mjs", "let x = 1;", "let x = 1; let x = 2;", "fail: new-diagnostic"],
    ["a.cjs", "let x = 1;", "import x from 'x';", "fail: new-diagnostic"],
    ["a.js", "const x = <b/>;", "const x = <i/>;", "inconclusive: broken-before"],
    ["a.jsx", "const x = <b/>;", "const x = <i/>;", "inconclusive: not-applicable"],
  ])("%s: %s becomes %s", async (path, before, after, expected) => {
    expect(said(await judge(javascriptSyntax, { [path]: before }, { [path]: after }))).toBe(expected);
  });
});

describe("typescript", () => {
  const root = resolve("fixtures/checks/typescript");

  it("holds only new diagnostics against the patch", async () => {
    const files = await texts(root);
    const change = (text: string) => judge(typescript, files, { "src/length.ts": text }, { root });
    const good = await change("export function length(text: string): number {\n  return [...text].length;\n}\n");
    const bad = await change("export function length(text: string): number {\n  return text;\n}\n");

    expect(good).toMatchObject({ outcome: "pass", detail: "tsc: no new diagnostic (1 before, 1 after)." });
    expect(bad).toMatchObject({ outcome: "fail", reason: "new-diagnostic", detail: expect.stringContaining("TS2322") });
  });

  it("says so when only the syntax could be checked", async () => {
    expect(said(await judge(typescript, { "a.ts": "let x: number = 1;" }, { "a.ts": "let x: number = 2;" }))).toBe(
      "pass: syntax-only",
    );
    expect(said(await judge(typescript, { "a.ts": "let x: number = 1;" }, { "a.ts": "let x: = 2;" }))).toBe(
      "fail: new-diagnostic",
    );
    expect(said(await judge(typescript, { "a.tsx": "let x = <b/>;" }, { "a.tsx": "let x = <i/>;" }))).toBe(
      "inconclusive: not-applicable",
    );
  });
});

describe("pyright", () => {
  /** Speaks pyright's output format: one error for each line with the word `wrong`. */
  const STAND_IN = `
    const { readFileSync } = require("node:fs");
    const lines = readFileSync("a.py", "utf8").split("\\n").filter((line) => line.includes("wrong"));
    const generalDiagnostics = lines.map((message) => ({ file: process.cwd() + "/a.py", severity: "error", message, rule: "reportWrong" }));
    console.log(JSON.stringify({ generalDiagnostics }));
    process.exit(lines.length > 0 ? 1 : 0);`;

  it("holds only new errors of the project's own pyright against the patch", async () => {
    const root = await mkdtemp(join(tmpdir(), "assay-pyright-"));
    await mkdir(join(root, "node_modules/pyright"), { recursive: true });
    await writeFile(join(root, "node_modules/pyright/index.js"), STAND_IN);
    const before = { "a.py": "wrong = 1\nx = 1\n" };

    expect(said(await judge(pyright, before, { "a.py": "wrong = 1\nx = 2\n" }, { root }))).toBe("pass: ok");
    const worse = await judge(pyright, before, { "a.py": "wrong = 1\nx = 'wrong'\n" }, { root });
    expect(worse).toMatchObject({ outcome: "fail", reason: "new-diagnostic", detail: "pyright: a.py: reportWrong: x = 'wrong'" });
    await rm(root, { recursive: true });
  });

  it("does not apply without one", async () => {
    expect(said(await judge(pyright, { "a.py": "x = 1\n" }, { "a.py": "x = 2\n" }))).toBe("inconclusive: not-applicable");
  });
});

describe("mypy", () => {
  const ini = "[mypy]\nfiles = a.py\n";

  it("does not apply without settings, and proves nothing where it is not installed", async () => {
    const change = [{ "a.py": "x = 2\n" }, { stager: memoryStager() }] as const;

    expect(said(await judge(mypy, { "a.py": "x = 1\n" }, ...change))).toBe("inconclusive: not-applicable");
    const plain = { "a.py": "x = 1\n", "pyproject.toml": "[project]\n" };
    expect(said(await judge(mypy, plain, ...change))).toBe("inconclusive: not-applicable");
    const found = { ...change[1], findExecutable: async () => undefined };
    expect(said(await judge(mypy, { "a.py": "x = 1\n", "mypy.ini": ini }, change[0], found))).toBe("inconclusive: no-checker");
  });

  it("reads errors without their lines, and knows a run that did not get to the code", () => {
    const said = (code: number, text: string) =>
      parseMypy({ end: "exited", code, stdout: new TextEncoder().encode(text), stderr: new Uint8Array(), seconds: 1 });

    expect(said(0, "")).toEqual([]);
    expect(said(1, 'a.py:3: error: Name "y" is not defined  [name-defined]\na.py:3: note: see the manual\n')).toEqual([
      'a.py: Name "y" is not defined  [name-defined]',
    ]);
    expect(said(1, "a.py:3:7: error: Incompatible types  [assignment]\n")).toEqual(["a.py: Incompatible types  [assignment]"]);
    expect(said(2, "a.py:1: error: Invalid syntax  [syntax]\n")).toBeUndefined();
    expect(said(1, "")).toBeUndefined();
  });
});

describe("project-tests", () => {
  it("passes a repair that keeps Python's tests green", async () => {
    const answer = await project("python-unittest", "greeter.py", (text) => text.replace("md5", "sha256"));

    expect(answer).toMatchObject({ outcome: "pass", detail: expect.stringMatching(/3 tests pass before and after/) });
  });

  it("fails a change that breaks one, and names it", async () => {
    const answer = await project("python-unittest", "greeter.py", (text) => text.replace("Hello, ", "Bye, "));

    expect(answer).toMatchObject({ outcome: "fail", reason: "test-broke", detail: expect.stringContaining("test_greets") });
  });

  it("runs pytest where tests are written for it and it is there, else proves nothing", async () => {
    const files = {
      "app.py": "def one():\n    return 1\n",
      "test_app.py": "from app import one\n\ndef test_one():\n    assert one() == 1\n",
    };
    const answer = await judge(projectTests, files, { "app.py": "def one():\n    return 2 - 1\n" }, { stager: memoryStager() });

    expect(["pass: ok", "inconclusive: no-runner"]).toContain(said(answer));
    expect(answer.detail).toContain("pytest");
  });

  it("takes no report that the code under test writes itself", async () => {
    const forged = `print("\\n" * 2 + '{"states": {"test_app.T.test_it": "passed"}}'); sys.stdout.flush(); os._exit(0)`;
    const files = {
      "app.py": "def one():\n    return 1\n",
      "test_app.py": `import os, sys, unittest, app\nclass T(unittest.TestCase):\n    def test_it(self):\n        if app.one() != 1: ${forged}\n`,
    };
    const answer = await judge(projectTests, files, { "app.py": "def one():\n    return 2\n" }, { stager: memoryStager() });

    expect(said(answer)).toBe("fail: test-broke");
  });

  it("runs the tests that import the patched code, and says how much of the patch they ran", async () => {
    const test = (name: string): string =>
      `import unittest, ${name}\nclass T(unittest.TestCase):\n    def test_it(self): ${name}.f(1)\n`;
    const files = {
      "a.py": "def f(x):\n    return x\n",
      "b.py": "import a\nf = a.f\n",
      ...Object.fromEntries(["c", "d", "e"].map((name) => [`${name}.py`, "def f(x):\n    return x\n"])),
      ...Object.fromEntries(["a", "b", "c", "d", "e"].map((name) => [`test_${name}.py`, test(name)])),
    };
    const patched = { "a.py": "def f(x):\n    if x > 1:\n        return 2\n    return x\n" };
    const answer = await judge(projectTests, files, patched, { stager: memoryStager() });

    expect(answer).toMatchObject({
      outcome: "pass",
      detail:
        "unittest: 2 tests pass before and after; they run 1 of the patch's 2 lines, not a.py:3. Run: 2 of 5 test files, those that may reach the patched code.",
    });
  });

  it("fails a change that breaks the import", async () => {
    expect(said(await project("python-unittest", "greeter.py", (text) => `import no_such_module\n${text}`))).toBe(
      "fail: test-broke",
    );
  });

  it("judges by the old tests", async () => {
    const root = resolve("fixtures/checks/python-unittest");
    const files = await texts(root);
    const patched = {
      "greeter.py": (files["greeter.py"] ?? "").replace("Hello, ", "Bye, "),
      "tests/test_greeter.py": (files["tests/test_greeter.py"] ?? "").replace("Hello, ", "Bye, "),
    };

    expect(said(await judge(projectTests, files, patched, { root }))).toBe("fail: test-broke");
  });

  it("passes and fails with node --test, which may use the loopback network", async () => {
    const good = await project("node-test", "server.js", (text) => text.replace(/eval\(.*\)/, "a + b"));
    const bad = await project("node-test", "server.js", (text) => text.replace(/eval\(.*\)/, "a - b"));

    expect(good).toMatchObject({
      outcome: "pass",
      detail: expect.stringMatching(/2 tests pass .* run 1 of the patch's 1 lines/),
    });
    expect(bad).toMatchObject({ outcome: "fail", detail: expect.stringContaining("adds") });
  });

  it("passes and fails with vitest", async () => {
    const good = await project("vitest", "src/shout.ts", (text) => text.replace("toUpperCase()", "toLocaleUpperCase()"));
    const bad = await project("vitest", "src/shout.ts", (text) => text.replace("!", "?"));

    expect(good).toMatchObject({ outcome: "pass", reason: "ok", detail: expect.stringContaining("1 test passes") });
    expect(bad).toMatchObject({ outcome: "fail", reason: "test-broke", detail: expect.stringContaining("shouts") });
  });

  it("proves nothing where tests are missing, red, flaky, or cannot be run", async () => {
    const root = resolve("fixtures/checks/python-unittest");
    const run = async (test: string, changes: Partial<CheckContext> = {}): Promise<string> => {
      const files = { "app.py": "def one():\n    return 1\n", ...(test === "" ? {} : { "test_app.py": test }) };
      return said(
        await judge(
          projectTests,
          files,
          { "app.py": "def one():\n    return 2 - 1\n" },
          { root: join(root, "nothing"), ...changes, stager: memoryStager() },
        ),
      );
    };
    expect(await run("")).toBe("inconclusive: no-tests");
    expect(await run("import unittest\n")).toBe("inconclusive: no-tests");
    expect(await run(unittest("self.skipTest('later')"))).toBe("inconclusive: no-tests");
    expect(await run(unittest("self.fail()"))).toBe("inconclusive: red-before");
    const online = "import urllib.request; urllib.request.urlopen('http://192.0.2.1/', timeout=2)";
    expect(await run(unittest(online))).toBe("inconclusive: needs-network");
    expect(await run(unittest("pass"), { sandbox: undefined })).toBe("inconclusive: no-sandbox");
    expect(await run(unittest("os._exit(0)"))).toBe("inconclusive: runner-crashed");
    expect(await run(unittest("pass"), { findExecutable: async () => undefined })).toBe("inconclusive: no-runner");
    expect(await run(unittest("pass"))).toBe("inconclusive: patch-not-run");
    expect(await run(unittest("import app; app.one()"))).toBe("pass: ok");
  });
});

function unittest(body: string): string {
  return `import os, unittest\nclass T(unittest.TestCase):\n    def test_it(self):\n        ${body}\n`;
}

/** Stages what the workspace holds in memory only. */
function memoryStager(): CheckContext["stager"] {
  const stager = createDirectoryStager();
  return {
    ...stager,
    stage: async ({ workspace }, inner) => {
      const extra = (await workspace.changed()).map(({ path, bytes }) => [path, new TextDecoder().decode(bytes)] as const);
      return stager.stage({ workspace, only: [], extra: Object.fromEntries(extra) }, inner);
    },
  };
}

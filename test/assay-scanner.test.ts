import { describe, expect, test } from "vitest";
import createScanner, { createAssayScanner } from "#adapters/scanners/assay.ts";
import { createMemoryWorkspace } from "#adapters/workspaces/memory.ts";
import { languageOf } from "#analysis/languages/registry.ts";
import { parseRules } from "#analysis/match/rule-file.ts";
import type { LibraryResult } from "#ports/scanner.ts";
import { loadGrammar, ruleText } from "./match/match-code.ts";

const never = new AbortController().signal;

async function scan(
  files: Readonly<Record<string, string | Uint8Array>>,
  patterns = "pattern: f(...)",
  signal = new AbortController().signal,
): Promise<LibraryResult> {
  const rules = ["python", "javascript"].flatMap(
    (language) => parseRules(ruleText(language, patterns).replace("id: rule", `id: ${language}-rule`), "rule.yaml").rules,
  );
  const scanner = createAssayScanner({ loadGrammar, rules: async () => rules });
  const listed = Object.keys(files).map((path) => ({ path, language: languageOf(path)?.id ?? "python", bytes: 1 }));
  return scanner.scan(
    { files: listed, workspace: createMemoryWorkspace({ root: "/project", files }), progress: () => undefined },
    signal,
  );
}

describe("findings", () => {
  test("are 1-based, end exclusive and sorted by place", async () => {
    const { findings, problems, covered } = await scan({ "b.py": "\r\n  \r\nx = '😀'; f(1)\r\n", "a.js": "f(2); f(1);" });

    expect(problems).toEqual([]);
    expect(covered).toEqual(["a.js", "b.py"]);
    expect(findings.map(({ rule, location }) => [rule, location])).toEqual([
      ["javascript-rule", { path: "a.js", startLine: 1, startColumn: 1, endLine: 1, endColumn: 5 }],
      ["javascript-rule", { path: "a.js", startLine: 1, startColumn: 7, endLine: 1, endColumn: 11 }],
      ["python-rule", { path: "b.py", startLine: 3, startColumn: 11, endLine: 3, endColumn: 15 }],
    ]);
  });

  test("are there once more with the rules that ship", async () => {
    const scanner = createScanner({
      loadGrammar,
      teamRules: [{ path: ".assay/rules/own.yaml", text: ruleText("python", "pattern: f(...)") }],
    });
    const workspace = createMemoryWorkspace({ root: "/project", files: { "a.py": "import yaml\nyaml.load(f(x))\n" } });
    const task = { files: [{ path: "a.py", language: "python", bytes: 1 }], workspace, progress: () => undefined };

    expect((await scanner.scan(task, new AbortController().signal)).findings.map((finding) => finding.rule)).toEqual(
      expect.arrayContaining(["py-yaml-load", "rule"]),
    );
  });
});

describe("suppressions are reported, not dropped", () => {
  test.each([
    ["a.py", "f(1)  # nosemgrep\n"],
    ["a.py", "f(1)  # nosec\n"],
    ["a.py", "f(1)  # nosemgrep: other, python-rule\n"],
    ["a.py", "# assay-ignore: python-rule\nf(1)\n"],
    ["a.js", "f(1); // assay-ignore\n"],
    ["a.js", "/* assay-ignore */\nf(1);\n"],
  ])("%s %j", async (path, text) => {
    const { findings, suppressed } = await scan({ [path]: text });

    expect(findings).toEqual([]);
    expect(suppressed?.[0]?.reason).toMatch(/nosemgrep|nosec|assay-ignore/);
  });

  test.each([
    ["a.py", "f(1)  # nosemgrep: other\n"],
    ["a.py", "f(1)  # nosec B101\n"],
    ["a.py", "# nosemgrep\nf(1)\n"],
    ["a.py", "f('# nosec')\n"],
    ["a.js", "f('// assay-ignore');\n"],
    ["a.js", "// assay-ignore\n\nf(1);\n"],
    ["a.py", "f(1)  # see nosecurity\n"],
  ])("%s %j hides nothing", async (path, text) => {
    const { findings, suppressed } = await scan({ [path]: text });

    expect(findings).toHaveLength(1);
    expect(suppressed).toEqual([]);
  });
});

describe("what was not wholly analysed is said", () => {
  test("syntax errors, with their lines, and the rest is analysed", async () => {
    const { findings, problems, covered } = await scan({ "a.py": "f(1)\n\nx = = 2\nf(3)\n" });

    expect(covered).toEqual(["a.py"]);
    expect(findings.map((finding) => finding.location.startLine)).toContain(1);
    expect(problems.map((problem) => [problem.path, problem.code, problem.line])).toContainEqual(["a.py", "syntax-error", 3]);
  });

  test("bytes that are not UTF-8, and NUL", async () => {
    const { problems, findings } = await scan({
      "a.py": Uint8Array.of(0x66, 0x28, 0x27, 0xff, 0x27, 0x29, 10),
      "b.py": "x = 1\nf('\0')\n",
    });

    expect(problems.map((problem) => [problem.path, problem.code, problem.line])).toEqual([
      ["a.py", "invalid-utf8", undefined],
      ["b.py", "binary", 2],
    ]);
    expect(findings).toHaveLength(2);
  });

  test("a rule that was given up", async () => {
    const code = `f(${Array.from({ length: 200 }, (_, index) => `a${index}`).join(", ")})\n`;
    const { problems } = await scan({ "a.py": code }, "pattern: f(..., $A, ..., $B, ..., $C, ..., $D, ..., $A, ...)");

    expect(problems).toMatchObject([
      { path: "a.py", code: "rule-timeout", message: expect.stringContaining("python-rule") as string },
    ]);
  });

  test("a file that cannot be read", async () => {
    const scanner = createAssayScanner({ loadGrammar, rules: async () => [] });
    const task = {
      files: [{ path: "gone.py", language: "python", bytes: 1 }],
      workspace: createMemoryWorkspace({ root: "/project", files: {} }),
      progress: () => undefined,
    };

    expect(await scanner.scan(task, new AbortController().signal)).toMatchObject({
      covered: [],
      problems: [{ path: "gone.py", code: "unreadable" }],
    });
  });
});

test("a cancelled scan rejects", async () => {
  const abort = new AbortController();
  abort.abort();

  await expect(scan({ "a.py": "f()" }, "pattern: f()", abort.signal)).rejects.toThrow();
});

test("a team rule that cannot be used is refused with its place", () => {
  const teamRules = [{ path: ".assay/rules/x.yaml", text: "rules:\n  - id: a\n    fix: b\n" }];

  expect(() => createScanner({ loadGrammar, teamRules })).toThrow(/x\.yaml:[23]:\d+: /);
});

test("a team rule whose pattern does not parse fails the scan, and says where", async () => {
  const scanner = createScanner({ loadGrammar, teamRules: [{ path: "x.yaml", text: ruleText("python", "pattern: f(") }] });
  const workspace = createMemoryWorkspace({ root: "/project", files: {} });

  await expect(scanner.scan({ files: [], workspace, progress: () => undefined }, new AbortController().signal)).rejects.toThrow(
    "line 6",
  );
});

function versionWith(patterns: string): Promise<string | undefined> {
  return createAssayScanner({ loadGrammar, rules: async () => parseRules(ruleText("python", patterns), "x").rules }).version();
}

test("the version changes with the rules", async () => {
  expect(await versionWith("pattern: f()")).not.toBe(await versionWith("pattern: g()"));
  expect(await versionWith("pattern: f()")).toBe(await versionWith("pattern: f()"));
});

test("tells which threat model it chose, and takes the one of the project that its files are a part of", async () => {
  const files = {
    "app.py": "from flask import request\nimport os\n\ndef view():\n    os.system(request.args['tool'])\n",
    "run.py": "from lxml import etree\n\ndef run(order):\n    return etree.fromstring(order)\n",
  };
  const scanner = createScanner({ loadGrammar, teamRules: [] });
  const workspace = createMemoryWorkspace({ root: "/project", files });
  const task = {
    files: Object.keys(files).map((path) => ({ path, language: "python", bytes: 1 })),
    workspace,
    progress: () => undefined,
  };
  const part = { ...task, files: task.files.slice(1) };

  const whole = await scanner.scan(task, never);
  const alone = await scanner.scan(part, never);
  const asPart = await scanner.scan({ ...part, threatModel: whole.threatModel }, never);

  expect([whole.threatModel, alone.threatModel, asPart.threatModel]).toEqual(["application", "library", "application"]);
  const inRun = ({ findings }: LibraryResult): string[] =>
    findings.filter(({ location }) => location.path === "run.py").map(({ rule }) => rule);
  expect(inRun(alone)).toContain("xml-external-entities");
  expect(inRun(asPart)).toEqual(inRun(whole));
  expect(inRun(whole)).not.toContain("xml-external-entities");
});

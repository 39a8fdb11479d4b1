import { readFile } from "node:fs/promises";
import { beforeAll, expect, test } from "vitest";
import { createParser, type TreeParser } from "#analysis/parse/parser.ts";
import { loadGrammar } from "#app/load-grammar.ts";
import type { ReadTools } from "../../bench/detect/benchmark.ts";
import { commonOf } from "../../bench/detect/case.ts";
import { wholeTexts } from "../../bench/detect/fragments.ts";
import { LABELLED } from "../../bench/detect/labelled.ts";
import { languageByName, languageByPath } from "../../bench/detect/languages.ts";
import { changedRanges, touches } from "../../bench/detect/line-diff.ts";
import { LINES } from "../../bench/detect/lines.ts";
import { pairOf } from "../../bench/detect/pair-formats.ts";
import { PAIRS } from "../../bench/detect/pairs.ts";
import { parseRows } from "../../bench/detect/rows.ts";
import { stripComments } from "../../bench/detect/strip-comments.ts";

let parser: TreeParser;
let tools: ReadTools;
beforeAll(async () => {
  parser = await createParser(loadGrammar);
  tools = { parser, weaknesses: {}, format: undefined, assume: "unknown" };
});

async function rowsOf(name: string) {
  return parseRows(await readFile(new URL(`../../fixtures/bench/${name}.jsonl`, import.meta.url), "utf8"));
}

test("comments become spaces, strings and lines stay", async () => {
  const text = 'a = "# no"  # NOT OK\nb = 1\n# é😀 OK\n';

  const stripped = await stripComments(parser, "python", text);

  expect(stripped.text).toBe(`a = "# no"${" ".repeat(10)}\nb = 1\n${" ".repeat(8)}\n`);
  expect([...stripped.comments]).toEqual([
    [1, "# NOT OK"],
    [3, "# é😀 OK"],
  ]);
});

test("comments of several lines and of JSX keep the lines that follow in place", async () => {
  const stripped = await stripComments(parser, "javascript", "/* NOT\n OK */ a(); // x\r\nconst u = `// kept`;\n<!-- old\n");

  expect(stripped.text.split("\n").map((line) => line.trim())).toEqual(["", "a();", "const u = `// kept`;", "", ""]);
  expect([...stripped.comments.keys()]).toEqual([1, 2, 4]);
});

test("a text without a grammar stays as it is", async () => {
  expect((await stripComments(parser, "cobol", "* NOT OK")).text).toBe("* NOT OK");
});

test.each([
  ["Node.js", "javascript", ".js"],
  ["PYTHON", "python", ".py"],
  ["C/C++", "c", ".c"],
  ["Cobol", "cobol", ".cobol"],
])("%s is %s", (name, id, extension) => {
  expect(languageByName(name)).toEqual({ id, extension });
});

test("a path gives its language, or its ending", () => {
  expect(languageByPath("a/b.tsx")).toEqual({ id: "tsx", extension: ".tsx" });
  expect(languageByPath("a/b.rb")).toEqual({ id: "rb", extension: ".rb" });
});

test.each([
  [{ id: "x", cwe: "CWE-020" }, ["CWE-20"]],
  [{ id: "x", cwe: 79 }, ["CWE-79"]],
  [{ ID: "CWE-502_04" }, ["CWE-502"]],
  [{ id: "SqlRaw3" }, ["CWE-89"]],
  [{ id: "x", cwe: null }, []],
])("the weakness of %j", (row, cwes) => {
  expect(commonOf(row, 0, { Sql: "CWE-20", SqlRaw: "CWE-89" }).cwes).toEqual(cwes);
});

test("a group is given, or comes from the scenario or the id", () => {
  const groups = [{ id: "a_1.py", group: "g" }, { id: "a_1.py", scenario: "s" }, { id: "a_1.py" }].map(
    (row) => commonOf(row, 0, {}).group,
  );

  expect(groups).toEqual(["g", "s", "a"]);
});

test("broken rows are refused by their line", () => {
  expect(() => parseRows('{}\n\n{"a"')).toThrow("line 3 is not JSON");
  expect(() => parseRows("[1]")).toThrow("line 1 is not a JSON object");
});

test("changed lines are found on both sides, where lines were only added too", () => {
  const ranges = changedRanges("a\nb\nc\nd", "a\nB \nc\nx\ny\nd");

  expect(ranges).toEqual({
    before: [
      { from: 2, to: 3 },
      { from: 4, to: 4 },
    ],
    after: [
      { from: 2, to: 3 },
      { from: 4, to: 6 },
    ],
  });
  expect(changedRanges("a  \nb", "a\nb")).toEqual({ before: [], after: [] });
});

test.each([
  [{ from: 8, to: 8 }, true],
  [{ from: 7, to: 7 }, false],
  [{ from: 13, to: 20 }, true],
  [{ from: 14, to: 20 }, false],
  [{ from: 1, to: 99 }, true],
])("lines %j lie at a change of the lines 10 and 11: %s", (lines, expected) => {
  expect(touches([{ from: 10, to: 12 }], lines, 2)).toBe(expected);
});

test("pieces are made whole without moving a line", async () => {
  const methods = await wholeTexts(parser, "javascript", ["  a(b) {\n    return b;\n  },", "  a(b) {\n    return 1;\n  },"]);
  const indented = await wholeTexts(parser, "python", ["    def a():\n        return 1\n"]);

  expect(methods).toEqual(["({  a(b) {\n    return b;\n  }\n})", "({  a(b) {\n    return 1;\n  }\n})"]);
  expect(indented).toEqual(["def a():\n    return 1\n"]);
});

test("pairs of three formats", () => {
  const gt = { code_before: "def f():", vulnerable_code: "\n  a()", patched_code: "\n  b()", code_after: "\n  c()" };

  expect(pairOf({ before: "a", after: "b", file: "x.js" }, undefined).language?.id).toBe("javascript");
  expect(pairOf({ "Insecure Code": "a", "Secure Code": "b" }, undefined)).toMatchObject({ before: "a", after: "b" });
  expect(pairOf({ gt, unittest: { setup: "import a" } }, undefined)).toMatchObject({
    before: "import a\ndef f():\n  a()\n  c()",
    after: "import a\ndef f():\n  b()\n  c()",
  });
  expect(() => pairOf({ before: "a", after: "b", file: "x.js" }, "problem")).toThrow("no pair of the format problem");
});

test("a row of each benchmark becomes a case without comments", async () => {
  const [labelled] = await rowsOf("labelled");
  const [pair] = await rowsOf("pairs");
  const [lines, quiet] = await rowsOf("lines");

  const file = await LABELLED.read(labelled ?? {}, 0, tools);
  const two = await PAIRS.read(pair ?? {}, 0, tools);
  const marked = await LINES.read(lines ?? {}, 0, tools);
  const silent = await LINES.read(quiet ?? {}, 0, tools);

  expect(file).toMatchObject({
    id: "shell_1.py",
    group: "shell",
    vulnerable: true,
    cwes: ["CWE-78"],
    language: { id: "python" },
  });
  expect(file.labels).toMatchObject({ model: "one", cwe: "CWE-78" });
  expect(file.texts[0]).not.toContain("#");
  expect(two.texts[0]).toMatch(/^def files/);
  expect(two.changed).toEqual([[{ from: 2, to: 4 }], [{ from: 2, to: 4 }]]);
  expect(marked.texts[0]).not.toContain("OK");
  expect([marked.alerts, marked.code, marked.right]).toEqual([new Set([3]), new Set([1, 3, 4]), new Set([4])]);
  expect([silent.code, silent.right]).toEqual([new Set([2]), new Set([2])]);
});

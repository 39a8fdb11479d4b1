import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Assay } from "#app/api.ts";
import { open } from "#app/open.ts";
import { fakeAssay, runCli } from "./cli-runner.ts";

const never = new AbortController().signal;
let root: string;
let assay: Assay;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "assay-compare-"));
  const bad = "import os\nfrom flask import request\n\n\ndef f():\n    os.system('ls ' + request.args['q'])\n";
  await writeFile(join(root, "bad.py"), bad);
  await writeFile(join(root, "good.py"), "def f(a):\n    return a + 1\n");
  const rows = [
    { code: bad, vulnerable: true, lang: "python" },
    { code: "def f(a):\n    return a + 1\n", vulnerable: false, language: "Python" },
    { code: "<x/>", vulnerable: true, lang: "cobol" },
  ];
  await writeFile(join(root, "rows.jsonl"), `${rows.map((row) => JSON.stringify(row)).join("\n")}\n\n`);
  await writeFile(join(root, "unlabelled.jsonl"), '{"code":"x","lang":"python"}\n');
  await writeFile(join(root, "no-language.jsonl"), '{"code":"x","vulnerable":true}\n');
  assay = await open({
    cwd: root,
    near: root,
    stateFolder: join(root, "state"),
    engines: ["assay", "imports"],
    unsafeNoSandbox: false,
    cache: false,
  });
});
afterAll(async () => {
  await assay.close();
  await rm(root, { recursive: true });
});

test("labelled rows give every measure, and what no engine knows is in no column", async () => {
  const { comparison, versions } = await assay.compare({ path: "rows.jsonl" }, () => {}, never);

  expect(Object.keys(versions)).toContain("assay");
  expect(comparison.lines.find(({ id }) => id === "assay")).toMatchObject({
    files: 2,
    flagged: 1,
    complete: 1,
    measures: { precision: 1, recall: 1, f1: 1, youden: 1, falsePositiveRate: 0 },
  });
  expect(comparison.calibration?.defects).toBe(1);
});

test("a folder is compared by overlap alone, and fewer rows are fewer files", async () => {
  const { comparison } = await assay.compare({ path: "." }, () => {}, never);

  expect(comparison.calibration).toBeUndefined();
  expect(comparison.overlaps).toContainEqual({ engines: ["assay"], defects: 1 });
  expect(comparison.lines.every(({ measures }) => Object.keys(measures).length === 0)).toBe(true);
  expect((await assay.compare({ path: "rows.jsonl", most: 1 }, () => {}, never)).files).toBe(1);
});

test.each([
  ["unlabelled.jsonl", "usage"],
  ["no-language.jsonl", "usage"],
  ["bad.py", "usage"],
  ["none.jsonl", "path-missing"],
])("%s is refused with %s", async (path, code) => {
  await expect(assay.compare({ path }, () => {}, never)).rejects.toMatchObject({ code });
});

test("the command prints a table, JSON, and writes a page that loads nothing", async () => {
  const html = join(root, "report.html");
  const { stdout, code } = await runCli(["bench", "scanners", ".", "--html", html], { assay: fakeAssay() });
  const json = await runCli(["bench", "scanners", ".", "--format", "json"], { assay: fakeAssay() });
  const page = await readFile(html, "utf8");

  expect(code).toBe(0);
  expect(stdout).toBe(
    [
      "scanner  files  flagged  precision  recall     F1  Youden  complete  seconds",
      "assay        4        2      0.500   1.000  0.667   0.500     100 %      0.5",
      "bandit       3        1          –       –      –       –         –      1.3",
      "",
      "Defects by who saw them",
      "       3  only assay and bandit",
      "       1  only assay",
      "",
      "Brier score 0.204; the best constant answer gives 0.250",
      "  said 0.82  true 0.75  4 defects",
      "",
      "4 files; assay 0.1.0, bandit 1.8.6.",
      "Defects of at least medium severity and probability 0.3 count; a defect is right where its file is labelled vulnerable.",
      "Took no part: cppcheck; assay doctor says why.",
      "",
    ].join("\n"),
  );
  expect(JSON.parse(json.stdout)).toMatchObject({ schemaVersion: 1, files: 4, overlaps: [{ defects: 3 }, { defects: 1 }] });
  expect(page).toContain("<svg");
  expect(page).not.toMatch(/src=|href=|<script|url\(/u);
});

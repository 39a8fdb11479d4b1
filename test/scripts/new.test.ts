import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parseRules } from "#analysis/match/rule-file.ts";
import { scaffold } from "../../scripts/new.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "assay-new-"));
});
afterEach(() => rm(root, { recursive: true }));

test.each([
  ["scanner", "shellcheck", ["src/adapters/scanners/shellcheck.ts"]],
  ["check", "mutation-tests", ["src/adapters/checks/mutation-tests.ts"]],
  ["rule", "python/py-x", ["src/rules/python/py-x.yaml", "src/rules/python/py-x.py"]],
  [
    "recipe",
    "javascript/cwe-79-escape",
    [
      "src/recipes/javascript/cwe-79-escape.ts",
      "fixtures/recipes/javascript/cwe-79-escape/plain/case.json",
      "fixtures/recipes/javascript/cwe-79-escape/plain/before.js",
      "fixtures/recipes/javascript/cwe-79-escape/plain/after.js",
      "fixtures/recipes/javascript/cwe-79-escape/near-miss/case.json",
      "fixtures/recipes/javascript/cwe-79-escape/near-miss/before.js",
    ],
  ],
])("makes the files of a new %s and refuses to overwrite them", async (kind, name, paths) => {
  expect(await scaffold(root, kind, name)).toMatchObject({ paths });
  expect(await scaffold(root, kind, name)).toMatch(/exists already/u);
});

test("a new rule is a valid rule", async () => {
  await scaffold(root, "rule", "javascript/js-x");

  const { rules, errors } = parseRules(await readFile(join(root, "src/rules/javascript/js-x.yaml"), "utf8"), "js-x.yaml");

  expect(errors).toEqual([]);
  expect(rules.map((rule) => rule.id)).toEqual(["js-x"]);
});

test.each([
  ["nothing", "x", /no kind "nothing"/],
  ["rule", "../x", /no name for a rule/],
  ["recipe", "python/escape", /for example: python\/cwe-502/],
])("refuses %s %s", async (kind, name, message) => {
  expect(await scaffold(root, kind, name)).toMatch(message);
});

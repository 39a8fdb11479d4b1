import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { annotations, expectedLines } from "#analysis/match/annotations.ts";
import { checkRules, compileRules, type RuleSet } from "#analysis/match/compile.ts";
import type { Rule } from "#analysis/match/rule.ts";
import { parseRules } from "#analysis/match/rule-file.ts";
import { testRules } from "#analysis/match/test-rules.ts";
import { createParser, type TreeParser } from "#analysis/parse/parser.ts";
import { RULE_FOLDERS } from "#rules/builtin.ts";
import { generateRules, loadGrammar } from "../scripts/generate-rules.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const ENDINGS: Readonly<Record<string, readonly string[]>> = {
  c: [".c"],
  go: [".go"],
  java: [".java"],
  python: [".py"],
  javascript: [".js", ".ts", ".tsx", ".jsx"],
};

interface RuleFile {
  readonly folder: string;
  readonly path: string;
  readonly name: string;
  readonly text: string;
  readonly fixtures: readonly { readonly name: string; readonly text: string }[];
}

async function ruleFiles(): Promise<RuleFile[]> {
  const found: RuleFile[] = [];
  for (const folder of RULE_FOLDERS) {
    const base = join(root, "src", "rules", folder);
    const names = await readdir(base);
    for (const file of names.filter((name) => name.endsWith(".yaml"))) {
      const name = file.slice(0, -".yaml".length);
      const own = names.filter((other) => ENDINGS[folder]?.some((ending) => other === `${name}${ending}`));
      const fixtures = await Promise.all(
        own.map(async (fixture) => ({ name: fixture, text: await readFile(join(base, fixture), "utf8") })),
      );
      found.push({ folder, path: `src/rules/${folder}/${file}`, name, text: await readFile(join(base, file), "utf8"), fixtures });
    }
  }
  return found;
}

const files = await ruleFiles();
let parser: TreeParser;
let ruleSets: Map<string, RuleSet>;

beforeAll(async () => {
  parser = await createParser(loadGrammar);
  ruleSets = new Map(
    RULE_FOLDERS.map((folder) => [
      folder,
      compileRules(
        files.filter((file) => file.folder === folder).flatMap((file) => parseRules(file.text, file.path).rules),
        parser,
      ),
    ]),
  );
});

test("there are rules for every folder", () => {
  for (const folder of RULE_FOLDERS) expect(files.filter((file) => file.folder === folder).length, folder).toBeGreaterThan(0);
});

describe.each(files)("$path", (file) => {
  const { rules, errors } = parseRules(file.text, file.path);

  test("is valid and fully described", async () => {
    expect(errors).toEqual([]);
    expect(await checkRules(rules, parser, () => file.path)).toEqual([]);
    expect(rules.map((rule) => rule.id)).toEqual([file.name]);
    const [rule] = rules as [Rule];
    expect(rule.cwe.length, "metadata.cwe").toBeGreaterThan(0);
    expect(rule.remedy, "metadata.remedy").not.toBe("");
    expect(rule.references.length, "metadata.references").toBeGreaterThan(0);
    expect(file.text, "metadata.title").toMatch(/^\s+title:/m);
    expect(file.text, "metadata.confidence").toMatch(/^\s+confidence:/m);
  });

  test("its fixtures show it and its near misses", () => {
    expect(file.fixtures.length, "a fixture beside the rule").toBeGreaterThan(0);
    const count = (kind: "ruleid" | "ok"): number =>
      file.fixtures.reduce((sum, fixture) => sum + expectedLines(annotations(fixture.text), file.name, kind).size, 0);
    expect(count("ruleid"), "ruleid lines").toBeGreaterThanOrEqual(1);
    expect(count("ok"), "ok lines").toBeGreaterThanOrEqual(2);
  });

  test.each(file.fixtures)("finds exactly the annotated lines of $name", async ({ name, text }) => {
    const results = await testRules(ruleSets.get(file.folder) as RuleSet, parser, { name, text });

    expect(results.find(({ rule }) => rule === file.name)).toMatchObject({ missed: [], unexpected: [], problems: [] });
  });
});

test("the generated rules are those of the rule files", async () => {
  for (const { path, text } of await generateRules(root)) expect(await readFile(join(root, path), "utf8"), path).toBe(text);
});

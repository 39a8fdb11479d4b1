import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { languageOf } from "#analysis/languages/registry.ts";
import { checkRules, compileRules, type RuleSet } from "#analysis/match/compile.ts";
import type { Rule } from "#analysis/match/rule.ts";
import { parseRules } from "#analysis/match/rule-file.ts";
import { scanTree } from "#analysis/match/scan-tree.ts";
import { createParser, type TreeParser } from "#analysis/parse/parser.ts";
import { errorNodes } from "#analysis/parse/tree.ts";
import { lineStarts, positionAt } from "#lib/text.ts";
import { RULE_FOLDERS } from "#rules/builtin.ts";
import { generateRules, loadGrammar } from "../scripts/generate-rules.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const ENDINGS: Readonly<Record<string, readonly string[]>> = { python: [".py"], javascript: [".js", ".ts", ".tsx", ".jsx"] };

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

function isAnnotation(line: string): boolean {
  return /(?:#|\/\/|\/\*|<!--)\s*(?:ruleid|ok|todoruleid|todook)\s*:/.test(line);
}

/** Lines (1-based) that an annotation of this kind points at: the next line that is no annotation. */
function annotated(text: string, kind: string, rule: string): number[] {
  const lines = text.split(/\r?\n/);
  return lines.flatMap((line, index) => {
    const match = /(?:#|\/\/|\/\*|<!--)\s*(ruleid|ok|todoruleid|todook)\s*:\s*([\w.,\s-]+)/.exec(line);
    if (match?.[1] !== kind || !(match[2] as string).split(/[,\s]+/).includes(rule)) return [];
    let next = index + 1;
    while (next < lines.length && isAnnotation(lines[next] as string)) next++;
    return [next + 1];
  });
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
    const count = (kind: string): number =>
      file.fixtures.reduce((sum, fixture) => sum + annotated(fixture.text, kind, file.name).length, 0);
    expect(count("ruleid"), "ruleid lines").toBeGreaterThanOrEqual(1);
    expect(count("ok"), "ok lines").toBeGreaterThanOrEqual(2);
  });

  test.each(file.fixtures)("finds exactly the annotated lines of $name", async ({ name, text }) => {
    const pack = languageOf(name);
    if (pack === undefined) throw new Error(`no language for ${name}`);
    const parsed = await parser.parse(pack, text);
    if (parsed.kind !== "tree") throw new Error(parsed.message);
    expect(errorNodes(parsed.tree), "the fixture parses").toEqual([]);

    const result = scanTree(ruleSets.get(file.folder) as RuleSet, parsed.tree);

    const starts = lineStarts(text);
    const lines = new Set(
      result.matches.filter((match) => match.ruleId === file.name).map((match) => positionAt(starts, match.start).line),
    );
    const todo = new Set([...annotated(text, "todoruleid", file.name), ...annotated(text, "todook", file.name)]);
    expect(result.problems).toEqual([]);
    expect([...lines].filter((line) => !todo.has(line)).toSorted((a, b) => a - b)).toEqual(
      [...new Set(annotated(text, "ruleid", file.name))].toSorted((a, b) => a - b),
    );
  });
});

test("the generated rules are those of the rule files", async () => {
  for (const { path, text } of await generateRules(root)) expect(await readFile(join(root, path), "utf8"), path).toBe(text);
});

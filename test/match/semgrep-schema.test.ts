import { Ajv2020 } from "ajv/dist/2020.js";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { RULE_FOLDERS } from "#rules/builtin.ts";
import { ruleText } from "./match-code.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const schema = JSON.parse(await readFile(`${root}/fixtures/schemas/semgrep-rules.json`, "utf8")) as object;
const valid = new Ajv2020({ strict: false, allErrors: false }).compile(schema);

async function names(folder: string): Promise<readonly string[]> {
  return (await readdir(`${root}/src/rules/${folder}`)).filter((name) => name.endsWith(".yaml"));
}

describe.each(RULE_FOLDERS)("rules of %s stay rules of Semgrep", async (folder) => {
  const files = await names(folder);

  test("there are some", () => expect(files.length).toBeGreaterThan(0));

  test.each(files)("%s", async (name) => {
    const rules: unknown = parse(await readFile(`${root}/src/rules/${folder}/${name}`, "utf8"));

    expect(valid(rules) ? [] : valid.errors).toEqual([]);
  });
});

test.each([
  "pattern: f()\nextra: 1",
  "patterns:\n  - pattern: f()\n    metavariable-regex: {metavariable: $X, regex: a}",
  "patterns:\n  - metavariable-regex: {metavariable: X, regex: a}",
  "pattern: f()\npattern-either:\n  - pattern: g()",
  "pattern-either:\n  - pattern-not: f()",
  "mode: taint\npattern-sources:\n  - pattern: a",
  "mode: taint\npattern-sources:\n  - pattern: a\npattern-sinks:\n  - pattern: b\npattern: c",
  "pattern-sources:\n  - pattern: a\npattern-sinks:\n  - pattern: b",
])("and the schema refuses what is none: %s", (patterns) => {
  expect(valid(parse(ruleText("python", patterns)))).toBe(false);
});

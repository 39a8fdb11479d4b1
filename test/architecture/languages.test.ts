import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { LANGUAGES } from "#analysis/languages/registry.ts";
import { MODEL_FOLDERS } from "#analysis/models/load.ts";
import { RULE_FOLDERS } from "#rules/builtin.ts";

test("every family of languages has its rules and models", () => {
  const families = [...new Set(LANGUAGES.map((pack) => pack.family))].toSorted();

  expect(RULE_FOLDERS).toEqual(families);
  expect(MODEL_FOLDERS).toEqual(families);
});

/** Folders and files that must do with any language: what is special about one stands in its pack, lowering, models and rules. */
const ENGINES = [
  "src/analysis/match",
  "src/analysis/flow",
  "src/analysis/ir",
  "src/analysis/parse",
  "src/analysis/symbolic",
  "src/analysis/imports",
  "src/analysis/lockfiles",
  "src/analysis/advisories",
  "src/analysis/models/compile.ts",
  "src/analysis/models/mentions.ts",
  "src/analysis/models/schema.ts",
  "src/analysis/regex",
  "src/adapters/checks/path-cut",
  "src/adapters/scanner-host/import-places.ts",
  "src/adapters/scanner-host/nearby-manifests.ts",
  "src/adapters/scanner-host/project-names.ts",
  "src/adapters/scanners/imports.ts",
];

/** Where a name means a dialect of regular expressions and their text methods, which several languages may share. */
const DIALECTS = [
  "src/analysis/match/redos.ts",
  "src/analysis/parse/language-pack.ts",
  "src/analysis/regex/parse-regex.ts",
  "src/analysis/regex/syntax.ts",
  "src/analysis/symbolic/calls.ts",
  "src/analysis/symbolic/value.ts",
];

function sources(path: string): string[] {
  if (path.endsWith(".ts")) return path.endsWith(".test.ts") ? [] : [path];
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() || entry.name.endsWith(".ts") ? sources(join(path, entry.name)) : [],
  );
}

/** Places of a text that name a language, or a family of them. */
function named(text: string): string[] {
  const names = [...new Set(LANGUAGES.flatMap((pack) => [pack.id, pack.family]))].join("|");
  return text
    .replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/gu, "")
    .split("\n")
    .filter((line) => new RegExp(`["'\\x60](?:${names})["'\\x60]|languages/(?:${names})`, "u").test(line));
}

test("no engine names a language", () => {
  const found = ENGINES.flatMap(sources)
    .filter((path) => !DIALECTS.includes(path))
    .flatMap((path) => named(readFileSync(path, "utf8")).map((line) => `${path}: ${line.trim()}`));

  expect(found).toEqual([]);
});

test("an engine that names a language is found", () => {
  expect(named('if (tree.pack.id === "python") return;')).toHaveLength(1);
  expect(named("import pack from '#analysis/languages/python.ts';")).toHaveLength(1);
  expect(named('/** `"python"` */ const id = pack.id; // "python"')).toEqual([]);
});

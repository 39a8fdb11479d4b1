import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { createParser } from "#analysis/parse/parser.ts";
import type { Recipe } from "#ports/recipe.ts";
import { type RecipeCase, readRecipeCases } from "#testing/recipe-cases.ts";
import { recipeContract } from "#testing/recipe-contract.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const LANGUAGES = readdirSync(join(root, "src", "recipes")).filter((name) => name !== "kit" && !name.endsWith("-syntax"));
const packages = createRequire(import.meta.url);

const parser = await createParser((file) => {
  const name = file === "tree-sitter-tsx.wasm" ? "tree-sitter-typescript" : file.replace(".wasm", "");
  return readFile(packages.resolve(`${name}/${file}`));
});

interface Entry {
  readonly path: string;
  readonly recipe: Recipe;
  readonly cases: readonly RecipeCase[];
}

const entries: Entry[] = [];
for (const language of LANGUAGES) {
  const folder = join(root, "src", "recipes", language);
  if (!existsSync(folder)) continue;
  const files = readdirSync(folder).filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"));
  for (const file of files.toSorted()) {
    const slug = file.slice(0, -".ts".length);
    const { default: recipe } = (await import(join(folder, file))) as { default: Recipe };
    const fixtures = join(root, "fixtures", "recipes", language, slug);
    entries.push({ path: `${language}/${slug}`, recipe, cases: existsSync(fixtures) ? await readRecipeCases(fixtures) : [] });
  }
}

const texts = entries.flatMap(({ cases }) =>
  cases.flatMap(({ file, before, after }) => [{ file, text: before }, ...(after === undefined ? [] : [{ file, text: after }])]),
);

it("finds recipes and no fixtures without a recipe", () => {
  const known = new Set(entries.map(({ path }) => path));

  const folders = LANGUAGES.flatMap((language) => {
    const folder = join(root, "fixtures", "recipes", language);
    return existsSync(folder) ? readdirSync(folder).map((slug) => `${language}/${slug}`) : [];
  });

  expect(entries.length).toBeGreaterThan(0);
  expect(folders.filter((folder) => !known.has(folder))).toEqual([]);
});

for (const { path, recipe, cases } of entries) {
  describe(path, () => {
    for (const check of recipeContract({ recipe, path, cases, parser, others: texts })) it(check.name, () => check.run());
  });
}

if (spawnSync("python3", ["--version"]).status === 0) {
  it("what the Python recipes write compiles", () => {
    const sources = entries
      .filter(({ path }) => path.startsWith("python/"))
      .flatMap(({ path, cases }) =>
        cases.flatMap(({ name, after, variants }) => [
          ...(after === undefined ? [] : [[`${path}/${name}`, after]]),
          ...[...variants].map(([variant, text]) => [`${path}/${name}/${variant}`, text]),
        ]),
      );

    const program =
      "import json, sys\nfor name, text in json.load(sys.stdin):\n    compile(text, name, 'exec')\nprint('compiled')";
    const output = execFileSync("python3", ["-I", "-W", "error", "-c", program], {
      input: JSON.stringify(sources),
      encoding: "utf8",
    });

    expect(sources.length).toBeGreaterThan(0);
    expect(output.trim()).toBe("compiled");
  });
}

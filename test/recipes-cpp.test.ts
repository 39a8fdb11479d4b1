import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Recipe } from "#ports/recipe.ts";

const COMPILER = "/usr/bin/g++";
const CASES = "fixtures/recipes/c";
/** What a case leaves out. */
const HEADERS = ["stdio", "stdlib", "string", "strings", "unistd", "errno", "limits", "fcntl"];
/** Of libraries and types that a case does not declare. */
const UNDECLARED = /was not declared in this scope|incomplete type/u;
const folder = mkdtempSync(join(tmpdir(), "assay-recipes-cpp-"));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** What the compiler of C++ says of each file, without places. */
function said(files: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const headers = join(folder, "all.h");
  writeFileSync(headers, HEADERS.map((name) => `#include <${name}.h>\n`).join(""));
  const options = ["-x", "c++", "-std=gnu++17", "-fsyntax-only", "-fpermissive", "-include", headers];
  const { stderr } = spawnSync(COMPILER, [...options, ...files], { encoding: "utf8", maxBuffer: 64_000_000 });
  const found = new Map<string, string[]>();
  for (const [, file = "", message = ""] of stderr.matchAll(/^(.+?):\d+:\d+: (?:error|warning): (.*)$/gmu))
    if (!UNDECLARED.test(message)) found.set(file, [...(found.get(file) ?? []), message]);
  return found;
}

function withoutKnown(after: readonly string[], before: readonly string[]): string[] {
  const left = [...before];
  return after.filter((message) => {
    const at = left.indexOf(message);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

const recipes = await Promise.all(
  readdirSync(CASES).map(async (slug) => {
    const { default: recipe } = (await import(join(process.cwd(), "src", "recipes", "c", `${slug}.ts`))) as { default: Recipe };
    const cases = readdirSync(join(CASES, slug)).map((name) => join(CASES, slug, name));
    return { recipe, repaired: cases.filter((path) => existsSync(join(path, "after.c"))) };
  }),
);

describe.skipIf(!existsSync(COMPILER))("with g++", () => {
  test("what the recipes for C write is C++ too, where they say so", { timeout: 60_000 }, () => {
    const all = recipes.flatMap(({ repaired }) => repaired);
    const before = said(all.map((path) => join(path, "before.c")));
    const after = said(all.map((path) => join(path, "after.c")));
    const refused = recipes.filter(({ repaired }) =>
      repaired.some(
        (path) => withoutKnown(after.get(join(path, "after.c")) ?? [], before.get(join(path, "before.c")) ?? []).length > 0,
      ),
    );

    expect(all.length).toBeGreaterThan(90);
    expect(refused.map(({ recipe }) => recipe.id)).toEqual(
      recipes.filter(({ recipe }) => !recipe.languages.includes("cpp")).map(({ recipe }) => recipe.id),
    );
  });
});

import { expect, test } from "vitest";
import { languageOf } from "#analysis/languages/registry.ts";
import { loweringOf } from "#analysis/lower/registry.ts";
import { analyseMemory } from "#analysis/machine/analyse.ts";
import { DEFECTS } from "#analysis/machine/defects.ts";
import { builtinModels } from "#analysis/models/load.ts";
import { createParser } from "#analysis/parse/parser.ts";
import { unknownBounds } from "#analysis/sizes/unknown-bounds.ts";
import { loadGrammar } from "./match/match-code.ts";

const parser = await createParser(loadGrammar);
const models = await builtinModels();

async function told(body: string): Promise<{ readonly macros: readonly string[]; readonly rules: readonly string[] }> {
  const path = "a.c";
  const text = `#include <stdio.h>\n#include "sizes.h"\n#define OWN 8\n${body}\n`;
  const pack = languageOf(path);
  const own = pack && models(pack.id);
  const lower = pack && loweringOf(pack.id);
  if (pack === undefined || own === undefined || lower === undefined) throw new Error("C is not known");
  const parsed = await parser.parse(pack, text);
  if (parsed.kind !== "tree") throw new Error(parsed.message);
  const ir = lower(path, parsed.tree);
  return {
    macros: unknownBounds(ir, own).map(({ macro }) => macro),
    rules: analyseMemory(ir, own, text.length).findings.map(({ defect }) => DEFECTS[defect].rule),
  };
}

test.each([
  ["a copy into a buffer of unknown size", "void f(char *s) { char b[SIZE]; strcpy(b, s); puts(b); }", ["SIZE"]],
  ["an index into one", "int f(int n) { int b[SIZE]; b[n] = 1; return n; }", ["SIZE"]],
  ["a count that is not known for a known buffer", "void f(char *s) { char b[OWN]; memcpy(b, s, COUNT); puts(b); }", ["COUNT"]],
  ["a size made of an unknown one", "void f(char *s) { char b[SIZE * 2]; strcat(b, s); puts(b); }", ["SIZE"]],
])("%s is said", async (_, body, expected) => {
  expect((await told(body)).macros).toEqual(expected);
});

test.each([
  ["the same size named by the call", "void f(FILE *f) { char b[SIZE]; if (fgets(b, SIZE, f)) puts(b); }"],
  ["sizeof", "void f(char *s) { char b[SIZE]; snprintf(b, sizeof(b), s); puts(b); }"],
  ["an index compared with it", "int f(int n) { int b[SIZE]; if (n < 0 || n >= SIZE) return 0; b[n] = 1; return n; }"],
  ["a loop up to it", "int f(void) { int b[SIZE]; for (int i = 0; i < SIZE; i++) b[i] = 0; return b[0]; }"],
  ["a size of this file", "void f(char *s) { char b[OWN]; strcpy(b, s); }"],
  ["a size that the C library tells", "int f(int n) { int b[PATH_MAX]; b[n] = 1; return n; }"],
  ["an unknown macro that says nothing of bounds", 'void f(FILE *f) { char b[8]; b[0] = FLAG; fprintf(f, "%d", MODE); }'],
])("%s leaves nothing open", async (_, body) => {
  expect(await told(body)).toEqual({ macros: [], rules: [] });
});

test("an unknown size is the same wherever it stands", async () => {
  const loop = "int f(void) { int b[SIZE]; for (int i = 0; i <= SIZE; i++) b[i] = 0; return b[0]; }";
  const read = "void f(FILE *f) { char b[SIZE]; if (fread(b, 1, SIZE + 1, f) > 0) use(b); }";

  expect((await told(loop)).rules).toEqual(["out-of-bounds-write"]);
  expect((await told(read)).rules).toEqual(["out-of-bounds-write"]);
});

import { expect, test } from "vitest";
import { languageOf } from "#analysis/languages/registry.ts";
import { loweringOf } from "#analysis/lower/registry.ts";
import { builtinModels } from "#analysis/models/load.ts";
import { createParser } from "#analysis/parse/parser.ts";
import { uncheckedSizes } from "#analysis/sizes/unchecked-sizes.ts";
import { loadGrammar } from "./match/match-code.ts";

const parser = await createParser(loadGrammar);
const models = await builtinModels();

async function told(body: string): Promise<readonly string[]> {
  const path = "a.c";
  const text = `#include <stdlib.h>\n#include <string.h>\nstruct image { unsigned int width, height; };\n${body}\n`;
  const pack = languageOf(path);
  const own = pack && models(pack.id);
  const lower = pack && loweringOf(pack.id);
  if (pack === undefined || own === undefined || lower === undefined) throw new Error("C is not known");
  const parsed = await parser.parse(pack, text);
  if (parsed.kind !== "tree") throw new Error(parsed.message);
  return uncheckedSizes(lower(path, parsed.tree), own).map(({ how, name }) => `${how} ${name}`);
}

test.each([
  [
    "a sum of what was handed over",
    "char *f(int n, int *l) { int all = 0; for (int i = 0; i < n; i++) { if (l[i] < 0) return 0; all += l[i]; } return malloc(all); }",
    ["wraps l[]"],
  ],
  [
    "the sum by another variable and type",
    "char *f(int n, const int *l) { int s = 0; int i = 0; while (i < n) { s = s + l[i]; i++; } size_t t = (size_t)s * 2; return calloc(t, 1); }",
    ["wraps l[]"],
  ],
  ["a product of two members", "char *f(struct image *i) { return malloc(i->width * i->height); }", ["wraps i[].width"]],
  ["a product of parameters", "char *f(int a, int b) { int n = a * b; return malloc(n); }", ["wraps a"]],
  ["a number that is read", "char *f(const char *s) { int n = atoi(s); return malloc(n * n); }", ["wraps n"]],
  ["one more than a signed number", "char *f(int n) { return malloc(n + 1); }", ["wraps n"]],
  [
    "negative numbers in a wide sum",
    "char *f(int n, int *l) { size_t all = 0; for (int i = 0; i < n; i++) all += l[i]; return malloc(all); }",
    ["negative l[]"],
  ],
  [
    "a signed number that is bounded above only",
    "void f(char *t, char *s, int n) { if (n > 64) return; memcpy(t, s, n); }",
    ["negative n"],
  ],
  ["the same, asked the other way round", "void f(char *t, char *s, int n) { if (n < 64) { memcpy(t, s, n); } }", ["negative n"]],
  ["an array of a parameter's length", "int f(int n, char *s) { char b[n]; strncpy(b, s, n); return b[0]; }", ["stack n"]],
  ["an array of a text's length", "int f(char *s) { char b[strlen(s) + 1]; strcpy(b, s); return b[0]; }", ["stack s"]],
  ["alloca", "int f(size_t n) { char *b = alloca(n); b[0] = 0; return b[0]; }", ["stack n"]],
])("%s is told", async (_, body, expected) => {
  expect(await told(body)).toEqual(expected);
});

test.each([
  [
    "a sum that is compared with what is left",
    "char *f(int n, int *l) { int all = 0; for (int i = 0; i < n; i++) { if (l[i] < 0 || all > INT_MAX - l[i]) return 0; all += l[i]; } return malloc(all); }",
  ],
  [
    "items that are bounded",
    "char *f(int n, int *l) { int all = 0; for (int i = 0; i < n; i++) { if (l[i] < 0 || l[i] > 512) return 0; all += l[i]; } return malloc(all); }",
  ],
  [
    "a wide sum without negative numbers",
    "char *f(int n, int *l) { size_t all = 0; for (int i = 0; i < n; i++) { if (l[i] <= 0) return 0; all += (size_t)l[i]; } return malloc(all); }",
  ],
  ["a product in a wide type", "char *f(struct image *i) { return malloc((size_t)i->width * i->height); }"],
  ["a product that is divided again", "char *f(int a, int b) { if (b != 0 && a > INT_MAX / b) return 0; return malloc(a * b); }"],
  ["factors that are bounded", "char *f(int a, int b) { if (a > 100 || b > 100) return 0; return malloc(a * b); }"],
  ["a checked product", "char *f(int a, int b) { int n; if (__builtin_mul_overflow(a, b, &n)) return 0; return malloc(n); }"],
  ["a number times the size of a type", "char *f(size_t n) { return malloc(n * sizeof(int)); }"],
  ["a text's length", "char *f(char *s) { return malloc(strlen(s) + 1); }"],
  ["both ends asked", "void f(char *t, char *s, int n) { if (n < 0 || n > 64) return; memcpy(t, s, n); }"],
  [
    "an unsigned comparison",
    "void f(char *t, char *s, int n) { if ((size_t)n > sizeof(struct image)) return; memcpy(t, s, n); }",
  ],
  ["a number cut off", "char *f(int n) { if (n > 4096) n = 4096; return malloc(n + 1); }"],
  ["an array of a bounded length", "int f(int n) { if (n < 1 || n > 32) return 0; char b[n]; b[0] = 0; return b[0]; }"],
  ["a length of this file's own", "int f(void) { int n = 4; char b[n]; b[0] = 0; return b[0]; }"],
  ["functions that only this file calls", "static char *f(int a, int b) { return malloc(a * b); }"],
  ["arithmetic that is no size", "int f(int a, int b) { char *p = malloc(4); free(p); return a * b; }"],
])("%s is silent", async (_, body) => {
  expect(await told(body)).toEqual([]);
});

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { languageOf } from "#analysis/languages/registry.ts";
import { loweringOf } from "#analysis/lower/registry.ts";
import { analyseMemory } from "#analysis/machine/analyse.ts";
import { DEFECTS } from "#analysis/machine/defects.ts";
import { annotations, expectedLines } from "#analysis/match/annotations.ts";
import { builtinModels } from "#analysis/models/load.ts";
import { createParser } from "#analysis/parse/parser.ts";
import { lineStarts, positionAt } from "#lib/text.ts";
import { loadGrammar } from "./match/match-code.ts";

const FIXTURES = ["c", "cpp"].flatMap((language) =>
  readdirSync(join("fixtures/memory", language)).map((name) => join("fixtures/memory", language, name)),
);
const parser = await createParser(loadGrammar);
const models = await builtinModels();

async function follow(path: string, text: string) {
  const pack = languageOf(path);
  const own = pack && models(pack.id);
  const lower = pack && loweringOf(pack.id);
  if (pack === undefined || own === undefined || lower === undefined) throw new Error(`nothing follows ${path}`);
  const parsed = await parser.parse(pack, text);
  if (parsed.kind !== "tree") throw new Error(parsed.message);
  return analyseMemory(lower(path, parsed.tree), own, text.length);
}

async function told(path: string, text: string): Promise<string[]> {
  const { findings } = await follow(path, text);
  return findings.map(({ defect, start }) => `${positionAt(lineStarts(text), start).line} ${DEFECTS[defect].rule}`);
}

describe.each(FIXTURES)("%s", (name) => {
  const text = readFileSync(name, "utf8");
  const marks = annotations(text);
  const expected = Object.values(DEFECTS).flatMap(({ rule }) =>
    [...expectedLines(marks, rule, "ruleid")].map((line) => `${line} ${rule}`),
  );

  test("exactly the marked lines are found", async () => {
    expect(expected.length).toBeGreaterThan(4);
    expect((await told(name, text)).toSorted()).toEqual(expected.toSorted());
  });
});

test("a finding tells its way from where the memory was made", async () => {
  const text = "#include <stdlib.h>\nvoid f(void) {\n  char *a = malloc(4);\n  free(a);\n  free(a);\n}\n";
  const { findings } = await follow("a.c", text);
  const lines = findings[0]?.trace.map(({ start, note }) => `${positionAt(lineStarts(text), start).line} ${note}`);

  expect(lines).toEqual(["3 what malloc gives is made here", "4 it is released here", "5 here"]);
});

test("a function that is ready for null says little of what it is given", async () => {
  const text = [
    "struct item { int state; };",
    "static int done(struct item *item) { return item && item->state == 3; }",
    "int ahead(struct item *item) { if (done(item)) return 0; return item->state; }",
    "int here(struct item *item) { int none = !item; if (none) log_it(); return item->state; }",
    "int both(struct item *item) { if (done(item)) return 0; if (!item) log_it(); return item->state; }",
  ].join("\n");
  const { findings } = await follow("a.c", text);

  expect(
    findings.map(({ defect, start, confidence }) => [defect, positionAt(lineStarts(text), start).line, confidence < 0]),
  ).toEqual([
    ["null", 3, false],
    ["null", 4, true],
    ["null", 5, true],
  ]);
});

test("a further round of a loop of unknown length is no proof of a small buffer", async () => {
  const text = [
    "static void copy(char *to, const char *from, unsigned count) { for (unsigned i = 0; i < count; i++) to[i] = from[i]; }",
    'void small(char *to, unsigned count) { copy(to, "", count); }',
    "void one(void) { char text[1]; for (int i = 0; i < 2; i++) text[i] = 0; }",
  ].join("\n");
  const { findings } = await follow("a.c", text);

  expect(
    findings.map(({ defect, start, confidence }) => [defect, positionAt(lineStarts(text), start).line, confidence < 0]),
  ).toEqual([
    ["read", 1, false],
    ["write", 3, true],
  ]);
});

test("what the grammar could not read outside of functions is not run: what it calls is followed by itself", async () => {
  const text = "static void later(void) { char text[4]; text[4] = 0; }\n}\n  if (total > 3) { later(); }\n}\n";
  const { findings } = await follow("a.c", text);

  expect(findings.map(({ defect }) => defect)).toEqual(["write"]);
});

test("what is too much to follow is said", async () => {
  const one = (name: number): string =>
    `int f${name}(int n) { int a = 0; for (int i = 0; i < 1000; i++) { if (n > i) a += i; else a -= g(i); } return a; }\n`;
  const text = Array.from({ length: 400 }, (_, name) => one(name)).join("");
  const { left } = await follow("a.c", text);

  expect(left.length).toBeGreaterThan(0);
});

test("a function that is followed in part only is named", async () => {
  const ways = Array.from({ length: 600 }, (_, at) => `  if (n > ${at}) a[${at}] = malloc(${at} + 1); else a[${at}] = 0;\n`).join(
    "",
  );
  const text = `#include <stdlib.h>\nvoid many(int n, char **a) {\n${ways}}\nint few(int n) { return n + 1; }\n`;
  const { cut } = await follow("a.c", text);

  expect(cut.map(({ name }) => name)).toEqual(["many"]);
});

import { describe, expect, test } from "vitest";
import { languageOf } from "#analysis/languages/registry.ts";
import { loweringOf } from "#analysis/lower/registry.ts";
import { analyseMemory } from "#analysis/machine/analyse.ts";
import { DEFECTS } from "#analysis/machine/defects.ts";
import { builtinModels } from "#analysis/models/load.ts";
import { createParser } from "#analysis/parse/parser.ts";
import { loadGrammar } from "./match/match-code.ts";

const parser = await createParser(loadGrammar);
const models = await builtinModels();

async function told(text: string): Promise<readonly string[]> {
  const path = "a.c";
  const whole = `#include <stdlib.h>\n#include <string.h>\n${text}\n`;
  const pack = languageOf(path);
  const own = pack && models(pack.id);
  const lower = pack && loweringOf(pack.id);
  if (pack === undefined || own === undefined || lower === undefined) throw new Error("C is not known");
  const parsed = await parser.parse(pack, whole);
  if (parsed.kind !== "tree") throw new Error(parsed.message);
  const { findings, cut, left } = analyseMemory(lower(path, parsed.tree), own, whole.length);
  expect([...cut, ...left]).toEqual([]);
  return [...new Set(findings.map(({ defect }) => DEFECTS[defect].rule))];
}

/** What is done with eight bytes in `item`, and what is told of it; harmless likenesses tell nothing. */
const USES: readonly (readonly [use: string, rules: readonly string[]])[] = [
  ["free(item); item[0] = 1;", ["memory-use-after-release"]],
  ["item[0] = 1; free(item);", []],
  ["free(item); free(item);", ["memory-released-twice"]],
  ["item[8] = 0; free(item);", ["out-of-bounds-write"]],
  ["item[7] = 0; free(item);", []],
  ['strcpy(item, "12345678"); free(item);', ["overflowing-copy"]],
  ['strcpy(item, "1234567"); free(item);', []],
  ["memset(item, 0, 9); free(item);", ["out-of-bounds-write"]],
  ["memset(item, 0, 8); free(item);", []],
  ["for (int i = 0; i <= 8; i++) item[i] = 0; free(item);", ["out-of-bounds-write"]],
  ["for (int i = 0; i < 8; i++) item[i] = 0; free(item);", []],
  ["free(item + 1);", ["memory-release-inside"]],
  ["item = NULL; item[0] = 1;", ["null-dereference"]],
];

const MAKE = "char *item = malloc(8); if (item == NULL) return;";
const named = (text: string, name: string): string => text.replaceAll(/\bitem\b/gu, name);

const FORMS: Readonly<Record<string, (use: string) => string>> = {
  "as it is": (use) => `void run(void) { ${MAKE} ${use} }`,
  renamed: (use) => named(`void go(void) { ${MAKE} ${use} }`, "buffer_2"),
  "with a declaration and an assignment": (use) => `void run(void) { char *item; item = malloc(8); if (!item) return; ${use} }`,
  "with a cast and a size": (use) =>
    `void run(void) { char *item = (char *)malloc(8 * sizeof(char)); if (NULL == item) return; ${use} }`,
  "in an extracted function": (use) => `static void work(char *item) { ${use} }\nvoid run(void) { ${MAKE} work(item); }`,
  "in a function below": (use) =>
    `static void work(char *item);\nvoid run(void) { ${MAKE} work(item); }\nstatic void work(char *item) { ${use} }`,
  "made by a function": (use) =>
    `static char *make(void) { char *made = malloc(8); return made; }\nvoid run(void) { char *item = make(); if (item == NULL) return; ${use} }`,
  "by another variable": (use) => `void run(void) { ${MAKE} char *other = item; ${named(use, "other")} }`,
  "in a record": (use) =>
    `struct holder { char *item; };\nvoid run(void) { struct holder h; h.item = malloc(8); if (h.item == NULL) return; ${named(use, "h.item")} }`,
  "in a block": (use) => `void run(void) { do { ${MAKE} { ${use} } } while (0); }`,
  "behind a test": (use) => `void run(int n) { ${MAKE} if (n > 3) { ${use} } else { free(item); } }`,
  "with the loop written otherwise": (use) =>
    `void run(void) { ${MAKE} ${use.replace(/for \((int i = 0); (i <=? 8); (i\+\+)\) ([^;]+;)/u, "$1; while ($2) { $4 $3; }")} }`,
  "with a size by a macro": (use) => `#define ROOM 8\nvoid run(void) { ${MAKE.replace("8", "ROOM")} ${use} }`,
};

describe.each(Object.entries(FORMS))("%s", (_, form) => {
  test.each(USES)("%s", async (use, rules) => {
    expect(await told(form(use))).toEqual(rules);
  });
});

import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { createParser } from "#analysis/parse/parser.ts";
import { languageOf } from "#analysis/languages/registry.ts";
import { Suppression } from "#domain/suppression.ts";
import { newSuppressions } from "./new-suppressions.ts";

const parser = await createParser((file) => readFile(new URL(`../../../dist/grammars/${file}`, import.meta.url)));

async function state(path: string, text: string) {
  const pack = languageOf(path);
  if (pack === undefined) return { text, tree: undefined };
  const parsed = await parser.parse(pack, text);
  return { text, tree: parsed.kind === "tree" ? parsed.tree : undefined };
}

/** `path:line` of each new suppression; `touched` are the lines of the new text that the change touched. */
async function found(path: string, before: string | undefined, after: string, touched: readonly number[]): Promise<string[]> {
  const file = {
    path,
    before: before === undefined ? undefined : await state(path, before),
    after: await state(path, after),
    touched: (line: number) => touched.includes(line),
  };
  return newSuppressions([file], { before: [], after: [] }).map(({ location }) => `${location.path}:${location.startLine}`);
}

describe("a marker in the code", () => {
  test.each([
    ["a.py", "f(x)  # nosec\n"],
    ["a.py", "f(x)  # nosemgrep: some-rule\n"],
    ["a.py", "f(x)  # noqa: S102\n"],
    ["a.py", "f(x)  # ruff: ignore[S102]\n"],
    ["a.py", "f(x)  # assay-ignore py-eval\n"],
    ["a.js", "f(x); // eslint-disable-line\n"],
    ["a.ts", "f(x); /* nosemgrep */\n"],
    ["a.unknown", "f(x) nosec\n"],
  ])("%s %j is one on a new line", async (path, text) => {
    expect(await found(path, "f(x)\n", text, [1])).toEqual([`${path}:1`]);
  });

  test("counts in a new file", async () => {
    expect(await found("a.py", undefined, "f(x)  # nosec\n", [1])).toEqual(["a.py:1"]);
  });

  test("counts where more words follow than before", async () => {
    expect(await found("a.py", "f(x)  # nosec B102\n", "f(x)  # nosec\n", [1])).toEqual(["a.py:1"]);
  });

  test.each([
    ["was there before", "f(x)  # nosec\n", "g(x)  # nosec\n", [1]],
    ["moved", "f(x)  # nosec\na = 1\n", "a = 1\nf(x)  # nosec\n", [2]],
    ["stands on a line that the change left", "f(x)  # nosec\na = 1\n", "f(x)  # nosec\na = 2\n", [2]],
    ["is part of a text", "f(x)\n", 'f("# nosec")\n', [1]],
    ["is part of a longer word", "f(x)\n", "f(x)  # nosecurity\n", [1]],
  ])("that %s is none", async (_, before, after, touched) => {
    expect(await found("a.py", before, after, touched)).toEqual([]);
  });

  test("copied to a second place is one", async () => {
    expect(await found("a.py", "f(x)  # nosec\n", "f(x)  # nosec\ng(x)  # nosec\n", [2])).toEqual(["a.py:2"]);
  });
});

test("an entry of the file that the base does not hold is one, also where only its end was moved", () => {
  const entry = (expires: string, line: number) => ({
    suppression: Suppression.parse({ rule: "weak-hash", reason: "checksum", owner: "ana", expires }),
    line,
  });
  const findings = newSuppressions([], {
    before: [entry("2030-01-01", 2)],
    after: [entry("2030-01-01", 2), entry("2031-01-01", 6)],
  });

  expect(findings).toEqual([
    expect.objectContaining({
      engine: "assay",
      rule: "new-suppression",
      severity: "low",
      cwe: [],
      location: { path: ".assay/suppressions.yaml", startLine: 6, startColumn: 1, endLine: 6, endColumn: 1 },
      message: expect.stringContaining("until 2031-01-01, because: checksum"),
    }),
  ]);
});

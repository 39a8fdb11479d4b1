import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { violations } from "./violations.ts";

const ROOT = new URL("../../src/", import.meta.url).pathname;

/** Fixtures of rules are not sources. */
const FIXTURES = /^rules\/(?:javascript|python)\//u;

function readSources(): Map<string, string> {
  const paths = globSync("**/*.{ts,tsx}", { cwd: ROOT })
    .filter((path) => !FIXTURES.test(path))
    .toSorted();
  return new Map(paths.map((path) => [path, readFileSync(`${ROOT}${path}`, "utf8")]));
}

test("the sources keep the rules of the house", () => {
  const sources = readSources();

  expect(sources.size).toBeGreaterThan(100);
  expect(violations(sources)).toEqual([]);
});

test.each([
  [
    "a stage that imports the journal",
    "stages/scan/scan.ts",
    `import { openJournal } from "#journal/journal.ts";`,
    /stages may import/,
  ],
  [
    "a stage that imports another",
    "stages/scan/scan.ts",
    `import { decide } from "#stages/decide/decide.ts";`,
    /meet in the loop/,
  ],
  [
    "a face that imports an adapter",
    "faces/cli/main.ts",
    `import type { X } from "#adapters/stores/sqlite.ts";`,
    /faces may import/,
  ],
  ["a domain file that reads files", "domain/x.ts", `import { readFile } from "node:fs/promises";`, /touch no file/],
  ["a stage that asks the clock", "stages/scan/x.ts", "const now = Date.now();", /clock/],
  ["a second reader of the environment", "app/open.ts", "const home = process.env.HOME;", /environment/],
  ["a scanner that starts a process", "adapters/scanners/x.ts", `import { spawn } from "node:child_process";`, /start processes/],
  ["a path that climbs", "app/open.ts", `import { x } from "../domain/ids.ts";`, /across folders/],
  ["a file over its ceiling", "recipes/python/x.ts", "\n".repeat(121), /ceiling is 120/],
])("refuses %s", (_, path, text, reason) => {
  expect(violations(new Map([[path, text]]))).toEqual([expect.stringMatching(reason)]);
});

test("finds cycles, also of type imports", () => {
  const sources = new Map([
    ["lib/a.ts", `import type { B } from "./b.ts";`],
    ["lib/b.ts", `export { A } from "#lib/a.ts";`],
  ]);

  expect(violations(sources)).toEqual(["import cycle: lib/a.ts → lib/b.ts"]);
});

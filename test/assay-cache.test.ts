import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createResultCache } from "#adapters/scanner-host/result-cache.ts";
import { createAssayScanner } from "#adapters/scanners/assay.ts";
import { createMemoryWorkspace } from "#adapters/workspaces/memory.ts";
import type { LibraryResult } from "#ports/scanner.ts";
import { allBuiltinRules } from "#rules/builtin.ts";
import { loadGrammar } from "./match/match-code.ts";

const FILES: Readonly<Record<string, string>> = {
  "app.js": `const express = require("express");\nconst { run } = require("./run.js");\nconst app = express();\napp.get("/", (req, res) => run(req.query.tool));\napp.listen(1);\n`,
  "broken.py": "import yaml\nyaml.load(text)\nx = = 1\n",
  "marked.py": "import yaml\nyaml.load(text)  # nosec\n",
  "run.js": `const { exec } = require("child_process");\nexports.run = (tool) => exec("tool " + tool);\n`,
};

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), "assay-cache-")), "results");
});
afterEach(() => rmSync(join(folder, ".."), { recursive: true, force: true }));

interface Scan {
  readonly result: LibraryResult;
  /** Whether any grammar was asked for: without one nothing is parsed. */
  readonly parsed: boolean;
}

/** As a process of its own would: nothing is shared with other scans but the folder. */
async function scan(
  files: Readonly<Record<string, string>>,
  cache: { folder: string; build: string } | undefined,
): Promise<Scan> {
  let parsed = false;
  const scanner = createAssayScanner({
    loadGrammar(name) {
      parsed = true;
      return loadGrammar(name);
    },
    rules: allBuiltinRules,
    helpers: { count: 0, fromBytes: 0 },
    cache,
  });
  const workspace = createMemoryWorkspace({ root: "/project", files });
  const listed = Object.entries(files).map(([path, text]) => ({
    path,
    language: path.endsWith(".py") ? "python" : "javascript",
    bytes: text.length,
  }));
  const result = await scanner.scan({ files: listed, workspace, progress: () => undefined }, new AbortController().signal);
  return { result, parsed };
}

const kept = (build = "one"): { folder: string; build: string } => ({ folder, build });

function entries(): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

test("an unchanged tree gives the same bytes and nothing is parsed", async () => {
  const { result: fresh } = await scan(FILES, undefined);
  const cold = await scan(FILES, kept());

  const warm = await scan(FILES, kept());

  expect(fresh.findings.map(({ rule }) => rule)).toContain("command-injection");
  expect(fresh.suppressed?.length).toBeGreaterThan(0);
  expect(JSON.stringify(cold.result)).toBe(JSON.stringify(fresh));
  expect(JSON.stringify(warm.result)).toBe(JSON.stringify(fresh));
  expect([cold.parsed, warm.parsed]).toEqual([true, false]);
});

test.each([
  ["a callee becomes harmless", "run.js", `exports.run = (tool) => tool;\n`],
  ["a caller becomes harmless", "app.js", `require("./run.js").run("fixed");\n`],
  ["an unrelated file changes", "marked.py", "import yaml\nyaml.load(text)\n"],
])("%s: the result is that of a scan without memory", async (_, path, text) => {
  await scan(FILES, kept());
  const changed = { ...FILES, [path]: text };

  const { result } = await scan(changed, kept());

  expect(JSON.stringify(result)).toBe(JSON.stringify((await scan(changed, undefined)).result));
  expect(JSON.stringify(result)).not.toBe(JSON.stringify((await scan(FILES, undefined)).result));
});

test("a file that appears where an import found none is followed", async () => {
  const { "run.js": run = "", ...others } = FILES;
  const before = await scan(others, kept());

  const { result } = await scan({ ...others, "run.js": run }, kept());

  expect(before.result.findings.map(({ rule }) => rule)).not.toContain("command-injection");
  expect(JSON.stringify(result)).toBe(JSON.stringify((await scan(FILES, undefined)).result));
});

test("another build finds nothing that this one kept", async () => {
  await scan(FILES, kept("one"));

  expect((await scan(FILES, kept("two"))).parsed).toBe(true);
});

test.each([
  ["cut off", (text: string) => text.slice(0, text.length / 2)],
  ["changed", (text: string) => text.replace("command-injection", "flow-nothing").replace('"analysed":true', '"analysed":false')],
  ["emptied", () => ""],
  ["no JSON", () => "sha256:00\n{"],
])("entries that were %s are as good as none", async (_, damage) => {
  const { result: cold } = await scan(FILES, kept());
  for (const path of entries()) {
    const text = readFileSync(path, "utf8");
    writeFileSync(path, damage(text) === text ? `${text} ` : damage(text));
  }

  const again = await scan(FILES, kept());

  expect(again.parsed).toBe(true);
  expect(JSON.stringify(again.result)).toBe(JSON.stringify(cold));
});

test("an entry in another's place is as good as none", async () => {
  const cache = createResultCache(kept());
  await cache.put("a", 1);
  const [path = ""] = entries();
  const text = readFileSync(path, "utf8");
  await cache.put("b", 2);
  for (const other of entries()) writeFileSync(other, text);

  expect([await cache.get("a"), await cache.get("b")]).toEqual([1, undefined]);
});

test("a folder that others can write to is not trusted, and our own is for us alone", async () => {
  await scan(FILES, kept());
  expect(statSync(folder).mode & 0o077).toBe(0);
  chmodSync(folder, 0o777);

  expect((await scan(FILES, kept())).parsed).toBe(true);
});

test("a file that could not be analysed for want of time or memory is tried again", async () => {
  const cache = createResultCache(kept());
  const unreadable = { "a.py": "x = 1\n" };
  const scanner = createAssayScanner({ loadGrammar, rules: allBuiltinRules, helpers: { count: 0, fromBytes: 0 }, cache: kept() });
  const workspace = createMemoryWorkspace({ root: "/project", files: unreadable });
  const task = {
    files: ["a.py", "gone.py"].map((path) => ({ path, language: "python", bytes: 6 })),
    workspace,
    progress: () => undefined,
  };
  const signal = new AbortController().signal;
  const first = await scanner.scan(task, signal);

  expect(first.problems.map(({ code }) => code)).toEqual(["unreadable"]);
  expect(entries()).toHaveLength(1);
  expect(await scanner.scan(task, signal)).toEqual(first);
  await cache.trim();
});

test("the oldest entries go when there is too much", async () => {
  const cache = createResultCache({ ...kept(), maxBytes: 4_000 });
  for (let index = 0; index < 20; index++) await cache.put(`key ${index}`, "x".repeat(400));

  await cache.trim();

  const bytes = entries().reduce((sum, path) => sum + statSync(path).size, 0);
  expect(bytes).toBeLessThanOrEqual(4_000);
  expect(bytes).toBeGreaterThan(1_000);
});

test("many writers of one entry leave a whole one", async () => {
  const caches = Array.from({ length: 8 }, () => createResultCache(kept()));

  await Promise.all(caches.map((cache, index) => cache.put("key", { index, text: "x".repeat(100_000) })));

  expect(await createResultCache(kept()).get("key")).toMatchObject({ text: "x".repeat(100_000) });
  expect(entries()).toHaveLength(1);
});

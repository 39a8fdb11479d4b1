import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { createMemoryWorkspace } from "#adapters/workspaces/memory.ts";
import ruffFrom from "./ruff.ts";

const require = createRequire(import.meta.url);
const MODULE = require.resolve("@astral-sh/ruff-wasm-nodejs");
const folder = mkdtempSync(join(tmpdir(), "assay-ruff-"));
afterAll(() => rmSync(folder, { recursive: true }));

it("what earlier runs said of a text is said again without loading ruff; another text is read by it", async () => {
  const scan = (text: string) =>
    ruffFrom({
      loadGrammar: () => Promise.reject(new Error("ruff reads no grammar")),
      teamRules: [],
      cache: { folder, build: "1" },
    }).scan(
      {
        files: [{ path: "a.py", language: "python", bytes: text.length }],
        workspace: createMemoryWorkspace({ root: "/project", files: { "a.py": text } }),
        progress: () => undefined,
      },
      new AbortController().signal,
    );
  const first = await scan("eval(input())\n");
  expect(first.findings.map(({ rule }) => rule)).toEqual(["S307"]);
  expect(require.cache[MODULE]).toBeDefined();

  delete require.cache[MODULE];
  expect(await scan("eval(input())\n")).toEqual(first);
  expect(require.cache[MODULE]).toBeUndefined();

  expect((await scan("exec(input())\n")).findings.map(({ rule }) => rule)).toEqual(["S102"]);
  expect(require.cache[MODULE]).toBeDefined();
});

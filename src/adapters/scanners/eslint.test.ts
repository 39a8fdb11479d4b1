import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { createMemoryWorkspace } from "#adapters/workspaces/memory.ts";
import eslintFrom from "./eslint.ts";

const require = createRequire(import.meta.url);
const MODULE = require.resolve("eslint");
const folder = mkdtempSync(join(tmpdir(), "assay-eslint-"));
afterAll(() => rmSync(folder, { recursive: true }));

it("what earlier runs said of a text is said again without loading ESLint; another text is read by it", async () => {
  const scan = (text: string) =>
    eslintFrom({
      loadGrammar: () => Promise.reject(new Error("ESLint reads no grammar")),
      teamRules: [],
      cache: { folder, build: "1" },
    }).scan(
      {
        files: [{ path: "a.js", language: "javascript", bytes: text.length }],
        workspace: createMemoryWorkspace({ root: "/project", files: { "a.js": text } }),
        progress: () => undefined,
      },
      new AbortController().signal,
    );
  const first = await scan("eval(input);\n");
  expect(first.findings.map(({ rule }) => rule)).toEqual(["no-eval", "security/detect-eval-with-expression"]);
  expect(require.cache[MODULE]).toBeDefined();

  delete require.cache[MODULE];
  expect(await scan("eval(input);\n")).toEqual(first);
  expect(require.cache[MODULE]).toBeUndefined();

  const other = await scan("\neval(input);\n");
  expect(other.findings.map(({ location }) => location.startLine)).toEqual([2, 2]);
  expect(require.cache[MODULE]).toBeDefined();
});

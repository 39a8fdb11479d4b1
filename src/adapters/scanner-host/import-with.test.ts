import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import npmAudit from "#adapters/scanners/npm-audit.ts";
import spotbugs from "#adapters/scanners/spotbugs.ts";
import type { CommandScanner } from "#ports/scanner.ts";
import { createDiskWorkspace } from "#adapters/workspaces/disk.ts";
import { importWith } from "./import-with.ts";

const FIXTURES = join(import.meta.dirname, "../../../fixtures/scanners");
const signal = AbortSignal.timeout(30_000);
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "assay-import-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function imported(scanner: CommandScanner, root: string, file: string, asked: (path: string) => boolean = () => true) {
  const workspace = createDiskWorkspace({ root, exclude: [], maxFileBytes: 1 << 20 });
  return importWith(scanner, { file, name: "report", workspace, asked }, signal);
}

it("reads what npm said elsewhere, at the lines of the lock file", async () => {
  const each = join(FIXTURES, "npm-audit/documented@10.9.0");

  const { id, result } = await imported(npmAudit, join(each, "input"), join(each, "raw.json"));

  expect(id).toBe("npm-audit");
  expect(result.findings.map(({ rule, location }) => `${location.path}:${location.startLine} ${rule}`)).toContain(
    "package-lock.json:19 GHSA-jf85-cpcp-j695",
  );
  expect(result.problems.map(({ code }) => code)).toEqual(["coverage-unknown"]);
  expect(result.covered).toEqual([]);
});

it("reads XML, finds sources by their packages, and leaves out what was not asked about", async () => {
  const each = join(FIXTURES, "spotbugs/documented@4.8.6");

  const all = await imported(spotbugs, join(each, "input"), join(each, "raw.txt"));
  const none = await imported(spotbugs, join(each, "input"), join(each, "raw.txt"), () => false);

  expect(all.result.findings).toHaveLength(5);
  expect(none.result.findings).toEqual([]);
});

it("believes nothing of a report that is cut, of another tool, or no file", async () => {
  const each = join(FIXTURES, "npm-audit/documented@10.9.0");
  const text = await readFile(join(each, "raw.json"), "utf8");
  await writeFile(join(folder, "cut.json"), text.slice(0, 900));
  await writeFile(join(folder, "other.json"), '{"version": "2.1.0", "runs": []}');

  for (const file of [join(folder, "cut.json"), join(folder, "other.json"), folder]) {
    const { result } = await imported(npmAudit, join(each, "input"), file).catch((cause: NodeJS.ErrnoException) => ({
      result: { findings: [], problems: [{ code: cause.code ?? "" }] },
    }));
    expect(result.findings).toEqual([]);
    expect(result.problems[0]?.code).toMatch(/^report-unreadable$|^EISDIR$/u);
  }
});

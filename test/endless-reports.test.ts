import { closeSync, ftruncateSync, mkdtempSync, openSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { importFile } from "#adapters/scanner-host/import-file.ts";
import { importWith } from "#adapters/scanner-host/import-with.ts";
import { reportOf } from "#adapters/scanner-host/run-report.ts";
import bandit from "#adapters/scanners/bandit.ts";
import { createMemoryWorkspace } from "#adapters/workspaces/memory.ts";

const signal = AbortSignal.timeout(30_000);
const NOTHING = new Uint8Array();
let folder = "";

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "assay-endless-")));
  // Two gigabytes that take no room on the disk.
  const file = openSync(join(folder, "report.json"), "w");
  ftruncateSync(file, 2 ** 31);
  closeSync(file);
});
afterAll(() => rmSync(folder, { recursive: true }));

const request = () => {
  const workspace = createMemoryWorkspace({ root: folder, files: { "a.py": "x = 1\n" } });
  return { file: join(folder, "report.json"), name: "report.json", workspace, asked: () => true };
};

test("a report of two gigabytes is refused unread, whoever wrote it", async () => {
  const before = process.memoryUsage().rss;

  const [known] = await importFile(request(), signal);
  const named = await importWith(bandit, request(), signal);
  const ran = { end: "exited", code: 0, stdout: NOTHING, stderr: NOTHING, seconds: 1 } as const;
  const plan = { argv: [], env: {}, settings: {}, okExits: [0], output: { file: "report.json" } };
  const left = await reportOf(ran, plan, folder);

  expect(known?.result).toMatchObject({ findings: [], covered: [], problems: [{ code: "report-unreadable" }] });
  expect(named.result).toMatchObject({
    findings: [],
    covered: [],
    problems: [{ code: "report-unreadable" }, { code: "coverage-unknown" }],
  });
  expect(left).toMatchObject({ code: "report-unreadable" });
  expect(process.memoryUsage().rss - before).toBeLessThan(256 * 2 ** 20);
});

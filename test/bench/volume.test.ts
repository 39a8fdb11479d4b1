import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { importFile } from "#adapters/scanner-host/import-file.ts";
import { createMemoryWorkspace } from "#adapters/workspaces/memory.ts";
import { filesOf, manyFindings } from "#bench/volume/findings.ts";
import { type Volumes, volumePage } from "#bench/volume/page.ts";
import { writeReports } from "#bench/volume/reports.ts";

const machine = { platform: "linux x64", cores: 2, memoryGiB: 8, node: "24.0.0", loadBefore: 0.1, loadAfter: 1.5 };
const measured: Volumes = {
  gate: {
    machine,
    files: 5000,
    changed: 20,
    runs: 7,
    rows: [
      { what: "gate, cold", p50: 2, p95: 3.01, cpu: 2.5 },
      { what: "gate, cached", p50: 0.8, p95: 1, cpu: null },
    ],
  },
  correlate: {
    machine,
    rows: [
      {
        findings: 1_000_000,
        files: 20_000,
        megabytes: 360,
        defects: 550_000,
        readSeconds: 40,
        seconds: 61,
        cpuSeconds: 20,
        mebibytes: 900,
      },
    ],
  },
  sarif: { machine, results: 25_000, files: 1000, megabytes: 24.4, cpuSeconds: 2, seconds: 2.9 },
  imported: { machine, rows: [{ megabytes: 100, results: 120_000, cpuSeconds: 9, peakMebibytes: 150 }] },
};

test("each figure stands beside its target, and says whether it was met", () => {
  const rows = volumePage(measured)
    .split("\n")
    .filter((line) => / (?:yes|no) \|/u.test(line))
    .map((line) => line.split("|").map((cell) => cell.trim()));

  expect(rows.map((cells) => cells.slice(2, 6))).toEqual([
    ["3.01 s", "3 s", "no", "2.50"],
    ["1.00 s", "1 s", "yes", "not measured"],
    ["61.00 s", "60 s", "no", "20.00"],
    ["2.90 s", "3 s", "yes", "2.00"],
    ["150 MiB", "300 MiB", "yes", "9.00"],
  ]);
});

test("what was not measured makes no page", () => {
  expect(() => volumePage({ ...measured, gate: { ...measured.gate, rows: [] } })).toThrow("no gate was measured cold");
  expect(() => volumePage({ ...measured, correlate: { machine, rows: [] } })).toThrow("nothing was measured");
});

test("reports of all tools hold what was found", async () => {
  const folder = mkdtempSync(join(tmpdir(), "assay-volume-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const found = manyFindings(300, 40);
  writeReports(folder, found);

  const text = "x".repeat(60).concat("\n").repeat(40);
  const files = Object.fromEntries(filesOf(300).map((path) => [path, text]));
  const workspace = createMemoryWorkspace({ root: "/project", files });
  for (const [tool, findings] of found) {
    const name = `${tool}.json`;
    const request = { file: join(folder, name), name, workspace, asked: () => true };
    const [report] = await importFile(request, new AbortController().signal);
    expect(report?.id).toBe(tool);
    expect(report?.result.findings.map(({ location }) => location.startLine).toSorted((a, b) => a - b)).toEqual(
      findings.map(({ location }) => location.startLine).toSorted((a, b) => a - b),
    );
  }
});

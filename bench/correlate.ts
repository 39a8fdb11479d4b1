// Reports of ten tools read from files, their findings identified and correlated, at a tenth, three tenths and all of them, so that what grows faster than their
// number is seen.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { importFile } from "#adapters/scanner-host/import-file.ts";
import { createMemoryWorkspace } from "#adapters/workspaces/memory.ts";
import { readLean } from "#app/start-fast.ts";
import type { ImportedReport } from "#ports/imported-report.ts";
import { correlate } from "#stages/correlate/correlate.ts";
import { identifyFindings, sortFindings } from "#stages/scan/normalize.ts";
import { machineLine, watchMachine } from "./machine.ts";
import { filesOf, manyFindings } from "./volume/findings.ts";
import { writeReports } from "./volume/reports.ts";

/** Of every file: most that are written by hand are no longer. */
const LINES = 400;

export interface CorrelateRow {
  readonly findings: number;
  readonly files: number;
  /** Of all reports together. */
  readonly megabytes: number;
  readonly defects: number;
  /** Of `seconds`, what reading took. */
  readonly readSeconds: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Greatest memory of the process. */
  readonly mebibytes: number;
}

/** A process of its own reads: what wrote the reports is not in its memory. */
function measure(count: number): CorrelateRow {
  const folder = mkdtempSync(join(tmpdir(), "assay-bench-"));
  try {
    const megabytes = writeReports(folder, manyFindings(count, LINES));
    const argv = [fileURLToPath(import.meta.url), "--read", folder, String(count)];
    const read = JSON.parse(execFileSync(process.execPath, argv, { encoding: "utf8" })) as Omit<CorrelateRow, "megabytes">;
    if (read.findings !== count) throw new Error(`${read.findings} findings of ${count} were read`);
    return { ...read, megabytes };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function read(folder: string, count: number): Promise<Omit<CorrelateRow, "megabytes">> {
  const text = Buffer.from("  total += values[index] * weight; // and so on, and on\n".repeat(LINES));
  const paths = filesOf(count);
  const workspace = createMemoryWorkspace({ root: "/project", files: Object.fromEntries(paths.map((path) => [path, text])) });
  const clock = performance.now();
  const start = process.cpuUsage();
  const reports: ImportedReport[] = [];
  for (const name of readdirSync(folder).toSorted()) {
    const request = { file: join(folder, name), name, workspace, asked: () => true };
    reports.push(...(await readLean(statSync(request.file).size, () => importFile(request, new AbortController().signal))));
  }
  const readSeconds = (performance.now() - clock) / 1000;
  const findings = sortFindings(reports.flatMap(({ id, result }) => identifyFindings(id, result.findings)));
  const report = { complete: true, engines: [], findings, suppressed: [], problems: [], files: [] };
  const defects = await correlate(report, async () => undefined);
  const { user, system } = process.cpuUsage(start);
  return {
    findings: findings.length,
    files: paths.length,
    defects: defects.length,
    readSeconds,
    seconds: (performance.now() - clock) / 1000,
    cpuSeconds: (user + system) / 1e6,
    mebibytes: process.resourceUsage().maxRSS / 1024,
  };
}

function show(rows: readonly CorrelateRow[]): void {
  process.stdout.write("findings     MB  defects  CPU s  reading s      s  µs a finding   MiB\n");
  for (const { findings, megabytes, defects, readSeconds, seconds, cpuSeconds, mebibytes } of rows) {
    const columns = [
      String(findings).padStart(8),
      megabytes.toFixed(0).padStart(5),
      String(defects).padStart(7),
      cpuSeconds.toFixed(1).padStart(5),
      readSeconds.toFixed(1).padStart(9),
      seconds.toFixed(1).padStart(5),
      ((cpuSeconds * 1e6) / findings).toFixed(1).padStart(12),
      mebibytes.toFixed(0).padStart(4),
    ];
    process.stdout.write(`${columns.join("  ")}\n`);
  }
}

/** `npm run bench:correlate [findings]`. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { format: { type: "string", default: "text" }, read: { type: "string" } },
});
const most = Number(positionals[0] ?? 1_000_000);
if (values.read !== undefined) process.stdout.write(JSON.stringify(await read(values.read, most)));
else {
  const watched = watchMachine();
  const rows = [most / 10, (3 * most) / 10, most].map(measure);
  if (values.format === "json") process.stdout.write(`${JSON.stringify({ machine: watched(), rows })}\n`);
  else {
    show(rows);
    process.stdout.write(`\n${machineLine(watched())}\n`);
  }
}

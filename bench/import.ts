// Reading a SARIF report of 100 MB into findings: processor time and the greatest memory of a process that does nothing else, at four sizes, so that what grows with
// the report is seen.
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { importFile } from "#adapters/scanner-host/import-file.ts";
import { createMemoryWorkspace } from "#adapters/workspaces/memory.ts";
import { readLean } from "#app/start-fast.ts";
import { machineLine, watchMachine } from "./machine.ts";
import { measure } from "./measure.ts";

const FILES = 50;
const LINES = 400;
const MEBIBYTE = 2 ** 20;

/** About a kilobyte each, as tools with data flow write them. */
function result(at: number): unknown {
  const place = (line: number) => ({
    physicalLocation: {
      artifactLocation: { uri: `src/file${at % FILES}.c`, uriBaseId: "%SRCROOT%" },
      region: { startLine: 1 + (line % LINES), startColumn: 5, endColumn: 11 },
    },
  });
  const step = (line: number) => ({ location: { ...place(line), message: { text: `the value goes on, step ${line % 7}` } } });
  return {
    ruleId: `rule-${at % 120}`,
    ruleIndex: at % 120,
    level: "warning",
    message: { text: `Result ${at}: a value from outside reaches this call without a check.` },
    locations: [place(at)],
    partialFingerprints: { primaryLocationLineHash: `${(at * 2654435761) % 2 ** 32}:1` },
    codeFlows: [{ threadFlows: [{ locations: [step(at), step(at + 1)] }] }],
  };
}

function writeReport(file: string, bytes: number): number {
  const rules = Array.from({ length: 120 }, (_, at) => ({ id: `rule-${at}`, properties: { tags: ["external/cwe/cwe-078"] } }));
  const out = openSync(file, "w");
  const start = { tool: { driver: { name: "bench", rules } }, columnKind: "utf16CodeUnits" };
  let written = writeSync(out, `{"version":"2.1.0","runs":[${JSON.stringify(start).slice(0, -1)},"results":[`);
  let count = 0;
  while (written < bytes) {
    const some = Array.from({ length: 500 }, () => JSON.stringify(result(count++))).join(",\n");
    written += writeSync(out, count === 500 ? some : `,\n${some}`);
  }
  writeSync(out, "]}]}");
  closeSync(out);
  return count;
}

async function read(file: string): Promise<void> {
  const text = "int value;  // a line\n".repeat(LINES);
  const files = Object.fromEntries(Array.from({ length: FILES }, (_, at) => [`src/file${at}.c`, text]));
  const workspace = createMemoryWorkspace({ root: "/project", files });
  const request = { file, name: file, workspace, asked: () => true };
  const reports = await readLean(statSync(file).size, () => importFile(request, new AbortController().signal));
  const findings = reports.reduce((sum, { result }) => sum + result.findings.length, 0);
  if (reports.some(({ result }) => result.problems.some(({ code }) => code === "report-unreadable")))
    throw new Error("unreadable");
  process.stderr.write(`${findings}\n`);
}

export interface ImportRow {
  readonly megabytes: number;
  readonly results: number;
  readonly cpuSeconds: number;
  readonly peakMebibytes: number;
}

async function compare(most: number): Promise<ImportRow[]> {
  const rows: ImportRow[] = [];
  const scratch = mkdtempSync(join(tmpdir(), "assay-bench-"));
  try {
    for (const megabytes of [0, most / 4, most / 2, most]) {
      const report = join(scratch, `report-${megabytes}.sarif`);
      const results = writeReport(report, megabytes * 1e6);
      const { cpuSeconds = Number.NaN, peakBytes = Number.NaN } = await measure({
        argv: [process.execPath, fileURLToPath(import.meta.url), "--read", report],
        cwd: scratch,
        okExits: [0],
      });
      rmSync(report);
      rows.push({ megabytes, results, cpuSeconds, peakMebibytes: peakBytes / MEBIBYTE });
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return rows;
}

function show(rows: readonly ImportRow[]): void {
  process.stdout.write("  MB  results  CPU s  peak MiB\n");
  for (const { megabytes, results, cpuSeconds, peakMebibytes } of rows) {
    const columns = [String(megabytes).padStart(4), String(results).padStart(7), cpuSeconds.toFixed(1).padStart(5)];
    process.stdout.write(`${columns.join("  ")}  ${peakMebibytes.toFixed(0).padStart(8)}\n`);
  }
}

/** `npm run bench:import [megabytes]`. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { format: { type: "string", default: "text" }, read: { type: "string" } },
});
if (values.read !== undefined) await read(values.read);
else {
  const watched = watchMachine();
  const rows = await compare(Number(positionals[0] ?? 100));
  if (values.format === "json") process.stdout.write(`${JSON.stringify({ machine: watched(), rows })}\n`);
  else {
    show(rows);
    process.stdout.write(`\n${machineLine(watched())}\n`);
  }
}

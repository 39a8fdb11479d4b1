// Writing the greatest SARIF report that code scanning takes: 25,000 results of ten tools, with the fingerprints of their lines.
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { ScanReport } from "#domain/report.ts";
import type { CheckView } from "#faces/reports/view.ts";
import { sarifText } from "#faces/reports/sarif/log.ts";
import { correlate } from "#stages/correlate/correlate.ts";
import { identifyFindings, sortFindings } from "#stages/scan/normalize.ts";
import { machineLine, watchMachine } from "./machine.ts";
import { LINES, manyFindings } from "./volume/findings.ts";

const RESULTS = 25_000;

async function view(results: number): Promise<CheckView> {
  const findings = sortFindings([...manyFindings(2 * results)].flatMap(([engine, list]) => identifyFindings(engine, list)));
  const report: ScanReport = { complete: true, engines: [], findings, suppressed: [], problems: [], files: [] };
  const defects = (await correlate(report, async () => undefined)).slice(0, results);
  const text = Array.from({ length: LINES }, (_, line) => `  total_${line % 70} += values[${line}] * weight;\n`).join("");
  const sources = new Map(defects.map(({ location }) => [location.path, text]));
  return { version: "0", failOn: "medium", report, defects, sources, explanations: new Map() };
}

export interface SarifWritten {
  readonly results: number;
  readonly files: number;
  readonly megabytes: number;
  readonly cpuSeconds: number;
  readonly seconds: number;
}

/** From the defects in memory to the closed file, in a process that has written none before. */
async function writeReport(results: number): Promise<SarifWritten> {
  const seen = await view(results);
  const scratch = mkdtempSync(join(tmpdir(), "assay-bench-"));
  try {
    const [cpu, clock] = [process.cpuUsage(), performance.now()];
    const out = openSync(join(scratch, "report.sarif"), "w");
    const bytes = writeSync(out, sarifText(seen, []));
    closeSync(out);
    const { user, system } = process.cpuUsage(cpu);
    const seconds = (performance.now() - clock) / 1000;
    return {
      results: seen.defects.length,
      files: seen.sources.size,
      megabytes: bytes / 1e6,
      cpuSeconds: (user + system) / 1e6,
      seconds,
    };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** `npm run bench:sarif [results]`. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { format: { type: "string", default: "text" } },
});
const watched = watchMachine();
const written = await writeReport(Number(positionals[0] ?? RESULTS));
const { results, files, megabytes, cpuSeconds, seconds } = written;
process.stdout.write(
  values.format === "json"
    ? `${JSON.stringify({ machine: watched(), ...written })}\n`
    : `${results} results in ${files} files of ${LINES} lines: ${megabytes.toFixed(1)} MB, ${cpuSeconds.toFixed(2)} CPU s, ${seconds.toFixed(2)} s\n\n${machineLine(watched())}\n`,
);

// Identifying and correlating findings of ten tools, at a tenth, three tenths and all of them, so that what grows faster than their number is seen.
import { parseArgs } from "node:util";
import { correlate } from "#stages/correlate/correlate.ts";
import { identifyFindings, sortFindings } from "#stages/scan/normalize.ts";
import { machineLine, watchMachine } from "./machine.ts";
import { manyFindings } from "./volume/findings.ts";

export interface CorrelateRow {
  readonly findings: number;
  readonly defects: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly mebibytes: number;
}

async function measure(count: number): Promise<CorrelateRow> {
  const raw = manyFindings(count);
  const [cpu, clock] = [process.cpuUsage(), performance.now()];
  const findings = sortFindings([...raw].flatMap(([engine, list]) => identifyFindings(engine, list)));
  const report = { complete: true, engines: [], findings, suppressed: [], problems: [], files: [] };
  const defects = await correlate(report, async () => undefined);
  const { user, system } = process.cpuUsage(cpu);
  return {
    findings: count,
    defects: defects.length,
    seconds: (performance.now() - clock) / 1000,
    cpuSeconds: (user + system) / 1e6,
    mebibytes: process.memoryUsage().rss / 2 ** 20,
  };
}

/** `npm run bench:correlate [findings]`. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { format: { type: "string", default: "text" } },
});
const most = Number(positionals[0] ?? 1_000_000);
const watched = watchMachine();
const rows: CorrelateRow[] = [];
for (const count of [most / 10, (3 * most) / 10, most]) rows.push(await measure(count));
if (values.format === "json") process.stdout.write(`${JSON.stringify({ machine: watched(), rows })}\n`);
else {
  process.stdout.write("findings  defects  CPU s      s  µs a finding  MiB\n");
  for (const { findings, defects, seconds, cpuSeconds, mebibytes } of rows) {
    const columns = [
      String(findings).padStart(8),
      String(defects).padStart(7),
      cpuSeconds.toFixed(1).padStart(5),
      seconds.toFixed(1).padStart(5),
      ((cpuSeconds * 1e6) / findings).toFixed(1).padStart(12),
    ];
    process.stdout.write(`${columns.join("  ")}  ${mebibytes.toFixed(0)}\n`);
  }
  process.stdout.write(`\n${machineLine(watched())}\n`);
}

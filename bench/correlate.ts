import { correlate } from "#stages/correlate/correlate.ts";
import { identifyFindings, sortFindings } from "#stages/scan/normalize.ts";
import { machineLine, watchMachine } from "./machine.ts";
import { manyFindings } from "./volume/findings.ts";

async function measure(count: number): Promise<{ seconds: number; defects: number; mebibytes: number }> {
  const raw = manyFindings(count);
  const started = process.cpuUsage();
  const findings = sortFindings([...raw].flatMap(([engine, list]) => identifyFindings(engine, list)));
  const report = { complete: true, engines: [], findings, suppressed: [], problems: [], files: [] };
  const defects = await correlate(report, async () => undefined);
  const used = process.cpuUsage(started);
  return { seconds: (used.user + used.system) / 1e6, defects: defects.length, mebibytes: process.memoryUsage().rss / 2 ** 20 };
}

/** `npm run bench:correlate [findings]`: processor time of identifying and correlating findings of ten tools, at a tenth, three tenths and all of them. */
const most = Number(process.argv[2] ?? 1_000_000);
const watched = watchMachine();
process.stdout.write("findings  defects  CPU s  µs a finding  MiB\n");
for (const count of [most / 10, (3 * most) / 10, most]) {
  const { seconds, defects, mebibytes } = await measure(count);
  const columns = [
    String(count).padStart(8),
    String(defects).padStart(7),
    seconds.toFixed(1).padStart(5),
    ((seconds * 1e6) / count).toFixed(1).padStart(12),
  ];
  process.stdout.write(`${columns.join("  ")}  ${mebibytes.toFixed(0)}\n`);
}
process.stdout.write(`\n${machineLine(watched())}\n`);

import { correlate } from "#stages/correlate/correlate.ts";
import { identifyFindings, sortFindings } from "#stages/scan/normalize.ts";
import type { RawFinding } from "#ports/scanner.ts";
import { seededRandom } from "./detect/random.ts";
import { machineLine, watchMachine } from "./machine.ts";

const CWES = ["CWE-22", "CWE-78", "CWE-79", "CWE-89", "CWE-94", "CWE-327", "CWE-502", "CWE-601", "CWE-798", "CWE-918"];
const SEVERITIES = ["critical", "high", "medium", "low"] as const;
const ENGINES = 10;

/** Findings of ten tools over made-up files: most places are seen by one tool, some by several, each a line or a column apart. */
function synthetic(count: number): Map<string, RawFinding[]> {
  const random = seededRandom(7);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const byEngine = new Map<string, RawFinding[]>(Array.from({ length: ENGINES }, (_, index) => [`tool-${index}`, []]));
  for (let made = 0; made < count; ) {
    const path = `src/part${Math.floor(random() * Math.max(1, count / 5000))}/file${Math.floor(random() * 100)}.c`;
    const [line, cwe] = [1 + Math.floor(random() * 3000), pick(CWES)];
    const seen = random() < 0.6 ? 1 : 2 + Math.floor(random() * 4);
    for (let one = 0; one < seen && made < count; one++, made++) {
      const column = 1 + Math.floor(random() * 40);
      const location = { path, startLine: line, startColumn: column, endLine: line, endColumn: column + 10 };
      const rule = `rule-${Math.floor(random() * 200)}`;
      byEngine.get(`tool-${Math.floor(random() * ENGINES)}`)?.push({
        rule,
        cwe: [cwe],
        severity: pick(SEVERITIES),
        confidence: 0.3 + random() / 2,
        location,
        message: `${rule} at this place.`,
      });
    }
  }
  return byEngine;
}

async function measure(count: number): Promise<{ seconds: number; defects: number; mebibytes: number }> {
  const raw = synthetic(count);
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

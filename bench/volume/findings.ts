import type { RawFinding } from "#ports/scanner.ts";
import { seededRandom } from "#bench/detect/random.ts";

const CWES = ["CWE-22", "CWE-78", "CWE-79", "CWE-89", "CWE-94", "CWE-327", "CWE-502", "CWE-601", "CWE-798", "CWE-918"];
const SEVERITIES = ["critical", "high", "medium", "low"] as const;
const ENGINES = 10;
/** Of every file that findings stand in. */
export const LINES = 3000;

/** Findings of ten tools over made-up files: most places are seen by one tool, some by several, each a line or a column apart. */
export function manyFindings(count: number): Map<string, RawFinding[]> {
  const random = seededRandom(7);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const byEngine = new Map<string, RawFinding[]>(Array.from({ length: ENGINES }, (_, index) => [`tool-${index}`, []]));
  for (let made = 0; made < count; ) {
    const path = `src/part${Math.floor(random() * Math.max(1, count / 5000))}/file${Math.floor(random() * 100)}.c`;
    const [line, cwe] = [1 + Math.floor(random() * LINES), pick(CWES)];
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

import type { RawFinding } from "#ports/scanner.ts";
import { seededRandom } from "#bench/detect/random.ts";

const CWES = ["CWE-22", "CWE-78", "CWE-79", "CWE-89", "CWE-94", "CWE-327", "CWE-502", "CWE-601", "CWE-798", "CWE-918"];
const SEVERITIES = ["critical", "high", "medium", "low"] as const;
const ENGINES = 10;
const FILES_A_PART = 100;

/** Of every file that findings stand in, where nobody says otherwise. */
export const LINES = 3000;

function partsOf(count: number): number {
  return Math.max(1, Math.ceil(count / 5000));
}

/** All files that so many findings stand in. */
export function filesOf(count: number): string[] {
  const parts = Array.from({ length: partsOf(count) }, (_, part) => part);
  return parts.flatMap((part) => Array.from({ length: FILES_A_PART }, (_, file) => `src/part${part}/file${file}.c`));
}

/** Findings of ten tools over made-up files: most places are seen by one tool, some by several, each a line or a column apart. */
export function manyFindings(count: number, lines = LINES): Map<string, RawFinding[]> {
  const random = seededRandom(7);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const byEngine = new Map<string, RawFinding[]>(Array.from({ length: ENGINES }, (_, index) => [`tool-${index}`, []]));
  for (let made = 0; made < count; ) {
    const path = `src/part${Math.floor(random() * partsOf(count))}/file${Math.floor(random() * FILES_A_PART)}.c`;
    const [line, cwe] = [1 + Math.floor(random() * lines), pick(CWES)];
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

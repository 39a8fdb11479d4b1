import { gzipSync } from "node:zlib";
import type { Repair } from "#domain/report.ts";
import type { CheckView } from "#faces/reports/view.ts";
import { LIMITS } from "./limits.ts";
import { sarifLog } from "./log.ts";

/** Bytes that GitHub takes of one file, compressed; a little less, as each piece gets its name last. */
const MOST_BYTES = 9_900_000;
/** A text of fewer characters is never compressed to more than that. */
const SURELY_SMALL = 9_900_000;

/**
 * Everything that was found, worst first, as SARIF logs that GitHub and others take whole: each below the limits on results and on compressed bytes, each
 * with a category of its own (`assay/piece-1/`), without which the next one would replace it. At least one, made one after the other.
 */
export function* sarifPieces(view: CheckView, repairs: readonly Repair[], mostBytes = MOST_BYTES): Generator<string> {
  const waiting: CheckView[] = slices(view, LIMITS.resultsPerRun);
  for (let number = 1; ; ) {
    const part = waiting.shift();
    if (part === undefined) return;
    const log = sarifLog(part, repairs);
    for (const run of log.runs) run.automationDetails = { id: `assay/piece-${number}/` };
    const text = `${JSON.stringify(log)}\n`;
    const count = part.defects.length + part.report.suppressed.length;
    if (count > 1 && text.length > Math.min(SURELY_SMALL, mostBytes) && gzipSync(text).length > mostBytes) {
      waiting.unshift(...slices(part, Math.ceil(count / 2)));
      continue;
    }
    yield text;
    number++;
  }
}

/** Views of so many results each; those of one hold the engines and problems of all. */
function slices(view: CheckView, size: number): CheckView[] {
  const { defects, report } = view;
  const { suppressed } = report;
  const total = defects.length + suppressed.length;
  return Array.from({ length: Math.max(1, Math.ceil(total / size)) }, (_, index) => {
    const [from, to] = [index * size, (index + 1) * size];
    const hidden = suppressed.slice(Math.max(0, from - defects.length), Math.max(0, to - defects.length));
    return { ...view, defects: defects.slice(from, to), report: { ...report, suppressed: hidden } };
  });
}

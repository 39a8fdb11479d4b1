import { COVERAGE_UNKNOWN, type EngineRun, type Problem } from "#domain/completeness.ts";
import type { ScanReport } from "#domain/report.ts";
import { by } from "#lib/compare.ts";
import type { ImportedReport } from "#ports/imported-report.ts";
import { nameFindings } from "./normalize.ts";

/** One engine's run with its findings named. */
export type EngineOutcome = { readonly run: EngineRun } & Pick<ScanReport, "findings" | "suppressed">;

/** Imported reports as runs of engines. One named like an engine that ran here, or like an earlier import, gets a name of its own. */
export function importedOutcomes(reports: readonly ImportedReport[], taken: ReadonlySet<string>): EngineOutcome[] {
  const names = new Set(taken);
  return reports.map((report) => {
    let id = report.id;
    for (let count = 1; names.has(id); count++) id = `${report.id}-import${count === 1 ? "" : `-${count}`}`;
    names.add(id);
    const { version, file, result } = report;
    const covered = [...new Set(result.covered)].toSorted();
    const reasons = sortReasons(result.problems);
    const readable = reasons.every(({ code }) => code === COVERAGE_UNKNOWN) || covered.length + result.findings.length > 0;
    const status = reasons.length === 0 ? "complete" : readable ? "partial" : "failed";
    return { run: { id, version, status, reasons, covered, seconds: 0, imported: file }, ...nameFindings(id, result) };
  });
}

/** By place; a text cut within a character cannot be logged. */
export function sortReasons(problems: readonly Problem[]): Problem[] {
  return problems
    .map((problem) => ({ ...problem, message: problem.message.toWellFormed() }))
    .toSorted(
      by(
        (one) => one.path ?? "",
        (one) => one.line ?? 0,
        (one) => one.code,
      ),
    );
}

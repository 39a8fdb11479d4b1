import type { EngineRun } from "#domain/completeness.ts";
import type { ScanReport } from "#domain/report.ts";
import { isSuppressionProblem } from "#domain/suppression.ts";
import { by } from "#lib/compare.ts";
import { sortFindings } from "./normalize.ts";

/** The report of the whole after some of its files were scanned again: what `again` says of those files replaces what was said before. */
export function mergeReports(whole: ScanReport, again: ScanReport, rescanned: ReadonlySet<string>): ScanReport {
  const kept = <T>(items: readonly T[], pathOf: (item: T) => string | undefined): T[] =>
    items.filter((item) => {
      const path = pathOf(item);
      return path === undefined || !rescanned.has(path);
    });
  const engines = whole.engines.map((engine): EngineRun => {
    const fresh = again.engines.find((other) => other.id === engine.id);
    const reasons = [...kept(engine.reasons, (reason) => reason.path), ...(fresh?.reasons ?? [])].toSorted(
      by(
        (one) => one.path ?? "",
        (one) => one.line ?? 0,
        (one) => one.code,
      ),
    );
    const covered = [
      ...new Set([...engine.covered.filter((path) => !rescanned.has(path)), ...(fresh?.covered ?? [])]),
    ].toSorted();
    const status = reasons.length === 0 ? "complete" : covered.length === 0 ? "failed" : "partial";
    return { ...engine, reasons, covered, status, seconds: engine.seconds + (fresh?.seconds ?? 0) };
  });
  const problems = [...kept(whole.problems, (problem) => problem.path), ...again.problems].toSorted(
    by(
      (one) => one.path ?? "",
      (one) => one.code,
    ),
  );
  return {
    complete:
      problems.every(isSuppressionProblem) && engines.length > 0 && engines.every((engine) => engine.status === "complete"),
    engines,
    findings: sortFindings([...kept(whole.findings, (finding) => finding.location.path), ...again.findings]),
    suppressed: [...kept(whole.suppressed, (entry) => entry.finding.location.path), ...again.suppressed].toSorted(
      by(
        (one) => one.finding.location.path,
        (one) => one.finding.location.startLine,
        (one) => one.finding.id,
      ),
    ),
    problems,
    files: [...new Set(engines.flatMap((engine) => engine.covered))].toSorted(),
  };
}

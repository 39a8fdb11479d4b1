import type { ScanReport } from "#domain/report.ts";
import type { ReportTimes } from "#faces/reports/gitlab/sast.ts";

/** When a run that ends now began, as far as its engines tell. */
export function reportTimes({ engines }: ScanReport, end = Date.now()): ReportTimes {
  const seconds = engines.reduce((sum, engine) => sum + engine.seconds, 0);
  const show = (time: number): string => new Date(time).toISOString().slice(0, 19);
  return { start: show(end - seconds * 1000), end: show(end) };
}

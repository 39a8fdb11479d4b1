import type { Severity } from "#domain/severity.ts";
import { showInvisible } from "#lib/text.ts";
import type { CheckView } from "#faces/reports/view.ts";

const SEVERITY: Readonly<Record<Severity, string>> = {
  critical: "blocker",
  high: "critical",
  medium: "major",
  low: "minor",
  info: "info",
};

/** GitLab's Code Quality report (https://docs.gitlab.com/ci/testing/code_quality/): entries with one fingerprint become one, so that of a defect tells equal ones apart. */
export function gitlabCodeQuality({ defects }: CheckView): string {
  const entries = defects.map(({ id, rule, title, message, severity, location }) => ({
    description: showInvisible(message.startsWith(title) ? message : `${title}. ${message}`).toWellFormed(),
    check_name: rule.toWellFormed(),
    fingerprint: id.toWellFormed(),
    severity: SEVERITY[severity],
    location: { path: location.path.toWellFormed(), lines: { begin: location.startLine, end: location.endLine } },
  }));
  return `${JSON.stringify(entries, undefined, 2)}\n`;
}

import type { Defect } from "#domain/defect.ts";
import type { Severity } from "#domain/severity.ts";
import { digest } from "#lib/digest.ts";
import { showInvisible } from "#lib/text.ts";
import { type CheckView, isIncomplete } from "#faces/reports/view.ts";

/** Version of GitLab's report formats that this one keeps to (https://gitlab.com/gitlab-org/security-products/security-report-schemas, MIT). */
const VERSION = "15.0.4";
/** Characters that the format takes. */
const LIMITS = { name: 255, description: 100_000, solution: 7000, message: 2000 } as const;
const MOST_MESSAGES = 200;

const SEVERITY: Readonly<Record<Severity, string>> = {
  critical: "Critical",
  high: "High",
  medium: "Medium",
  low: "Low",
  info: "Info",
};

/** UTC times of a run, `yyyy-mm-ddThh:mm:ss`. */
export interface ReportTimes {
  readonly start: string;
  readonly end: string;
}

/** GitLab's SAST report: one vulnerability a defect, worst first. A run that did not look at everything is a `failure`, and says what is missing. */
export function gitlabSast(view: CheckView, times: ReportTimes): string {
  const tool = { id: "assay", name: "assay", version: view.version, vendor: { name: "assay" } };
  return `${JSON.stringify(
    {
      version: VERSION,
      scan: {
        analyzer: tool,
        scanner: tool,
        type: "sast",
        start_time: times.start,
        end_time: times.end,
        status: isIncomplete(view.report) ? "failure" : "success",
        messages: messages(view),
      },
      vulnerabilities: view.defects.map(vulnerability),
    },
    undefined,
    2,
  )}\n`;
}

function vulnerability({ id, rule, cwe, title, message, remedy, severity, location }: Defect) {
  return {
    id: uuidOf(id),
    name: bounded(title, LIMITS.name),
    description: bounded(message, LIMITS.description),
    severity: SEVERITY[severity],
    ...(remedy === undefined ? {} : { solution: bounded(remedy, LIMITS.solution) }),
    identifiers: [
      { type: "assay_rule", name: bounded(`assay ${rule}`, LIMITS.name), value: bounded(rule, LIMITS.name) },
      ...(cwe === undefined
        ? []
        : [{ type: "cwe", name: cwe, value: cwe.slice(4), url: `https://cwe.mitre.org/data/definitions/${cwe.slice(4)}.html` }]),
    ],
    location: { file: location.path.toWellFormed(), start_line: location.startLine, end_line: location.endLine },
  };
}

function messages({ report }: CheckView) {
  const said = [
    ...report.engines.flatMap(({ id, reasons }) => reasons.map((reason) => ({ ...reason, message: `${id}: ${reason.message}` }))),
    ...report.problems,
  ].map(({ path, message }) => ({
    level: "warn",
    value: bounded(path === undefined ? message : `${path}: ${message}`, LIMITS.message),
  }));
  if (said.length <= MOST_MESSAGES) return said;
  return [...said.slice(0, MOST_MESSAGES), { level: "warn", value: `${said.length - MOST_MESSAGES} more are left out` }];
}

/** A UUID (version 8, RFC 9562) that stays the same for the same defect. */
function uuidOf(id: string): string {
  const hex = digest(id.toWellFormed()).slice("sha256:".length);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function bounded(text: string, most: number): string {
  const shown = showInvisible(text.trim() === "" ? "-" : text);
  return (shown.length <= most ? shown : `${shown.slice(0, most - 1)}…`).toWellFormed();
}

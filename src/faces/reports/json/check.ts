import type { Defect } from "#domain/defect.ts";
import { type CheckView, isIncomplete } from "#faces/reports/view.ts";

/** The document of `assay check --format json`, schema version 1. Sorted as the report is; keys that have no value are absent. */
export function checkDocument(view: CheckView): Record<string, unknown> {
  const { report, defects, version, compliance } = view;
  return {
    schemaVersion: 1,
    tool: { name: "assay", version },
    complete: !isIncomplete(report),
    engines: report.engines.map(({ id, version, status, reasons, seconds, imported, threatModel }) => ({
      id,
      version,
      status,
      reasons,
      seconds,
      ...(imported === undefined ? {} : { imported }),
      ...(threatModel === undefined ? {} : { threatModel }),
    })),
    defects: defects.map(defectEntry),
    findings: report.findings,
    suppressed: report.suppressed,
    problems: report.problems,
    ...(report.unread === undefined ? {} : { unread: report.unread }),
    ...(compliance === undefined ? {} : { standards: compliance }),
  };
}

function defectEntry({ id, cwe, rule, title, severity, probability, message, location, trace, witnesses }: Defect) {
  return { id, cwe, rule, title, severity, probability, message, location, trace, witnesses };
}

export function jsonText(document: unknown): string {
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

import { cweFamily } from "#domain/cwe.ts";
import type { Defect } from "#domain/defect.ts";
import type { Finding } from "#domain/finding.ts";
import type { ScanReport } from "#domain/report.ts";
import { severityRank } from "#domain/severity.ts";
import type { CheckContext } from "#ports/check.ts";
import type { EditedText } from "./match-findings.ts";

/** Suppressed findings count as findings: a marker does not mend anything. */
export function allFindings(report: ScanReport): Finding[] {
  return [...report.findings, ...report.suppressed.map(({ finding }) => finding)];
}

/** Some engines advise on every use of a safe form too (a process started without a shell): low, and milder than what it replaces. */
export function isMilderAdvice(finding: Finding, defect: Defect): boolean {
  const sameFamily = defect.cwe !== undefined && cweFamily(finding.cwe) === cweFamily([defect.cwe]);
  return (
    sameFamily &&
    severityRank(finding.severity) <= severityRank("low") &&
    severityRank(finding.severity) < severityRank(defect.severity)
  );
}

/** Both texts of files in the scope of a scan. */
export async function editedTexts(
  { before, after, candidate }: CheckContext,
  scope: ReadonlySet<string>,
): Promise<Map<string, EditedText>> {
  const texts = new Map<string, EditedText>();
  for (const path of scope) {
    const edits = candidate.patch.files.find((file) => file.path === path)?.edits ?? [];
    texts.set(path, { before: decode(await before.read(path)), after: decode(await after.read(path)), edits });
  }
  return texts;
}

export function findingName({ engine, rule, location, message }: Finding): string {
  return `${engine} ${rule} at ${location.path}:${location.startLine} (${message.slice(0, 120)})`;
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

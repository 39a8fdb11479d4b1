import ignore from "ignore";
import type { Problem } from "#domain/completeness.ts";
import { cweFamily } from "#domain/cwe.ts";
import type { Finding } from "#domain/finding.ts";
import type { ScanReport, Suppressed } from "#domain/report.ts";
import { maySuppress, nameSuppression, type SuppressionEntry, SUPPRESSIONS_PATH } from "#domain/suppression.ts";
import { by } from "#lib/compare.ts";

export interface SuppressOutcome {
  readonly report: ScanReport;
  /** Entries that fit at least one finding. */
  readonly used: ReadonlySet<SuppressionEntry>;
  /** Findings too severe to be hidden, each with the entry that tried. */
  readonly refused: readonly { readonly entry: SuppressionEntry; readonly finding: Finding }[];
}

/** The id of the defect that a finding bears witness of; undefined where no entry asks. */
export type DefectOf = (finding: Finding) => string | undefined;

/** Moves the findings that an entry fits to `suppressed`; the first entry that fits gives the reason. Entries must be in force. */
export function suppress(report: ScanReport, entries: readonly SuppressionEntry[], defectOf: DefectOf): SuppressOutcome {
  const tests = entries.map((entry) => ({ entry, fits: matcher(entry, defectOf) }));
  const used = new Set<SuppressionEntry>();
  const findings: Finding[] = [];
  const hidden: Suppressed[] = [];
  const refused: { entry: SuppressionEntry; finding: Finding }[] = [];
  for (const finding of report.findings) {
    const fitting = tests.filter(({ fits }) => fits(finding)).map(({ entry }) => entry);
    for (const entry of fitting) used.add(entry);
    const [entry] = fitting;
    if (entry !== undefined && maySuppress(finding.severity)) hidden.push(suppressed(finding, entry));
    else findings.push(finding);
    if (entry !== undefined && !maySuppress(finding.severity)) refused.push({ entry, finding });
  }
  const all = [...report.suppressed, ...hidden].toSorted(
    by(
      (one) => one.finding.location.path,
      (one) => one.finding.location.startLine,
      (one) => one.finding.id,
    ),
  );
  return { report: { ...report, findings, suppressed: all }, used, refused };
}

/** An entry holds to the end of the day it names; days as `YYYY-MM-DD`. */
export function isExpired({ suppression }: SuppressionEntry, today: string): boolean {
  return suppression.expires < today;
}

export function expiredProblem({ suppression, line }: SuppressionEntry): Problem {
  const message = `${nameSuppression(suppression)} expired on ${suppression.expires} and hides nothing any more: mend the code, renew the entry or remove it`;
  return { path: SUPPRESSIONS_PATH, code: "suppression-expired", message, line };
}

export function unusedProblem({ suppression, line }: SuppressionEntry): Problem {
  const message = `${nameSuppression(suppression)} fits no finding: remove the entry`;
  return { path: SUPPRESSIONS_PATH, code: "suppression-unused", message, line };
}

/** One problem an entry, in the order of the file, naming the first finding it may not hide. */
export function refusedProblems(refused: SuppressOutcome["refused"]): Problem[] {
  const first = new Map(refused.toReversed().map(({ entry, finding }) => [entry, finding]));
  return [...first].toSorted(by(([entry]) => entry.line)).map(([{ suppression, line }, { location, rule, severity }]) => ({
    path: SUPPRESSIONS_PATH,
    code: "suppression-refused",
    message: `${nameSuppression(suppression)} cannot hide ${rule} at ${location.path}:${location.startLine}: findings of severity ${severity} are not suppressed by a file of the repository`,
    line,
  }));
}

function matcher({ suppression }: SuppressionEntry, defectOf: DefectOf): (finding: Finding) => boolean {
  const { rule, cwe, path, id } = suppression;
  const paths = path === undefined ? undefined : ignore({ ignorecase: false }).add(path);
  return (finding) =>
    (rule === undefined || finding.rule === rule) &&
    (cwe === undefined || finding.cwe.includes(cwe) || cweFamily(finding.cwe) === cweFamily([cwe])) &&
    (paths === undefined || paths.ignores(finding.location.path)) &&
    (id === undefined || defectOf(finding)?.startsWith(id) === true);
}

function suppressed(finding: Finding, { suppression, line }: SuppressionEntry): Suppressed {
  const { reason, owner, expires } = suppression;
  return {
    finding,
    reason: `file: ${reason} (${owner}, until ${expires})`,
    source: "file",
    note: `${SUPPRESSIONS_PATH}:${line}`,
  };
}

import type { Defect } from "#domain/defect.ts";
import type { Location } from "#domain/location.ts";
import { type Severity, severityRank } from "#domain/severity.ts";
import { compareText } from "#lib/compare.ts";
import { showInvisible } from "#lib/text.ts";
import type { CheckView } from "#faces/reports/view.ts";

const SEVERITY: Readonly<Record<Severity, string>> = {
  critical: "BLOCKER",
  high: "HIGH",
  medium: "MEDIUM",
  low: "LOW",
  info: "INFO",
};
const MOST_SECONDARY = 50;

/** SonarQube's generic format for issues of other tools, that of version 10.3 and later: lines from 1, columns from 0. */
export function sonarIssues({ defects }: CheckView): string {
  const rules = new Map<string, Defect>();
  for (const defect of defects) {
    const known = rules.get(defect.rule);
    if (known === undefined || severityRank(defect.severity) > severityRank(known.severity)) rules.set(defect.rule, defect);
  }
  const document = {
    rules: [...rules.values()].toSorted((a, b) => compareText(a.rule, b.rule)).map(ruleOf),
    issues: defects.map(issueOf),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function ruleOf({ rule, title, cwe, severity }: Defect) {
  return {
    id: rule.toWellFormed(),
    name: showInvisible(title).toWellFormed(),
    description: showInvisible(cwe === undefined ? title : `${title} (${cwe})`).toWellFormed(),
    engineId: "assay",
    cleanCodeAttribute: "TRUSTWORTHY",
    impacts: [{ softwareQuality: "SECURITY", severity: SEVERITY[severity] }],
  };
}

function issueOf({ rule, message, location, trace = [] }: Defect) {
  return {
    ruleId: rule.toWellFormed(),
    primaryLocation: placeOf(location, message),
    ...(trace.length === 0
      ? {}
      : { secondaryLocations: trace.slice(0, MOST_SECONDARY).map(({ location, note }) => placeOf(location, note)) }),
  };
}

function placeOf(location: Location, message: string) {
  const { path, startLine, startColumn, endLine, endColumn } = location;
  // SonarQube refuses a range without a character in it; the line alone is taken.
  const empty = startLine === endLine && startColumn === endColumn;
  return {
    message: showInvisible(message).toWellFormed(),
    filePath: path.toWellFormed(),
    textRange: empty ? { startLine } : { startLine, endLine, startColumn: startColumn - 1, endColumn: endColumn - 1 },
  };
}

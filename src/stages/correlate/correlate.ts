import type { SyntaxTree } from "#analysis/parse/tree.ts";
import { cweFamily } from "#domain/cwe.ts";
import type { Defect } from "#domain/defect.ts";
import type { Finding } from "#domain/finding.ts";
import { DefectId, type FindingId } from "#domain/ids.ts";
import type { ScanReport } from "#domain/report.ts";
import { severityRank } from "#domain/severity.ts";
import { by } from "#lib/compare.ts";
import { digestJson } from "#lib/digest.ts";
import { lineStarts, offsetAt } from "#lib/text.ts";
import { cluster } from "./cluster.ts";
import { lineFacts, statementFacts } from "./flow.ts";
import { regionKey } from "./identity.ts";
import { type Belief, measuredBelief } from "./precision.ts";
import { agreement } from "./probability.ts";

/** The tree of a file, or undefined for one that could not be parsed. */
export type TreeOf = (path: string) => Promise<SyntaxTree | undefined>;

interface Region {
  readonly tree: SyntaxTree | undefined;
  readonly start: number;
  readonly end: number;
}

/** Findings of one root cause, hidden ones included, so that hiding one defect does not give its id to another. */
interface Group {
  readonly id: DefectId;
  readonly findings: readonly Finding[];
}

/** Joins findings into defects, worst and likeliest first, then by place; `belief` is what measurements say, where it is not given. A defect whose every finding is suppressed is left out. */
export async function correlate(report: ScanReport, treeOf: TreeOf, belief: Belief = measuredBelief([])): Promise<Defect[]> {
  const hidden = new Set(report.suppressed.map(({ finding }) => finding));
  const groups = await groupsOf(report, treeOf);
  return sortDefects(
    groups
      .map(({ id, findings }) => ({ id, visible: findings.filter((finding) => !hidden.has(finding)) }))
      .filter(({ visible }) => visible.length > 0)
      .map(({ id, visible }) => toDefect(id, visible, belief)),
  );
}

/** Worst and likeliest first, then by place. */
export function sortDefects(defects: readonly Defect[]): Defect[] {
  return defects.toSorted(
    by(
      (defect) => -severityRank(defect.severity),
      (defect) => -defect.probability,
      (defect) => defect.location.path,
      (defect) => defect.location.startLine,
      (defect) => defect.location.startColumn,
      (defect) => defect.id,
    ),
  );
}

/** The defect of every finding, also of suppressed ones. */
export async function defectIds(report: ScanReport, treeOf: TreeOf): Promise<ReadonlyMap<FindingId, DefectId>> {
  const groups = await groupsOf(report, treeOf);
  return new Map(groups.flatMap(({ id, findings }) => findings.map((finding) => [finding.id, id] as const)));
}

async function groupsOf(report: ScanReport, treeOf: TreeOf): Promise<Group[]> {
  const findings = [...report.findings, ...report.suppressed.map(({ finding }) => finding)].toSorted(
    by(
      (one) => one.location.path,
      (one) => one.location.startLine,
      (one) => one.location.startColumn,
      (one) => one.rule,
      (one) => one.engine,
      (one) => one.id,
    ),
  );
  const regions = new Map<Finding, Region>();
  // Sorted by path: each file's tree is asked for once.
  let file: { path: string; tree: SyntaxTree | undefined; starts: number[] } | undefined;
  for (const finding of findings) {
    const { path, startLine, startColumn, endLine, endColumn } = finding.location;
    if (file?.path !== path) {
      const tree = await treeOf(path);
      file = { path, tree, starts: tree === undefined ? [0] : lineStarts(tree.text) };
    }
    const { tree, starts } = file;
    regions.set(finding, { tree, start: offsetAt(starts, startLine, startColumn), end: offsetAt(starts, endLine, endColumn) });
  }
  const groups = cluster(findings, (finding) => {
    const { tree, start, end } = regions.get(finding) as Region;
    return tree === undefined ? lineFacts(finding.location.startLine) : statementFacts(tree, start, end);
  });
  const occurrences = new Map<string, number>();
  return groups.map((group) => ({ id: identify(group, regions, occurrences), findings: group }));
}

function identify(group: readonly Finding[], regions: ReadonlyMap<Finding, Region>, occurrences: Map<string, number>): DefectId {
  const lead = leadOf(group);
  const { tree, start, end } = regions.get(lead) as Region;
  const region = tree === undefined ? digestJson({ message: lead.message, rule: lead.rule }) : regionKey(tree, start, end);
  const key = digestJson({ family: cweFamily(lead.cwe), region });
  const occurrence = occurrences.get(key) ?? 0;
  occurrences.set(key, occurrence + 1);
  return DefectId.parse(digestJson({ key, occurrence }).slice("sha256:".length, "sha256:".length + 12));
}

function leadOf(group: readonly Finding[]): Finding {
  return group.toSorted(
    by(
      (finding) => (finding.trace === undefined ? 1 : 0),
      (finding) => (finding.title === undefined ? 1 : 0),
      (finding) => -finding.confidence,
      (finding) => -severityRank(finding.severity),
      (finding) => finding.id,
    ),
  )[0] as Finding;
}

function toDefect(id: DefectId, group: readonly Finding[], belief: Belief): Defect {
  const lead = leadOf(group);
  const worst = group.toSorted(by((finding) => -severityRank(finding.severity)))[0] as Finding;
  return {
    id,
    ...(lead.cwe[0] === undefined ? {} : { cwe: lead.cwe[0] }),
    rule: lead.rule,
    title: titleOf(lead),
    message: lead.message,
    ...(lead.remedy === undefined ? {} : { remedy: lead.remedy }),
    severity: worst.severity,
    probability: agreement(group, belief),
    location: lead.location,
    ...(lead.trace === undefined ? {} : { trace: lead.trace }),
    witnesses: group.map((finding) => finding.id).toSorted(),
  };
}

/** The rule's title, else the first sentence of the message, at most 100 characters. */
function titleOf(finding: Finding): string {
  if (finding.title !== undefined) return finding.title;
  const sentence = /^.*?[.:;](?=\s|$)/su.exec(finding.message)?.[0]?.replace(/[.:;]$/u, "") ?? finding.message;
  const line = sentence.replace(/\s+/gu, " ").trim();
  return line.length <= 100 ? line : `${line.slice(0, 97)}...`;
}

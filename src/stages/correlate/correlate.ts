import type { SyntaxTree } from "#analysis/parse/tree.ts";
import { cweFamily } from "#domain/cwe.ts";
import type { Defect } from "#domain/defect.ts";
import { compareFindings, type Finding } from "#domain/finding.ts";
import { DefectId, type FindingId } from "#domain/ids.ts";
import type { ScanReport } from "#domain/report.ts";
import { severityRank } from "#domain/severity.ts";
import { canonicalJson } from "#lib/canonical-json.ts";
import { compareText } from "#lib/compare.ts";
import { digest, shortDigest } from "#lib/digest.ts";
import { lineStarts, offsetAt } from "#lib/text.ts";
import { cluster } from "./cluster.ts";
import { lineFacts, type StatementFacts, statementFacts } from "./flow.ts";
import { regionKey } from "./identity.ts";
import { type Belief, measuredBelief } from "./precision.ts";
import { agreement } from "./probability.ts";

/** The tree of a file, or undefined for one that could not be parsed. */
export type TreeOf = (path: string) => Promise<SyntaxTree | undefined>;

interface Region {
  readonly tree: SyntaxTree;
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
    (a, b) =>
      severityRank(b.severity) - severityRank(a.severity) ||
      b.probability - a.probability ||
      compareText(a.location.path, b.location.path) ||
      a.location.startLine - b.location.startLine ||
      a.location.startColumn - b.location.startColumn ||
      compareText(a.id, b.id),
  );
}

/** The defect of every finding, also of suppressed ones. */
export async function defectIds(report: ScanReport, treeOf: TreeOf): Promise<ReadonlyMap<FindingId, DefectId>> {
  const groups = await groupsOf(report, treeOf);
  return new Map(groups.flatMap(({ id, findings }) => findings.map((finding) => [finding.id, id] as const)));
}

async function groupsOf(report: ScanReport, treeOf: TreeOf): Promise<Group[]> {
  const findings = [...report.findings, ...report.suppressed.map(({ finding }) => finding)].toSorted(compareFindings);
  const identify = identities();
  const groups: Group[] = [];
  // Sorted by path: one file after the other, so that a tree is needed once.
  for (let [from, to] = [0, 0]; from < findings.length; from = to) {
    const { path } = (findings[from] as Finding).location;
    while (findings[to]?.location.path === path) to++;
    const regionOf = regionsOf(await treeOf(path));
    const factsOf = (finding: Finding): StatementFacts => {
      const region = regionOf(finding);
      return region === undefined ? lineFacts(finding.location.startLine) : statementFacts(region.tree, region.start, region.end);
    };
    for (const group of cluster(findings.slice(from, to), factsOf)) {
      const lead = leadOf(group);
      groups.push({ id: identify(lead, regionOf(lead)), findings: group });
    }
  }
  return groups;
}

/** Where findings of one file lie in its tree. */
function regionsOf(tree: SyntaxTree | undefined): (finding: Finding) => Region | undefined {
  if (tree === undefined) return () => undefined;
  const starts = lineStarts(tree.text);
  return ({ location: { startLine, startColumn, endLine, endColumn } }) => ({
    tree,
    start: offsetAt(starts, startLine, startColumn),
    end: offsetAt(starts, endLine, endColumn),
  });
}

/** Names the defects of a report in their order: a digest of weakness family and code, or words where there is no code, and how many equal ones came before. */
function identities(): (lead: Finding, region: Region | undefined) => DefectId {
  const seen = new Map<string, { readonly key: string; occurrences: number }>();
  return (lead, region) => {
    const family = canonicalJson(cweFamily(lead.cwe));
    const code =
      region === undefined
        ? `{"message":${canonicalJson(lead.message)},"rule":${canonicalJson(lead.rule)}}`
        : regionKey(region.tree, region.start, region.end);
    const about = `${family}${code}`;
    let one = seen.get(about);
    if (one === undefined) {
      const key = digest(`{"family":${family},"region":"${region === undefined ? digest(code) : code}"}`);
      one = { key, occurrences: 0 };
      seen.set(about, one);
    }
    return DefectId.parse(shortDigest(`{"key":"${one.key}","occurrence":${one.occurrences++}}`, 12));
  };
}

function leadOf(group: readonly Finding[]): Finding {
  return first(group, compareLeads);
}

/** Those with a trace, then those with a title, the surest, the worst. */
function compareLeads(a: Finding, b: Finding): number {
  return (
    Number(a.trace === undefined) - Number(b.trace === undefined) ||
    Number(a.title === undefined) - Number(b.title === undefined) ||
    b.confidence - a.confidence ||
    severityRank(b.severity) - severityRank(a.severity) ||
    compareText(a.id, b.id)
  );
}

/** The least of a group, and of equal ones the first. */
function first(group: readonly Finding[], compare: (a: Finding, b: Finding) => number): Finding {
  return group.reduce((least, one) => (compare(one, least) < 0 ? one : least));
}

function toDefect(id: DefectId, group: readonly Finding[], belief: Belief): Defect {
  const lead = leadOf(group);
  const worst = first(group, (a, b) => severityRank(b.severity) - severityRank(a.severity));
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

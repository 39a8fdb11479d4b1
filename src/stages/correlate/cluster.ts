import { cweFamily } from "#domain/cwe.ts";
import type { Finding } from "#domain/finding.ts";
import { overlaps } from "#domain/location.ts";
import { compareText } from "#lib/compare.ts";

/** Identity of the statement a finding lies in, within its file; equal for findings of one statement. */
export type StatementOf = (finding: Finding) => string;

/**
 * Groups findings that share a root cause: one weakness family, one file, and either overlapping regions, or two engines that speak
 * of one statement. Two claims of one engine on separate regions stay two. Groups in the order of their first finding.
 */
export function cluster(findings: readonly Finding[], statementOf: StatementOf): Finding[][] {
  const buckets = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = `${finding.location.path}\n${cweFamily(finding.cwe)}`;
    const bucket = buckets.get(key);
    if (bucket === undefined) buckets.set(key, [finding]);
    else bucket.push(finding);
  }
  const groups: Finding[][] = [];
  for (const bucket of buckets.values()) groups.push(...clusterBucket(bucket, statementOf));
  return groups.toSorted((a, b) => compareText(keyOf(a), keyOf(b)));
}

function keyOf(group: readonly Finding[]): string {
  const location = (group[0] as Finding).location;
  return `${location.path}\n${String(location.startLine).padStart(9, "0")}\n${String(location.startColumn).padStart(9, "0")}`;
}

function clusterBucket(bucket: readonly Finding[], statementOf: StatementOf): Finding[][] {
  const groups: { members: Finding[]; statements: Set<string> }[] = [];
  const byStatement = new Map<string, (typeof groups)[number][]>();
  for (const finding of bucket) {
    const statement = statementOf(finding);
    const near = byStatement.get(statement) ?? groups.slice(-8);
    const home = near.find(
      (group) =>
        group.members.some((member) => overlaps(member.location, finding.location) && sameExtent(member, finding)) ||
        (group.statements.has(statement) && group.members.every((member) => member.engine !== finding.engine)),
    );
    const group = home ?? { members: [], statements: new Set<string>() };
    if (home === undefined) groups.push(group);
    group.members.push(finding);
    group.statements.add(statement);
    const listed = byStatement.get(statement);
    if (listed === undefined) byStatement.set(statement, [group]);
    else if (!listed.includes(group)) listed.push(group);
  }
  return groups.map((group) => group.members);
}

/** Touching regions of one engine are two claims unless one holds the other. */
function sameExtent(a: Finding, b: Finding): boolean {
  if (a.engine !== b.engine) return true;
  return holds(a, b) || holds(b, a);
}

function holds(outer: Finding, inner: Finding): boolean {
  const [a, b] = [outer.location, inner.location];
  const startsBefore = a.startLine < b.startLine || (a.startLine === b.startLine && a.startColumn <= b.startColumn);
  const endsAfter = a.endLine > b.endLine || (a.endLine === b.endLine && a.endColumn >= b.endColumn);
  return startsBefore && endsAfter;
}

import { cweFamily } from "#domain/cwe.ts";
import type { Finding } from "#domain/finding.ts";
import { overlaps } from "#domain/location.ts";
import { by } from "#lib/compare.ts";
import { shareValue, type StatementFacts } from "./flow.ts";

export type FactsOf = (finding: Finding) => StatementFacts;

/**
 * Groups findings that share a root cause: one weakness family, one file, and either overlapping regions, or two engines that speak
 * of one statement, or of two statements of which one uses the value the other makes (or that one engine's trace joins). Two claims
 * of one engine on separate regions stay two. Groups in the order of their first finding.
 */
export function cluster(findings: readonly Finding[], factsOf: FactsOf): Finding[][] {
  const buckets = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = `${finding.location.path}\n${cweFamily(finding.cwe)}`;
    const bucket = buckets.get(key);
    if (bucket === undefined) buckets.set(key, [finding]);
    else bucket.push(finding);
  }
  const groups: Finding[][] = [];
  for (const bucket of buckets.values()) groups.push(...clusterBucket(bucket, factsOf));
  return groups.toSorted(
    by(
      (group) => placeOf(group).path,
      (group) => placeOf(group).startLine,
      (group) => placeOf(group).startColumn,
    ),
  );
}

function placeOf(group: readonly Finding[]): Finding["location"] {
  return (group[0] as Finding).location;
}

interface Group {
  readonly members: Finding[];
  readonly facts: StatementFacts[];
}

/** How many groups before a finding are looked at: a cause and its effect stand close together. */
const NEAR = 12;

function clusterBucket(bucket: readonly Finding[], factsOf: FactsOf): Finding[][] {
  const groups: Group[] = [];
  for (const finding of bucket) {
    const facts = factsOf(finding);
    const near = groups.slice(-NEAR).toReversed();
    const group =
      near.find((one) => overlapping(one, finding)) ??
      near.find((one) => onePlace(one, finding, facts)) ??
      near.find((one) => oneFlow(one, finding, facts));
    if (group === undefined) groups.push({ members: [finding], facts: [facts] });
    else {
      group.members.push(finding);
      group.facts.push(facts);
    }
  }
  return groups.map((group) => group.members);
}

function overlapping(group: Group, finding: Finding): boolean {
  return group.members.some((member) => overlaps(member.location, finding.location) && sameExtent(member, finding));
}

function onePlace(group: Group, finding: Finding, facts: StatementFacts): boolean {
  return otherEngine(group, finding) && group.facts.some((one) => one.key === facts.key);
}

function oneFlow(group: Group, finding: Finding, facts: StatementFacts): boolean {
  if (!otherEngine(group, finding)) return false;
  return (
    group.facts.some((one) => shareValue(one, facts)) ||
    group.members.some((member) => onTrace(member, finding) || onTrace(finding, member))
  );
}

function otherEngine(group: Group, finding: Finding): boolean {
  return group.members.every((member) => member.engine !== finding.engine);
}

function onTrace(traced: Finding, other: Finding): boolean {
  return traced.trace?.some((step) => overlaps(step.location, other.location)) ?? false;
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

import { cweFamily } from "#domain/cwe.ts";
import type { Finding } from "#domain/finding.ts";
import { overlaps } from "#domain/location.ts";
import { shareValue, type StatementFacts } from "./flow.ts";

export type FactsOf = (finding: Finding) => StatementFacts;

/**
 * Groups findings of one file, which are in the order of their places, that share a root cause: one weakness family, and either overlapping regions, or two engines
 * that speak of one statement, or of two statements of which one uses the value the other makes (or that one engine's trace joins). Two claims of one engine on
 * separate regions stay two. Groups in the order of their first finding's place.
 */
export function cluster(findings: readonly Finding[], factsOf: FactsOf): Finding[][] {
  const buckets = Map.groupBy(findings, ({ cwe }) => cweFamily(cwe));
  const groups: Finding[][] = [];
  for (const bucket of buckets.values()) {
    if (bucket.length === 1) groups.push(bucket);
    else groups.push(...clusterBucket(bucket, factsOf));
  }
  return buckets.size === 1 ? groups : groups.toSorted(byStart);
}

function byStart([a]: readonly Finding[], [b]: readonly Finding[]): number {
  const [one, other] = [(a as Finding).location, (b as Finding).location];
  return one.startLine - other.startLine || one.startColumn - other.startColumn;
}

/** A finding with what is around it, which is looked up when it is first asked for: places that overlap need none of it. */
interface Claim {
  readonly finding: Finding;
  facts: StatementFacts | undefined;
}

type Group = Claim[];

/** How many groups before a finding are looked at: a cause and its effect stand close together. */
const NEAR = 12;

function clusterBucket(bucket: readonly Finding[], factsOf: FactsOf): Finding[][] {
  const groups: Group[] = [];
  const facts = (claim: Claim): StatementFacts => (claim.facts ??= factsOf(claim.finding));
  for (const finding of bucket) {
    const claim: Claim = { finding, facts: undefined };
    const near = (joins: (group: Group) => boolean): Group | undefined => {
      for (let at = groups.length - 1; at >= 0 && at >= groups.length - NEAR; at--) {
        const group = groups[at] as Group;
        if (joins(group)) return group;
      }
      return undefined;
    };
    const group =
      near((one) => overlapping(one, finding)) ??
      near((one) => otherEngine(one, finding) && one.some((member) => facts(member).key === facts(claim).key)) ??
      near((one) => otherEngine(one, finding) && one.some((member) => oneFlow(member, claim, facts)));
    if (group === undefined) groups.push([claim]);
    else group.push(claim);
  }
  return groups.map((group) => group.map((claim) => claim.finding));
}

function overlapping(group: Group, finding: Finding): boolean {
  return group.some((member) => overlaps(member.finding.location, finding.location) && sameExtent(member.finding, finding));
}

function oneFlow(a: Claim, b: Claim, facts: (claim: Claim) => StatementFacts): boolean {
  return shareValue(facts(a), facts(b)) || onTrace(a.finding, b.finding) || onTrace(b.finding, a.finding);
}

function otherEngine(group: Group, finding: Finding): boolean {
  return group.every((member) => member.finding.engine !== finding.engine);
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

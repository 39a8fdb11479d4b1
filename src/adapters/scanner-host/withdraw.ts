import { cweFamily } from "#domain/cwe.ts";
import type { Location } from "#domain/location.ts";
import type { RawFinding } from "#ports/scanner.ts";
import type { FlowReport } from "./data-flow.ts";

/**
 * The findings of our rules without those at sinks of which the data flow knows better: all that reaches them is fixed or was checked. A rule sees one
 * expression, the data flow also what was done before. Rules in `kept` are never overruled.
 */
export function withdraw(
  findings: readonly RawFinding[],
  harmless: FlowReport["harmless"],
  kept: ReadonlySet<string>,
): readonly RawFinding[] {
  if (harmless.length === 0) return findings;
  const sinks = Map.groupBy(harmless, ({ location, cwe }) => `${location.path} ${location.startLine} ${cweFamily(cwe)}`);
  return findings.filter((finding) => {
    if (kept.has(finding.rule)) return true;
    const near = sinks.get(`${finding.location.path} ${finding.location.startLine} ${cweFamily(finding.cwe)}`) ?? [];
    return !near.some(({ location, written }) => within(finding.location, location, written));
  });
}

/** Inside the call, or the assignment that begins with the left side. */
function within(finding: Location, sink: Location, written: boolean): boolean {
  if (finding.startColumn < sink.startColumn) return false;
  if (finding.startColumn === sink.startColumn && written) return true;
  // What ends before the call does is the object of its method.
  if (finding.startColumn === sink.startColumn && (finding.endLine !== sink.endLine || finding.endColumn !== sink.endColumn))
    return false;
  return finding.endLine < sink.endLine || (finding.endLine === sink.endLine && finding.endColumn <= sink.endColumn);
}

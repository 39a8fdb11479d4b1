import type { Finding } from "#domain/finding.ts";
import { FindingId } from "#domain/ids.ts";
import { by } from "#lib/compare.ts";
import { digestJson } from "#lib/digest.ts";
import type { LibraryResult, RawFinding } from "#ports/scanner.ts";
import type { ScanReport } from "#domain/report.ts";

/** Gives each claim its identity: a digest of engine, rule and place, with a number where one engine says the same thing twice. */
export function identifyFindings(engine: string, raw: readonly RawFinding[]): Finding[] {
  const seen = new Map<string, number>();
  return raw.map((finding) => {
    const base = digestJson({ engine, rule: finding.rule, location: finding.location }).slice(
      "sha256:".length,
      "sha256:".length + 16,
    );
    const count = (seen.get(base) ?? 0) + 1;
    seen.set(base, count);
    return { ...wholeCharacters(finding), engine, id: FindingId.parse(count === 1 ? base : `${base}-${count}`) };
  });
}

/** What an engine said, spoken and hidden, with identities. */
export function nameFindings(engine: string, result: LibraryResult): Pick<ScanReport, "findings" | "suppressed"> {
  const entries = result.suppressed ?? [];
  const hidden = identifyFindings(
    engine,
    entries.map((entry) => entry.finding),
  );
  return {
    findings: identifyFindings(engine, result.findings),
    suppressed: hidden.map((finding, index) => ({ finding, reason: entries[index]?.reason ?? "", source: "marker" as const })),
  };
}

/** Cut texts may end in half a character, which no log can carry. */
function wholeCharacters(finding: RawFinding): RawFinding {
  const { message, title, remedy, suggestion, trace } = finding;
  return {
    ...finding,
    message: message.toWellFormed(),
    ...(title === undefined ? {} : { title: title.toWellFormed() }),
    ...(remedy === undefined ? {} : { remedy: remedy.toWellFormed() }),
    ...(suggestion === undefined ? {} : { suggestion: suggestion.toWellFormed() }),
    ...(trace === undefined ? {} : { trace: trace.map((step) => ({ ...step, note: step.note.toWellFormed() })) }),
  };
}

/** By path, place, rule, engine. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  return findings.toSorted(
    by(
      (one) => one.location.path,
      (one) => one.location.startLine,
      (one) => one.location.startColumn,
      (one) => one.rule,
      (one) => one.engine,
      (one) => one.id,
    ),
  );
}

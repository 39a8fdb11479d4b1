import { compareInFile, type Finding } from "#domain/finding.ts";
import { FindingId } from "#domain/ids.ts";
import { canonicalJson } from "#lib/canonical-json.ts";
import { compareText } from "#lib/compare.ts";
import { shortDigest } from "#lib/digest.ts";
import type { LibraryResult, RawFinding } from "#ports/scanner.ts";
import type { ScanReport } from "#domain/report.ts";

/** Gives each claim its identity: a digest of engine, rule and place, with a number where one engine says the same thing twice. */
export function identifyFindings(engine: string, raw: readonly RawFinding[]): Finding[] {
  const seen = new Map<string, number>();
  const base = placeDigest(engine);
  return raw.map((finding) => {
    const id = base(finding);
    const count = (seen.get(id) ?? 0) + 1;
    seen.set(id, count);
    return { ...wholeCharacters(finding), engine, id: FindingId.parse(count === 1 ? id : `${id}-${count}`) };
  });
}

/** The digest of the canonical JSON of `{ engine, location, rule }`, written part by part: of a million findings most repeat the texts of others. */
function placeDigest(engine: string): (finding: RawFinding) => string {
  const quotes = new Map<string, string>();
  const quoted = (text: string): string => {
    const known = quotes.get(text);
    if (known !== undefined) return known;
    const quote = canonicalJson(text);
    quotes.set(text, quote);
    return quote;
  };
  const start = `{"engine":${canonicalJson(engine)},"location":{"endColumn":`;
  return ({ rule, location: { path, startLine, startColumn, endLine, endColumn } }) => {
    const end = `${canonicalJson(endColumn)},"endLine":${canonicalJson(endLine)}`;
    const from = `"startColumn":${canonicalJson(startColumn)},"startLine":${canonicalJson(startLine)}`;
    return shortDigest(`${start}${end},"path":${quoted(path)},${from}},"rule":${quoted(rule)}}`, 16);
  };
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
  const texts = [message, title, remedy, suggestion];
  const whole = texts.every((text) => text === undefined || text.isWellFormed());
  if (whole && (trace === undefined || trace.every(({ note }) => note.isWellFormed()))) return finding;
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
  const byPath = Map.groupBy(findings, ({ location }) => location.path);
  return [...byPath.keys()].toSorted(compareText).flatMap((path) => byPath.get(path)?.toSorted(compareInFile) ?? []);
}

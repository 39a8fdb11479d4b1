import type { FixOutcome, GateOutcome, ReviewOutcome } from "#app/api.ts";
import { cweFamily } from "#domain/cwe.ts";
import type { Defect } from "#domain/defect.ts";
import type { Finding } from "#domain/finding.ts";
import type { ScanReport } from "#domain/report.ts";
import { literalSecrets, masker } from "#domain/secrets.ts";

/** Masks secrets in a text that is to be shown; see {@link maskOf}. */
export type Mask = (text: string) => string;

/**
 * The mask for everything that is shown of one run: credentials of a known shape, and the literals at places that an engine called a hard-coded secret, hidden
 * findings among them. Reports name and quote code; the secret itself is for nobody who reads them.
 */
export function maskOf(report: ScanReport, sources: ReadonlyMap<string, string>): Mask {
  const byPath = new Map<string, Finding[]>();
  for (const finding of [...report.findings, ...report.suppressed.map((one) => one.finding)]) {
    if (cweFamily(finding.cwe) !== "hard-coded-secret") continue;
    const { path } = finding.location;
    byPath.set(path, [...(byPath.get(path) ?? []), finding]);
  }
  const secrets = Array.from(byPath, ([path, findings]) => literalSecrets(sources.get(path) ?? "", findings, "values")).flat();
  const mask = masker(secrets);
  const known = new Map<string, string>();
  return (text) => {
    if (text.length > 2000) return mask(text);
    const before = known.get(text);
    if (before !== undefined) return before;
    const shown = mask(text);
    known.set(text, shown);
    return shown;
  };
}

/** The words of a defect, masked; its places and ids as they are. */
export function maskedDefect<T extends Pick<Defect, "title" | "message" | "remedy" | "trace">>(defect: T, mask: Mask): T {
  return {
    ...defect,
    title: mask(defect.title),
    message: mask(defect.message),
    ...(defect.remedy !== undefined && { remedy: mask(defect.remedy) }),
    ...(defect.trace !== undefined && { trace: defect.trace.map((step) => ({ ...step, note: mask(step.note) })) }),
  };
}

/** The words of a report, masked. A suggestion that holds a secret is left out: with stars in it, it would be wrong code. */
export function maskedReport(report: ScanReport, mask: Mask): ScanReport {
  const finding = (one: Finding): Finding => {
    const { title, message, remedy, suggestion, trace, ...rest } = one;
    return {
      ...rest,
      message: mask(message),
      ...(title !== undefined && { title: mask(title) }),
      ...(remedy !== undefined && { remedy: mask(remedy) }),
      ...(suggestion !== undefined && mask(suggestion) === suggestion && { suggestion }),
      ...(trace !== undefined && { trace: trace.map((step) => ({ ...step, note: mask(step.note) })) }),
    };
  };
  const said = <P extends { readonly message: string }>(problem: P): P => ({ ...problem, message: mask(problem.message) });
  return {
    ...report,
    findings: report.findings.map(finding),
    suppressed: report.suppressed.map((one) => ({ ...one, finding: finding(one.finding), reason: mask(one.reason) })),
    engines: report.engines.map((engine) => ({ ...engine, reasons: engine.reasons.map(said) })),
    problems: report.problems.map(said),
  };
}

/** The repairs in words: titles, reasons, details, trade-offs. A patch stays exact: it is no text to read. */
export function maskedRepairs(repairs: FixOutcome["repairs"], mask: Mask): FixOutcome["repairs"] {
  return deep(repairs, mask) as FixOutcome["repairs"];
}

/** A comment loses its suggestion where the new code holds a secret. */
export function maskedReview(outcome: ReviewOutcome, mask: Mask): ReviewOutcome {
  const comments = outcome.comments.map((comment) => {
    const { suggestion, ...rest } = maskedDefect(comment, mask);
    if (suggestion === undefined || suggestion.edits.some(({ text }) => mask(text) !== text)) return rest;
    const written = suggestion.diff.split("\n").filter((line) => line.startsWith("+"));
    if (written.some((line) => mask(line) !== line)) return rest;
    return { ...rest, suggestion: { ...(deep(suggestion, mask) as typeof suggestion), edits: suggestion.edits } };
  });
  return { ...outcome, comments };
}

export function maskedGate(outcome: GateOutcome, mask: Mask): GateOutcome {
  const { defects, report, verdict, notes, ...rest } = outcome;
  return {
    ...rest,
    defects: defects.map((defect) => maskedDefect(defect, mask)),
    report: maskedReport(report, mask),
    verdict: deep(verdict, mask) as GateOutcome["verdict"],
    notes: notes.map(mask),
  };
}

/** Every text in a value, but for patches, ids and digests. */
function deep(value: unknown, mask: Mask): unknown {
  if (typeof value === "string") return mask(value);
  if (Array.isArray(value)) return value.map((item) => deep(item, mask));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, key === "patch" ? item : deep(item, mask)]));
}

import type { CheckOutcome, Explanation, FixOutcome } from "#app/api.ts";
import type { Compliance } from "#domain/compliance.ts";
import type { Defect } from "#domain/defect.ts";
import type { Finding } from "#domain/finding.ts";
import type { NoiseBudget } from "#domain/noise.ts";
import type { ScanReport } from "#domain/report.ts";
import type { Severity } from "#domain/severity.ts";
import { compareText } from "#lib/compare.ts";

/** What a report of a check is a pure function of. */
export interface CheckView {
  readonly version: string;
  readonly failOn: Severity;
  readonly report: ScanReport;
  /** Worst first. */
  readonly defects: readonly Defect[];
  /** Defects that are not told, since the request speaks of changed lines only. */
  readonly beside?: CheckOutcome["beside"];
  /** Text of every file that a defect or a suppressed finding stands in, by path; files that are not text are absent. */
  readonly sources: ReadonlyMap<string, string>;
  /** How much a comment on a change tells; everything where it is absent. */
  readonly noise?: NoiseBudget;
  /** Hides secrets in what is quoted from `sources`, which are exact; the words of the view are masked already. */
  readonly mask?: (text: string) => string;
  /** By rule id; empty where a format has no use for them. */
  readonly explanations: ReadonlyMap<string, Explanation>;
  /** One for each standard that was asked for. */
  readonly compliance?: readonly Compliance[];
}

export interface FixView extends CheckView, Pick<FixOutcome, "repairs" | "defectsById" | "applied" | "attemptDiff" | "stop"> {
  /** Options that were asked for and that no repair has. */
  readonly optionless?: readonly string[];
  /** Names that were asked for and that no defect here has. */
  readonly unmatched: readonly string[];
  /** By defect of `defectsById`, the text in which its place lies, where there is one; exact, as `sources` are. */
  readonly texts: ReadonlyMap<string, string>;
  readonly evidence?: string;
  readonly tests?: NonNullable<FixOutcome["tests"]>;
}

/** The texts a report quotes, read once. */
export async function loadSources(outcome: CheckOutcome, more: Iterable<Defect> = []): Promise<ReadonlyMap<string, string>> {
  const paths = new Set([...outcome.defects, ...more].map((defect) => defect.location.path));
  for (const { finding } of outcome.report.suppressed) paths.add(finding.location.path);
  const sources = new Map<string, string>();
  for (const path of [...paths].toSorted()) {
    const text = await outcome.text(path);
    if (text !== undefined) sources.set(path, text);
  }
  return sources;
}

/** A view whose sources are those in which the place of one defect lies. */
export function viewAround(view: FixView, { id, location }: Defect): FixView {
  const text = view.texts.get(id);
  return { ...view, sources: new Map(text === undefined ? [] : [[location.path, text]]) };
}

/** The text of a file as it may be shown. */
export function quotable({ sources, mask }: Pick<CheckView, "sources" | "mask">, path: string): string | undefined {
  const text = sources.get(path);
  return text === undefined || mask === undefined ? text : mask(text);
}

/**
 * True when the absence of findings proves nothing: an engine did not finish, or files were asked for and none was analysed.
 */
export function isIncomplete(report: ScanReport): boolean {
  return !report.complete || (report.files.length === 0 && report.problems.length > 0);
}

/** Look-ups that a report needs for every defect. */
export interface ViewIndex {
  /** The shortest prefix, of 8 characters at least, that names this id among the view's defects. */
  readonly shortId: (id: string) => string;
  readonly witnesses: (defect: Defect) => readonly Finding[];
  /** Ids of the engines that raised a defect, sorted. */
  readonly engines: (defect: Defect) => readonly string[];
}

export function indexView(view: CheckView, more: Iterable<Defect> = []): ViewIndex {
  const findings = new Map<string, Finding>(view.report.findings.map((finding) => [finding.id, finding]));
  const short = shortIds([...view.defects, ...more].map((defect) => defect.id));
  const witnesses = (defect: Defect) => defect.witnesses.flatMap((id) => findings.get(id) ?? []);
  return {
    shortId: (id) => short.get(id) ?? id,
    witnesses,
    engines: (defect) => [...new Set(witnesses(defect).map((finding) => finding.engine))].toSorted(compareText),
  };
}

function shortIds(ids: readonly string[]): Map<string, string> {
  const sorted = [...new Set(ids)].toSorted(compareText);
  return new Map(
    sorted.map((id, place) => {
      const shared = Math.max(sharedPrefix(id, sorted[place - 1] ?? ""), sharedPrefix(id, sorted[place + 1] ?? ""));
      return [id, id.slice(0, Math.max(8, shared + 1))];
    }),
  );
}

function sharedPrefix(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

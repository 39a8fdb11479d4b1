import type { z } from "zod";
import type { Problem } from "#domain/completeness.ts";
import { AssayError } from "#domain/errors.ts";
import type { Finding } from "#domain/finding.ts";
import type { ScanReport } from "#domain/report.ts";
import { SUPPRESSION_KEYS, type SuppressionEntry, SuppressionFile, SUPPRESSIONS_PATH } from "#domain/suppression.ts";
import { by } from "#lib/compare.ts";
import { showInvisible } from "#lib/text.ts";
import { decodeStrict } from "#ports/overlay.ts";
import type { Workspace } from "#ports/workspace.ts";
import { defectIds } from "#stages/correlate/correlate.ts";
import { mergeReports } from "#stages/scan/merge.ts";
import { expiredProblem, isExpired, refusedProblems, suppress, type SuppressOutcome } from "#stages/scan/suppress.ts";
import { type ConfigFile, parseConfigFile } from "./config-file.ts";
import { nearest } from "./nearest.ts";
import type { Project } from "./project.ts";

const MAX_BYTES = 256 * 1024;

/** What a run hides, fixed at its start: no patch of the run changes it. */
export interface Suppressions {
  /** Every entry, in the order of the file. */
  readonly all: readonly SuppressionEntry[];
  /** Those that hold today, in the same order. */
  readonly inForce: readonly SuppressionEntry[];
  /** Of entries that no longer hold, or of a file that cannot be read. */
  readonly problems: readonly Problem[];
}

export const NO_SUPPRESSIONS: Suppressions = { all: [], inForce: [], problems: [] };

/**
 * The suppressions of one state of the project. A broken file throws AssayError `config-invalid`, unless it is that of the base of a change:
 * the change may mend it, so nothing is hidden and a problem says why.
 */
export async function readSuppressions(state: Workspace | undefined, kind: "current" | "base"): Promise<Suppressions> {
  if (state === undefined) return NO_SUPPRESSIONS;
  let entries: readonly SuppressionEntry[];
  try {
    entries = await suppressionEntries(state);
  } catch (error) {
    if (kind === "current" || !(error instanceof AssayError)) throw error;
    const message = `the file of the base hides nothing: ${error.message}`;
    return { ...NO_SUPPRESSIONS, problems: [{ path: SUPPRESSIONS_PATH, code: "suppression-invalid", message }] };
  }
  const today = new Date().toISOString().slice(0, 10);
  return {
    all: entries,
    inForce: entries.filter((entry) => !isExpired(entry, today)),
    problems: entries.filter((entry) => isExpired(entry, today)).map(expiredProblem),
  };
}

/** Every entry of the file, also expired ones. Empty without a file. */
export async function suppressionEntries(state: Workspace): Promise<readonly SuppressionEntry[]> {
  if (!(await state.has(SUPPRESSIONS_PATH))) return [];
  const bytes = await state.read(SUPPRESSIONS_PATH);
  if (bytes.length > MAX_BYTES)
    throw invalid(`${SUPPRESSIONS_PATH}: ${bytes.length} bytes, more than the ${MAX_BYTES} it may have`);
  const text = decodeStrict(bytes);
  if (text === undefined) throw invalid(`${SUPPRESSIONS_PATH}: is not valid UTF-8`);
  return parseSuppressions(text);
}

/** Throws AssayError `config-invalid` with one line a fault: `file:line:column: what is wrong`. */
export function parseSuppressions(text: string): readonly SuppressionEntry[] {
  const file = parseConfigFile(text, SUPPRESSIONS_PATH);
  const parsed = SuppressionFile.safeParse(file.values, { reportInput: true });
  if (!parsed.success) throw invalid(parsed.error.issues.flatMap((issue) => issueLines(issue, file)).join("\n"), parsed.error);
  return (parsed.data.suppressions ?? []).map((suppression, index) => ({
    suppression,
    line: lineOf(file, ["suppressions", index]),
  }));
}

/** Hides what is suppressed in the report of a whole scan, and adds the problems of the file to a report that holds anything. */
export async function hideSuppressed(
  project: Pick<Project, "treeOf">,
  report: ScanReport,
  workspace: Workspace,
  suppressions: Suppressions,
): Promise<SuppressOutcome> {
  const outcome = suppress(report, suppressions.inForce, await defectOf(project, report, workspace, suppressions));
  const added = [...suppressions.problems, ...refusedProblems(outcome.refused)];
  if (added.length === 0 || report.files.length === 0) return outcome;
  const problems = [...report.problems, ...added].toSorted(
    by(
      (one) => one.path ?? "",
      (one) => one.code,
      (one) => one.line ?? 0,
    ),
  );
  return { ...outcome, report: { ...outcome.report, problems } };
}

/** The same for a scan of some files after a patch; `before` is the report of the whole that it will be merged into. */
export async function hideAgain(
  project: Pick<Project, "treeOf">,
  fresh: ScanReport,
  workspace: Workspace,
  suppressions: Suppressions,
  before: ScanReport,
  rescanned: ReadonlySet<string>,
): Promise<ScanReport> {
  const whole = mergeReports(before, fresh, rescanned);
  return suppress(fresh, suppressions.inForce, await defectOf(project, whole, workspace, suppressions)).report;
}

/** Defects are only put together when an entry names one. */
async function defectOf(
  project: Pick<Project, "treeOf">,
  report: ScanReport,
  workspace: Workspace,
  { inForce }: Suppressions,
): Promise<(finding: Finding) => string | undefined> {
  if (inForce.every(({ suppression }) => suppression.id === undefined)) return () => undefined;
  const ids = await defectIds(report, (path) => project.treeOf(workspace, path));
  return (finding) => ids.get(finding.id);
}

function issueLines(issue: z.core.$ZodIssue, file: ConfigFile): string[] {
  const { path } = issue;
  const name = path.map(String).join(".");
  if (issue.code !== "unrecognized_keys")
    return [`${file.place(path)}: ${name === "" ? "" : `${name}: `}${showInvisible(issue.message)}`];
  const allowed = path.length === 0 ? ["suppressions"] : SUPPRESSION_KEYS;
  return issue.keys.map((key) => {
    const near = nearest(key, allowed);
    const meant = near === undefined ? "" : `; did you mean "${near}"?`;
    return `${file.place(path, key)}: unknown key ${showInvisible(JSON.stringify(key.slice(0, 100)))}${meant} (allowed: ${allowed.join(", ")})`;
  });
}

function lineOf(file: ConfigFile, path: readonly PropertyKey[]): number {
  return Number(/:(\d+):\d+$/.exec(file.place(path))?.[1] ?? 1);
}

function invalid(message: string, cause?: unknown): AssayError {
  return new AssayError("config-invalid", message, { cause });
}

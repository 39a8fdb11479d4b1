import type { Defect } from "#domain/defect.ts";
import type { Emit } from "#domain/event.ts";
import type { ScanReport, Suppressed } from "#domain/report.ts";
import { digestJson } from "#lib/digest.ts";
import type { Workspace } from "#ports/workspace.ts";
import { sortFindings } from "#stages/scan/normalize.ts";
import { correlateWorkspace, scanWorkspace } from "./check-run.ts";
import type { GateChange } from "./gate-change.ts";
import type { Project } from "./project.ts";
import { readSuppressions, type Suppressions, suppressionEntries } from "./suppressions.ts";
import { AssayError } from "#domain/errors.ts";

export interface GateScan {
  readonly report: ScanReport;
  /** Of the head, in the changed files and around them. */
  readonly defects: readonly Defect[];
  /** Ids of the defects that the base has there, seen or hidden. */
  readonly old: ReadonlySet<string>;
  readonly suppressions: Suppressions;
  /** What of the head's own suppressions cannot be read. */
  readonly broken: readonly string[];
}

/**
 * Analyses both states. Nothing that the change brings along hides anything: of the file of suppressions those entries hold that stand in both states, and
 * what a comment hides counts where the base does not have it. The base is only analysed where the head has something to be compared with.
 */
export async function gateScan(project: Project, change: GateChange, emit: Emit, signal: AbortSignal): Promise<GateScan> {
  const { suppressions, broken } = await commonSuppressions(change);
  const scanned = await scanWorkspace(project, change.head, change.listing, emit, signal, suppressions);
  const open = withHidden(scanned);
  const all = await correlateWorkspace(project, open, change.head);
  const old = all.length === 0 ? new Set<string>() : await oldDefects(project, change, suppressions, signal);
  const hidden = new Set<string>(markers(scanned).map(({ finding }) => finding.id));
  // What a comment hides in the base too stays hidden.
  const isHidden = (defect: Defect): boolean => old.has(defect.id) && defect.witnesses.every((id) => hidden.has(id));
  const defects = all.filter((defect) => !isHidden(defect));
  const told = new Set<string>(defects.flatMap(({ witnesses }) => witnesses));
  const isTold = ({ finding, source }: Suppressed): boolean => source === "marker" && told.has(finding.id);
  const report = {
    ...scanned,
    findings: sortFindings([...scanned.findings, ...scanned.suppressed.filter(isTold).map(({ finding }) => finding)]),
    suppressed: scanned.suppressed.filter((item) => !isTold(item)),
  };
  return { report, defects, old, suppressions, broken };
}

async function oldDefects(
  project: Project,
  { base, listing, changed }: GateChange,
  suppressions: Suppressions,
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  if (base === undefined) return new Set();
  const gone = changed.filter(({ change, kind }) => change === "deleted" && kind === "file").map(({ path }) => path);
  const wanted = [...listing.files.map(({ path }) => path), ...(listing.others ?? []), ...gone];
  const there: string[] = [];
  for (const path of wanted) if (await base.has(path)) there.push(path);
  if (there.length === 0) return new Set();
  const before = await base.list({ paths: there.toSorted() }, signal);
  const known = { ...before, skipped: [], others: (before.others ?? []).filter((path) => wanted.includes(path)) };
  const report = await scanWorkspace(project, base, known, () => {}, signal, suppressions);
  return new Set((await correlateWorkspace(project, withHidden(report), base)).map(({ id }) => id));
}

function withHidden(report: ScanReport): ScanReport {
  const findings = sortFindings([...report.findings, ...markers(report).map(({ finding }) => finding)]);
  return { ...report, findings, suppressed: report.suppressed.filter(({ source }) => source !== "marker") };
}

function markers({ suppressed }: ScanReport): readonly Suppressed[] {
  return suppressed.filter(({ source }) => source === "marker");
}

async function commonSuppressions({ base, head }: GateChange): Promise<{ suppressions: Suppressions; broken: string[] }> {
  const ours = await readSuppressions(base, "base");
  const kept = await headEntries(head);
  if (typeof kept === "string") return { suppressions: ours, broken: [kept] };
  return {
    suppressions: { ...ours, inForce: ours.inForce.filter(({ suppression }) => kept.has(digestJson(suppression))) },
    broken: [],
  };
}

async function headEntries(head: Workspace): Promise<ReadonlySet<string> | string> {
  try {
    return new Set((await suppressionEntries(head)).map(({ suppression }) => digestJson(suppression)));
  } catch (error) {
    if (error instanceof AssayError) return error.message;
    throw error;
  }
}

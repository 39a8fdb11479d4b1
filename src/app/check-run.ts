import type { Defect } from "#domain/defect.ts";
import type { Emit } from "#domain/event.ts";
import { labelCounts } from "#domain/label.ts";
import type { ScanReport } from "#domain/report.ts";
import { decodeStrict } from "#ports/overlay.ts";
import type { ImportedReport } from "#ports/imported-report.ts";
import type { Workspace } from "#ports/workspace.ts";
import { correlate } from "#stages/correlate/correlate.ts";
import { measuredBelief } from "#stages/correlate/precision.ts";
import { scan } from "#stages/scan/scan.ts";
import { sortFindings } from "#stages/scan/normalize.ts";
import { type SuppressOutcome, unusedProblem } from "#stages/scan/suppress.ts";
import type { CheckOutcome, CheckRequest } from "./api.ts";
import { changedSuppressions } from "./changed-suppressions.ts";
import type { Project } from "./project.ts";
import { hideSuppressed, readSuppressions, type Suppressions } from "./suppressions.ts";
import { type OpenedTarget, openTarget } from "./target.ts";
import { importAll } from "./import-all.ts";
import { projectLabels } from "./labels.ts";
import { keptDefects } from "./kept-defects.ts";
import { startFast, stayLean } from "./start-fast.ts";
import { readable } from "./trees.ts";

/** Scans and correlates; nothing is written or recorded. */
export async function checkRun(project: Project, request: CheckRequest, emit: Emit, signal: AbortSignal): Promise<CheckOutcome> {
  const target = await openTarget(project, request.target, signal);
  const { workspace, listing, change } = target;
  const suppressions = await targetSuppressions(project, target);
  const added = change === undefined ? [] : await changedSuppressions(project, target, change, signal);
  const unused = new Set(suppressions.inForce);
  const imports = await importAll(project, request.imports ?? [], target, signal);
  const onUsed = (used: SuppressOutcome["used"]): void => {
    for (const entry of used) unused.delete(entry);
  };
  const scanned = await scanWorkspace(project, workspace, listing, emit, signal, suppressions, onUsed, imports);
  for (const finding of added) emit({ kind: "finding-raised", finding });
  if (isWhole(project, request)) for (const entry of unused) emit({ kind: "problem-found", problem: unusedProblem(entry) });
  const report = added.length === 0 ? scanned : { ...scanned, findings: sortFindings([...scanned.findings, ...added]) };
  const told = (defect: Defect): boolean =>
    target.selects(defect) || added.some((finding) => defect.witnesses.includes(finding.id));
  const found = await correlateWorkspace(project, report, workspace);
  const defects = found.filter(told);
  for (const defect of defects) emit({ kind: "defect-correlated", defect });
  const beside = change === undefined ? {} : { beside: found.filter((defect) => !told(defect)) };
  const checked = { report, defects, ...beside, text: textOf(workspace) };
  if (request.standards === undefined) return checked;
  const { complianceRun } = await import("./compliance-run.ts");
  const compliance = await complianceRun(project, request.standards, listing.files, report, defects, change !== undefined);
  return { ...checked, compliance };
}

/** Scans, and hides what `suppressions` hide; `onUsed` gets the entries that fitted a finding. */
export async function scanWorkspace(
  project: Project,
  workspace: Workspace,
  listing: Awaited<ReturnType<Workspace["list"]>>,
  emit: Emit,
  signal: AbortSignal,
  suppressions: Suppressions,
  onUsed: (used: SuppressOutcome["used"]) => void = () => undefined,
  imports: readonly ImportedReport[] = [],
): Promise<ScanReport> {
  if (project.brief) {
    startFast(listing.files);
    stayLean(listing.files);
  }
  const scanners = await project.scanners();
  const suppress = async (whole: ScanReport): Promise<ScanReport> => {
    const { report, used } = await hideSuppressed(project, whole, workspace, suppressions);
    onUsed(used);
    return report;
  };
  return scan({ scanners, workspace, listing, required: project.engines ?? [], emit, now: seconds, suppress, imports }, signal);
}

/** Those of the base where the target is a change: a change cannot excuse itself. Else those of the project as it lies there. */
export function targetSuppressions(project: Project, { change }: OpenedTarget): Promise<Suppressions> {
  return change === undefined ? readSuppressions(project.disk, "current") : readSuppressions(change.base, "base");
}

/** Only a look at everything can tell that an entry fits nothing. */
function isWhole(project: Project, { target }: CheckRequest): boolean {
  const { paths, base, staged, stdin } = target;
  return (
    project.engines === undefined &&
    paths.length === 0 &&
    base === undefined &&
    staged !== true &&
    stdin === undefined &&
    project.cwd === project.root
  );
}

export async function correlateWorkspace(project: Project, report: ScanReport, workspace: Workspace): Promise<Defect[]> {
  const labels = labelCounts(await projectLabels(project));
  const belief = measuredBelief(labels);
  const work = (): Promise<Defect[]> => correlate(report, (path) => project.treeOf(workspace, path), belief);
  return project.results === undefined ? work() : keptDefects(project.results, report, workspace, labels, work);
}

export function textOf(workspace: Workspace): CheckOutcome["text"] {
  return async (path) => {
    const bytes = await readable(workspace, path);
    return bytes === undefined ? undefined : decodeStrict(bytes);
  };
}

/** Seconds of a steady clock. */
export function seconds(): number {
  return performance.now() / 1000;
}

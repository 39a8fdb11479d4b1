import type { Defect } from "#domain/defect.ts";
import type { Emit } from "#domain/event.ts";
import type { ScanReport } from "#domain/report.ts";
import { decodeStrict } from "#ports/overlay.ts";
import type { Workspace } from "#ports/workspace.ts";
import { correlate } from "#stages/correlate/correlate.ts";
import { scan } from "#stages/scan/scan.ts";
import type { CheckOutcome, CheckRequest } from "./api.ts";
import type { Project } from "./project.ts";
import { openTarget } from "./target.ts";

/** Scans and correlates; nothing is written or recorded. */
export async function checkRun(project: Project, request: CheckRequest, emit: Emit, signal: AbortSignal): Promise<CheckOutcome> {
  const target = await openTarget(project, request.target, signal);
  const report = await scanWorkspace(project, target.workspace, target.listing, emit, signal);
  const defects = (await correlateWorkspace(project, report, target.workspace)).filter(target.selects);
  for (const defect of defects) emit({ kind: "defect-correlated", defect });
  return { report, defects, text: textOf(target.workspace) };
}

export async function scanWorkspace(
  project: Project,
  workspace: Workspace,
  listing: Awaited<ReturnType<Workspace["list"]>>,
  emit: Emit,
  signal: AbortSignal,
): Promise<ScanReport> {
  const scanners = await project.scanners();
  return scan({ scanners, workspace, listing, required: project.engines ?? [], emit, now: seconds }, signal);
}

export function correlateWorkspace(project: Project, report: ScanReport, workspace: Workspace): Promise<Defect[]> {
  return correlate(report, (path) => project.treeOf(workspace, path));
}

export function textOf(workspace: Workspace): CheckOutcome["text"] {
  return async (path) => ((await workspace.has(path)) ? decodeStrict(await workspace.read(path)) : undefined);
}

/** Seconds of a steady clock. */
export function seconds(): number {
  return performance.now() / 1000;
}

import type { Repair } from "#domain/report.ts";
import { overlay } from "#ports/overlay.ts";
import type { Workspace } from "#ports/workspace.ts";
import { attemptDiff } from "#stages/repair/attempt-diff.ts";

/** Diffs of all attempts, each against the state its repair began with: repairs in order, fixed ones on top of each other. Keys: `defect:index`. */
export async function attemptDiffs(base: Workspace, repairs: readonly Repair[]): Promise<ReadonlyMap<string, string>> {
  const diffs = new Map<string, string>();
  let workspace = base;
  for (const repair of repairs) {
    for (const [index, attempt] of repair.attempts.entries())
      diffs.set(`${repair.defect}:${index}`, await attemptDiff(workspace, attempt));
    const chosen = repair.status === "fixed" && repair.chosen !== undefined ? repair.attempts[repair.chosen] : undefined;
    const next = chosen === undefined ? undefined : await overlay(workspace, chosen.candidate.patch);
    if (next?.ok === true) workspace = next.workspace;
  }
  return diffs;
}

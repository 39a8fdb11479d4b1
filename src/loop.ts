import { z } from "zod";
import { exhausted, NOTHING_SPENT, type StopReason } from "#domain/budget.ts";
import { Defect } from "#domain/defect.ts";
import { DefectId } from "#domain/ids.ts";
import { type Repair, ScanReport } from "#domain/report.ts";
import { atLeast } from "#domain/severity.ts";
import { overlay } from "#ports/overlay.ts";
import { defectChanges, withChanges } from "#stages/correlate/changes.ts";
import { mergeReports } from "#stages/scan/merge.ts";
import type { Rescan } from "#stages/validate/validate.ts";
import { repairDefect } from "./repair-defect.ts";
import { type LoopRequest, type LoopResult, type LoopState, timedStep, type World } from "./world.ts";

const Defects = z.array(Defect).readonly();
/** What a repair changed, not the whole again: the log of many repairs of many findings would not fit any bundle. */
const Correlated = z.object({
  /** The scan of the patched files; absent where the validation of the candidate recorded it. */
  rescan: z.object({ report: ScanReport, files: z.array(z.string()).readonly() }).optional(),
  /** Defects that are new or speak of another place than before. */
  defects: Defects,
  gone: z.array(DefectId).readonly(),
});

/**
 * The loop: scan → correlate → for each defect repair → validate → decide → then apply → record. Every stage that costs or touches
 * something is a named step of the journal, so a killed run continues where it stood. A repair is kept only if no check got worse
 * (a failed verdict rejects), and each next defect is repaired on top of the repairs already accepted.
 */
export async function runLoop(world: World, request: LoopRequest, signal: AbortSignal): Promise<LoopResult> {
  let state = await look(world, signal);
  const selects = await selection(world, request, state.firstDefects);
  const wanted = (defect: Defect): boolean =>
    atLeast(defect.severity, request.failOn) && defect.probability >= request.minProbability && selects(defect);
  let stop = firstStop(state, wanted);
  const tried = new Set<string>();
  for (;;) {
    signal.throwIfAborted();
    const pending = state.defects.filter((defect) => wanted(defect) && !tried.has(defect.id));
    const defect = lastOfWorst(pending);
    if (defect === undefined) break;
    const limit = exhausted(request.budget, state.spent);
    if (limit !== undefined) {
      stop = limit;
      state = { ...state, repairs: [...state.repairs, ...pending.map((one) => untouched(one, limit))] };
      break;
    }
    tried.add(defect.id);
    world.emit({ kind: "repair-started", defect: defect.id, index: tried.size, total: tried.size + pending.length - 1 });
    state = await repairOne(world, request, state, defect, signal);
  }
  const changes = await world.commit(state);
  const evidence = state.repairs.length === 0 ? undefined : await world.record(state, changes);
  world.emit({ kind: "run-stopped", reason: stop });
  await world.journal.flush();
  return { ...state, left: state.defects.filter(wanted), stop, changes, evidence };
}

/** How a run ends that meets no limit. Where every engine failed nothing is known to do, which is not the same as nothing to do. */
function firstStop({ defects, report }: LoopState, wanted: (defect: Defect) => boolean): StopReason {
  if (defects.some(wanted)) return "finished";
  return report.engines.length > 0 && report.engines.every((engine) => engine.status === "failed")
    ? "scan-failed"
    : "nothing-to-do";
}

/** Selected once, by id: repairs shift lines, and a resumed run may find the files already changed. Defects that appear later are asked for where they stand. */
async function selection(world: World, request: LoopRequest, first: readonly Defect[]): Promise<(defect: Defect) => boolean> {
  const known = new Set(first.map((defect) => defect.id));
  const ids = await world.journal.step("select", z.array(DefectId), async () =>
    first.filter((defect) => request.selects(defect)).map((defect) => defect.id),
  );
  const selected = new Set(ids);
  return (defect) => (known.has(defect.id) ? selected.has(defect.id) : request.selects(defect));
}

async function look(world: World, signal: AbortSignal): Promise<LoopState> {
  const { value: report, seconds } = await timedStep(world, "scan", ScanReport, () => world.scan(world.workspace, signal));
  const defects = await world.journal.step("correlate", Defects, () => world.correlate(report, world.workspace));
  for (const defect of defects) world.emit({ kind: "defect-correlated", defect });
  const spent = { ...NOTHING_SPENT, seconds };
  return {
    workspace: world.workspace,
    report,
    defects,
    firstReport: report,
    firstDefects: defects,
    seenDefects: defects,
    repairs: [],
    spent,
  };
}

async function repairOne(
  world: World,
  request: LoopRequest,
  state: LoopState,
  defect: Defect,
  signal: AbortSignal,
): Promise<LoopState> {
  const { repair, spent, rescan, rescanned } = await repairDefect(world, request, state, defect, signal);
  world.emit({ kind: "repair-finished", repair });
  const next = { ...state, repairs: [...state.repairs, repair], spent };
  const chosen = repair.status === "fixed" && repair.chosen !== undefined ? repair.attempts[repair.chosen] : undefined;
  if (chosen === undefined) return next;
  const patched = await overlay(state.workspace, chosen.candidate.patch);
  if (!patched.ok) throw new Error(`an accepted patch no longer applies: ${patched.reason}`);
  const touched = chosen.candidate.patch.files.map((file) => file.path);
  const merged = (fresh: Rescan): ScanReport => mergeReports(state.report, fresh.report, new Set(fresh.files));
  const validated = rescan === undefined ? undefined : { report: rescan, files: rescanned };
  const { value, seconds } = await timedStep(world, `correlate:${defect.id}`, Correlated, async () => {
    const fresh = validated ?? (await world.ladder.rescan(patched.workspace, touched, state.report, signal));
    const changes = defectChanges(state.defects, await world.correlate(merged(fresh), patched.workspace));
    return { ...changes, ...(validated === undefined ? { rescan: fresh } : {}) };
  });
  const fresh = validated ?? value.rescan;
  if (fresh === undefined) throw new Error(`the log holds no scan of the repair of ${defect.id}`);
  const defects = withChanges(state.defects, value);
  return {
    ...next,
    report: merged(fresh),
    defects,
    seenDefects: [...state.seenDefects, ...value.defects],
    workspace: patched.workspace,
    spent: { ...spent, seconds: spent.seconds + seconds },
  };
}

/**
 * The last in place among the worst and likeliest. Equal statements are told apart by their number in the file, so repairing them from the
 * end leaves the others the identity they had.
 */
function lastOfWorst(pending: readonly Defect[]): Defect | undefined {
  const [first] = pending;
  return pending.findLast((defect) => defect.severity === first?.severity && defect.probability === first.probability);
}

function untouched(defect: Defect, reason: string): Repair {
  return { defect: defect.id, status: "unfixed", reason, declined: [], attempts: [] };
}

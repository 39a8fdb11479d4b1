import { availableParallelism } from "node:os";
import ignore from "ignore";
import { emptyMemory } from "#adapters/memories/empty.ts";
import type { Defect } from "#domain/defect.ts";
import type { Emit } from "#domain/event.ts";
import type { FileChange, Repair } from "#domain/report.ts";
import type { Journal } from "#journal/journal.ts";
import { digest } from "#lib/digest.ts";
import { Digest } from "#domain/ids.ts";
import type { Reviewer } from "#ports/reviewer.ts";
import type { Store } from "#ports/store.ts";
import type { SourceFile, Workspace } from "#ports/workspace.ts";
import type { Policy } from "#stages/decide/decide.ts";
import { blastRadius } from "#stages/decide/tier.ts";
import type { Ladder } from "#stages/validate/validate.ts";
import type { LoopState, World } from "#world.ts";
import { correlateWorkspace, scanWorkspace, seconds } from "./check-run.ts";
import { recordEvidence } from "./evidence-file.ts";
import { Plan } from "./fix-journal.ts";
import type { Project } from "./project.ts";
import { createTests, type RegressionTests, regressionTests } from "./regression-tests.ts";
import { createRescanner } from "./rescan.ts";
import { secondScanner } from "./second-scan.ts";
import { hideAgain, type Suppressions } from "./suppressions.ts";

export interface WorldInput {
  readonly project: Project;
  readonly store: Store;
  readonly journal: Journal;
  readonly workspace: Workspace;
  readonly listing: Awaited<ReturnType<Workspace["list"]>>;
  /** Of the run's start: no candidate is judged by suppressions of its own. */
  readonly suppressions: Suppressions;
  readonly reviewer: Reviewer | undefined;
  readonly apply: boolean;
  readonly approve: boolean;
  readonly emit: Emit;
  /** Told once of the regression tests; absent where none are asked for. */
  readonly onTests?: ((tests: RegressionTests) => void) | undefined;
}

/** Wires one run of the loop: everything it emits is rendered and logged. */
export async function buildWorld(input: WorldInput): Promise<World> {
  const { project, journal, workspace, listing, store, suppressions } = input;
  const emit: Emit = (event) => {
    journal.record(event);
    input.emit(event);
  };
  const { sandbox } = await project.sandbox();
  const ladder: Ladder = {
    ...(await buildLadder(project, store, workspace, listing.files, suppressions)),
    onCheck: (candidate, { id, level }) => input.emit({ kind: "check-started", candidate: candidate.id, check: id, level }),
  };
  let tests: RegressionTests | undefined;
  const record = (state: LoopState, changes: readonly FileChange[]): Promise<string> =>
    recordEvidence({
      project,
      store,
      journal,
      emit,
      state,
      changes,
      sandbox: sandbox?.id ?? "none-usable",
      applied: input.apply,
      reviewers: reviewersOf(input, state.repairs),
      suppressions,
      ...(tests !== undefined && { tests: tests.written }),
    });
  return {
    workspace,
    journal,
    ladder,
    recipes: await project.recipes(),
    model: await project.model(),
    answers: project.config.model?.answers ?? 1,
    critics: project.config.model?.critics ?? false,
    parallel: availableParallelism(),
    memory: emptyMemory,
    reviewer: input.reviewer,
    policy: policyOf(project),
    emit,
    now: seconds,
    treeOf: project.treeOf,
    scan: (from, signal) => scanWorkspace(project, from, listing, emit, signal, suppressions),
    correlate: (report, from): Promise<readonly Defect[]> => correlateWorkspace(project, report, from),
    commit: async (state) => {
      tests = input.onTests === undefined ? undefined : await regressionTests(input, ladder, state);
      const changes = await commit(input, emit, state);
      if (tests !== undefined && input.apply) await createTests(input, tests);
      if (tests !== undefined) input.onTests?.(tests);
      return changes;
    },
    record,
  };
}

function policyOf(project: Project): Policy {
  const { level, sensitive } = project.config.policy;
  const globs = ignore().add([...sensitive]);
  return { level, sensitive: (path) => globs.ignores(path) };
}

export async function buildLadder(
  project: Project,
  store: Store,
  base: Workspace,
  files: readonly SourceFile[],
  suppressions: Suppressions,
): Promise<Ladder> {
  const { sandbox } = await project.sandbox();
  const done = new Map<string, Promise<unknown>>();
  const spare = await project.spareScanners();
  const { sensitive } = policyOf(project);
  return {
    c: project.config.c,
    tierOf: (candidate) => blastRadius(candidate, sensitive).tier,
    checks: await project.checks(),
    parser: await project.parser(),
    ...(spare.length > 0 && { secondScan: secondScanner(spare, files, seconds) }),
    sandbox,
    stager: project.stager,
    findExecutable: project.findExecutable,
    once: <T>(key: string, work: () => Promise<T>): Promise<T> => {
      const kept = done.get(key) as Promise<T> | undefined;
      if (kept !== undefined) return kept;
      const fresh = work();
      done.set(key, fresh);
      // What was broken off, or broke, is done again by the next one who asks.
      fresh.catch(() => done.delete(key));
      return fresh;
    },
    rescan: createRescanner(await project.scanners(), files, base, seconds, (fresh, after, before, rescanned) =>
      hideAgain(project, fresh, after, suppressions, before, rescanned),
    ),
    keepOutput: async (output) => {
      await store.putBlob(new TextEncoder().encode(output));
    },
    now: seconds,
  };
}

/** Plans the change as digests with both contents kept as blobs, then replaces the files: each is a step, so a kill in between is resumed from the blobs. */
async function commit(input: WorldInput, emit: Emit, state: LoopState): Promise<readonly FileChange[]> {
  const { journal, store, workspace, project } = input;
  const changes = await journal.step("plan", Plan, async () => {
    const plan: FileChange[] = [];
    for (const { path, bytes } of await state.workspace.changed()) {
      const before = await workspace.read(path);
      if (digest(before) === digest(bytes)) continue;
      plan.push({ path, before: Digest.parse(await store.putBlob(before)), after: Digest.parse(await store.putBlob(bytes)) });
    }
    return plan;
  });
  if (!input.apply || changes.length === 0) return changes;
  await journal.step("apply", Plan, async () => {
    const files = [];
    for (const change of changes) {
      const bytes = await store.getBlob(change.after);
      if (bytes === undefined) throw new Error(`the planned text of ${change.path} is not in the store`);
      files.push({ ...change, bytes });
    }
    await project.disk.replace(files);
    return changes;
  });
  for (const change of changes) emit({ kind: "patch-applied", ...change });
  return changes;
}

/** Who decided about a repair. A permission that no repair needed, and a person who was not asked, decided nothing. */
function reviewersOf(input: WorldInput, repairs: readonly Repair[]): string[] {
  const decided = (...reasons: readonly string[]): boolean => repairs.some(({ reason }) => reasons.includes(reason));
  if (input.reviewer !== undefined) return decided("approved-by-reviewer", "rejected-by-reviewer") ? [input.reviewer.id] : [];
  return decided("approved") ? [`local:${input.project.user}`] : [];
}

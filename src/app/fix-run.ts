import { optionNamed } from "#domain/option.ts";
import type { Repair } from "#domain/report.ts";
import { DEFAULT_BUDGET, withLimits } from "#domain/budget.ts";
import type { Defect } from "#domain/defect.ts";
import { AssayError } from "#domain/errors.ts";
import type { Emit } from "#domain/event.ts";
import { UnexpectedStep } from "#journal/journal.ts";
import { runLoop } from "#loop.ts";
import { withFiles } from "#ports/overlay.ts";
import type { Store } from "#ports/store.ts";
import type { Workspace } from "#ports/workspace.ts";
import type { LoopRequest, LoopResult } from "#world.ts";
import type { FixOutcome, FixRequest } from "./api.ts";
import { targetSuppressions, textOf } from "./check-run.ts";
import { diffOf } from "#stages/repair/attempt-diff.ts";
import { attemptDiffs } from "./diffs.ts";
import { openFixJournal, type ResumedJournal } from "./fix-journal.ts";
import { buildWorld } from "./fix-world.ts";
import type { Project } from "./project.ts";
import type { RegressionTests } from "./regression-tests.ts";
import { judgeFiles } from "./judge-files.ts";
import { requestKey } from "./request-key.ts";
import type { Suppressions } from "./suppressions.ts";
import { type OpenedTarget, openTarget } from "./target.ts";
import { toolVersion } from "./version.ts";

/** Runs the whole loop, resuming an unfinished run of the same request. */
export async function fixRun(project: Project, request: FixRequest, emit: Emit, signal: AbortSignal): Promise<FixOutcome> {
  if (request.apply && (request.target.stdin !== undefined || request.target.staged === true)) {
    throw new AssayError("usage", "--apply writes files; it cannot be used with standard input or --staged");
  }
  const opening = await openTarget(project, request.target, signal);
  const target = { ...opening, suppressions: await targetSuppressions(project, opening) };
  const store = await project.store();
  const key = await requestKey(project, request, target.suppressions);
  const first = await runOnce(project, request, target, store, key, emit, signal);
  const { opened, result, tests } = first ?? (await again(project, request, target, store, key, emit, signal));
  await store.finish(opened.journal.run);
  const settled = await outcome(await beforeRun(store, opened.workspace, result), result, request);
  return tests === undefined ? settled : { ...settled, tests: await withTexts(store, tests) };
}

async function withTexts(store: Store, { written, missing }: RegressionTests): Promise<NonNullable<FixOutcome["tests"]>> {
  const texts = written.map(async (test) => ({ ...test, text: new TextDecoder().decode(await store.getBlob(test.digest)) }));
  return { written: await Promise.all(texts), missing };
}

/** The workspace as it was before the run, also when the run has written to it. */
async function beforeRun(store: Store, workspace: Workspace, result: LoopResult): Promise<Workspace> {
  const originals = new Map<string, Uint8Array>();
  for (const { path, before } of result.changes) {
    const bytes = await store.getBlob(before);
    if (bytes === undefined) throw new Error(`the text of ${path} before the run is not in the store`);
    originals.set(path, bytes);
  }
  return withFiles(workspace, originals);
}

/** The files, and what is not repaired. */
interface FixTarget extends OpenedTarget {
  readonly suppressions: Suppressions;
}

interface Ran {
  readonly opened: ResumedJournal;
  readonly result: LoopResult;
  readonly tests: RegressionTests | undefined;
}

/** Undefined when an unfinished run was found that this program cannot continue; it is closed then. */
async function runOnce(
  project: Project,
  request: FixRequest,
  target: FixTarget,
  store: Store,
  key: string,
  emit: Emit,
  signal: AbortSignal,
): Promise<Ran | undefined> {
  const judges = await judgeFiles(target.workspace, target.listing.files, signal);
  const opened = await openFixJournal(store, key, target.workspace, [...target.listing.files, ...judges]);
  const { journal, workspace } = opened;
  let tests: RegressionTests | undefined;
  const onTests = request.withTest === true ? (found: RegressionTests) => void (tests = found) : undefined;
  const world = await buildWorld({
    ...request,
    project,
    store,
    journal,
    workspace,
    listing: target.listing,
    suppressions: target.suppressions,
    reviewer: request.reviewer,
    onTests,
    emit,
  });
  if (journal.resumedSteps > 0) emit({ kind: "run-resumed", run: journal.run, steps: journal.resumedSteps });
  try {
    world.emit({
      kind: "run-started",
      run: journal.run,
      command: "fix",
      files: target.listing.files.length,
      tool: toolVersion(),
    });
    const result = await runLoop(world, loopRequest(project, request, target), signal);
    return { opened, result, tests };
  } catch (cause) {
    if (!(cause instanceof UnexpectedStep) || journal.resumedSteps === 0) throw cause;
    await store.finish(journal.run);
    return undefined;
  }
}

async function again(...args: Parameters<typeof runOnce>): Promise<Ran> {
  const ran = await runOnce(...args);
  if (ran === undefined) throw new Error("a fresh run did not follow its own log");
  return ran;
}

function loopRequest(project: Project, request: FixRequest, target: OpenedTarget): LoopRequest {
  const { config } = project;
  const wanted = (defect: Defect): boolean => request.only.length === 0 || request.only.some((word) => isNamed(defect, word));
  return {
    budget: withLimits(withLimits(DEFAULT_BUDGET, config.budget), request.budget ?? {}),
    failOn: config.failOn,
    minProbability: config.minProbability,
    approve: request.approve,
    ...(request.by === undefined ? {} : { by: request.by }),
    ...(request.options === undefined ? {} : { option: optionFor(request.options) }),
    selects: (defect) => target.selects(defect) && wanted(defect),
  };
}

function isNamed({ id, rule, cwe }: Defect, word: string): boolean {
  return id.startsWith(word) || rule === word || cwe === word.toUpperCase();
}

/** The last of the words that speaks of a defect. */
function optionFor(options: readonly string[]): (defect: Defect) => string | undefined {
  return (defect) => {
    const said = options.findLast((word) => speaksOf(word, defect));
    return said === undefined ? undefined : optionOf(said);
  };
}

/** Whether `<defect, rule or CWE>=<option>` is about this defect; an option alone is about all. */
function speaksOf(word: string, defect: Defect): boolean {
  return !word.includes("=") || isNamed(defect, word.slice(0, word.indexOf("=")));
}

function optionOf(word: string): string {
  return word.slice(word.indexOf("=") + 1);
}

async function outcome(before: Workspace, result: LoopResult, request: FixRequest): Promise<FixOutcome> {
  const diffs = await attemptDiffs(before, result.repairs);
  const applied = request.apply && result.changes.length > 0;
  const first = new Map<string, Defect>(result.firstDefects.map((defect) => [defect.id, defect]));
  const now = new Map<string, Defect>(applied ? result.defects.map((defect) => [defect.id, defect]) : []);
  const seen = result.seenDefects.map((defect): [string, Defect] => [defect.id, defect]);
  const defectsById = new Map([...seen, ...first, ...now]);
  const [textBefore, textAfter] = [textOf(before), textOf(result.workspace)];
  return {
    report: result.firstReport,
    defects: result.firstDefects,
    text: textBefore,
    repairs: result.repairs,
    left: result.left,
    defectsById,
    textAround: async ({ id, location }) =>
      now.has(id) ? textAfter(location.path) : first.has(id) ? textBefore(location.path) : undefined,
    changes: result.changes,
    after: textAfter,
    applied,
    diff: await diffOf(
      before,
      result.workspace,
      result.changes.map((change) => change.path),
    ),
    attemptDiff: (repair, attempt) => diffs.get(`${repair.defect}:${attempt}`) ?? "",
    ...(result.evidence === undefined ? {} : { evidence: result.evidence }),
    stop: result.stop,
    unmatched: request.only.filter((word) => ![...first.values(), ...result.seenDefects].some((defect) => isNamed(defect, word))),
    ...(request.options !== undefined && {
      optionless: request.options.filter((word) => {
        return !result.repairs.some((repair) => hasOption(word, repair, defectsById.get(repair.defect)));
      }),
    }),
  };
}

function hasOption(word: string, { attempts }: Repair, defect: Defect | undefined): boolean {
  if (defect === undefined || !speaksOf(word, defect)) return false;
  const candidates = attempts.map(({ candidate }) => candidate);
  return optionNamed(optionOf(word), candidates) !== -1;
}

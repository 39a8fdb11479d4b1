import { LANGUAGES } from "#analysis/languages/registry.ts";
import type { ModuleRoot } from "#analysis/imports/module-roots.ts";
import type { ThreatModel } from "#analysis/flow/threat-model.ts";
import { builtinKinds } from "#analysis/models/load.ts";
import type { Problem } from "#domain/completeness.ts";
import { by } from "#lib/compare.ts";
import type { LibraryResult, RawFinding, ScanTask } from "#ports/scanner.ts";
import type { ScannerTools } from "#ports/scanner-tools.ts";
import type { SourceFile } from "#ports/workspace.ts";
import type { AnalysedResult, Analyser } from "./analyser.ts";
import { type Hand, withHands, workOff } from "./crew.ts";
import { type FlowReport, followData } from "./data-flow.ts";
import type { FileResult } from "./each-file.ts";
import { createFileQueue } from "./file-queue.ts";
import type { HelperSetup } from "./helper-thread.ts";
import { type Contents, type KeptResults, keptResults } from "./kept-results.ts";
import type { ResultCache } from "./result-cache.ts";
import { modulesOf } from "./task-modules.ts";
import { createTreeStore } from "./tree-store.ts";
import { withdraw } from "./withdraw.ts";

export interface ScanParts {
  /** Absent: chosen from the code. */
  readonly threatModel: ThreatModel | undefined;
  /** Ids of rules that data flow never overrules. */
  readonly teamIds: ReadonlySet<string>;
  analyser(): Promise<Analyser>;
  helperSetup(): Promise<HelperSetup>;
  /** How many threads work on so many bytes or more that are not known from earlier runs; with none this one does. */
  readonly helpers: { readonly count: number; readonly fromBytes: number };
  readonly cache: ResultCache | undefined;
  readonly offerTree: ScannerTools["offerTree"];
  /** Stands for rules, models and settings. */
  engine(): Promise<string>;
}

/** What is known of a scan before it begins. */
interface Known {
  readonly kept: KeptResults | undefined;
  readonly contents: Contents;
  readonly files: ReadonlyMap<SourceFile, AnalysedResult>;
  readonly modules: readonly ModuleRoot[];
}

/** Files read or looked up at once. */
const AT_ONCE = 16;

/** Rules over each file, then data flow through all of them. Rejects with the signal's reason when it aborts. */
export async function scanFiles(parts: ScanParts, task: ScanTask, signal: AbortSignal): Promise<LibraryResult> {
  const { cache } = parts;
  const modules = await modulesOf(task);
  if (cache === undefined)
    return scanWith(parts, task, { kept: undefined, contents: new Map(), files: new Map(), modules }, signal);
  const contents = await readAll(task, signal);
  const kept = keptResults(cache, await engineOf(parts, modules), await builtinKinds(), task, contents);
  const whole = await kept.whole();
  if (whole !== undefined) {
    task.progress(task.files.length);
    return whole;
  }
  const files = new Map<SourceFile, AnalysedResult>();
  await each(task.files, signal, async (file) => {
    const result = await kept.file(file);
    if (result !== undefined) files.set(file, result);
  });
  const result = await scanWith(parts, task, { kept, contents, files, modules }, signal);
  await kept.keepWhole(result);
  await kept.done();
  return result;
}

async function engineOf(parts: ScanParts, modules: readonly ModuleRoot[]): Promise<string> {
  const engine = await parts.engine();
  return modules.length === 0 ? engine : `${engine} ${JSON.stringify(modules)}`;
}

async function scanWith(parts: ScanParts, task: ScanTask, known: Known, signal: AbortSignal): Promise<LibraryResult> {
  const { count, fromBytes } = parts.helpers;
  const bytes = task.files.reduce((sum, file) => (known.files.has(file) ? sum : sum + file.bytes), 0);
  const analyser = await parts.analyser();
  if (count === 0 || bytes < fromBytes) return scanBy([], analyser, parts, task, known, signal);
  const setup = await parts.helperSetup();
  return withHands(count, setup, signal, (hands) => scanBy(hands, analyser, parts, task, known, signal));
}

async function scanBy(
  hands: readonly Hand[],
  analyser: Analyser,
  { threatModel: told, teamIds, offerTree }: ScanParts,
  task: ScanTask,
  { kept, contents, files, modules }: Known,
  signal: AbortSignal,
): Promise<LibraryResult> {
  await analyser.parser.prepare(LANGUAGES.filter((pack) => task.files.some(({ language }) => language === pack.id)));
  const trees = createTreeStore(analyser.parser);
  for (const [{ path, language }, { flow }] of files) {
    const bytes = contents.get(path);
    if (flow !== undefined && bytes !== undefined) trees.add({ path, language, content: { bytes } });
  }
  const queue = createFileQueue(task, files, contents);
  await workOff(analyser, queue, trees, hands, signal);
  const threatModel = told ?? task.threatModel;
  const flow = await followData(task, queue, { analyser, helpers: hands, trees, kept, threatModel, modules }, signal);
  const results = queue.results();
  if (kept !== undefined)
    await each([...task.files.entries()], signal, async ([index, file]) => {
      const result = results[index];
      if (result !== undefined && !files.has(file)) await kept.keepFile(file, result);
    });
  const result = merged(task, results, flow, teamIds);
  if (offerTree !== undefined) {
    const found = [...result.findings, ...(result.suppressed ?? []).map(({ finding }) => finding)];
    for (const path of new Set(found.map(({ location }) => location.path))) {
      const tree = trees.tree(path);
      if (tree !== undefined) offerTree(path, tree);
    }
  }
  return result;
}

/** Files that cannot be read are left out. */
async function readAll(task: ScanTask, signal: AbortSignal): Promise<Contents> {
  const contents = new Map<string, Uint8Array>();
  await each(task.files, signal, async ({ path }) => {
    const bytes = await task.workspace.read(path).catch(() => undefined);
    if (bytes !== undefined) contents.set(path, bytes);
  });
  return contents;
}

async function each<T>(items: readonly T[], signal: AbortSignal, work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < items.length) {
      signal.throwIfAborted();
      await work(items[next++] as T);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

const byPlace = by<RawFinding>(
  (finding) => finding.location.path,
  (finding) => finding.location.startLine,
  (finding) => finding.location.startColumn,
  (finding) => finding.rule,
);

const byLine = by<Problem>(
  (problem) => problem.path ?? "",
  (problem) => problem.line ?? 0,
  (problem) => problem.code,
);

export function merged(
  { files }: Pick<ScanTask, "files">,
  results: readonly FileResult[],
  flow: FlowReport,
  teamIds: ReadonlySet<string>,
): LibraryResult {
  const ruled = withdraw(
    results.flatMap(({ findings }) => findings),
    flow.harmless,
    teamIds,
  );
  return {
    findings: [...ruled, ...flow.findings].toSorted(byPlace),
    problems: [...results.flatMap(({ problems }) => problems), ...flow.problems].toSorted(byLine),
    covered: files.flatMap(({ path }, index) => (results[index]?.analysed === true ? [path] : [])).toSorted(),
    suppressed: [...results.flatMap(({ suppressed }) => suppressed ?? []), ...flow.suppressed].toSorted((a, b) =>
      byPlace(a.finding, b.finding),
    ),
    threatModel: flow.threatModel,
  };
}

import { setImmediate } from "node:timers/promises";
import { mergeParts } from "#analysis/flow/analyse.ts";
import { planFlow, type PlannedFile } from "#analysis/flow/plan.ts";
import { chooseRoots, importsOf } from "#analysis/flow/roots.ts";
import { fileMap, type Resolve } from "#analysis/flow/resolve.ts";
import type { ThreatModel } from "#analysis/flow/threat-model.ts";
import { LANGUAGES, languageById, languageOf } from "#analysis/languages/registry.ts";
import type { LibraryResult, ScanTask } from "#ports/scanner.ts";
import type { SourceFile } from "#ports/workspace.ts";
import type { AnalysedResult, Analyser } from "./analyser.ts";
import { workOff } from "./crew.ts";
import { reportFlow } from "./data-flow.ts";
import { createFileQueue } from "./file-queue.ts";
import { type FlowFollower, followJob, startFollowing } from "./flow-jobs.ts";
import { merged } from "./scan-files.ts";
import { modulesOf } from "./task-modules.ts";
import { createTreeStore } from "./tree-store.ts";

/** A project that stays open while its files change one by one, as under an editor. */
export interface Session {
  /**
   * What is found in one file as it is now, the rest of the project as it was last seen: its own weaknesses, and flows into and out of it, as far as they begin in it or
   * in a file that imports it. Reads no file. A path that is new belongs to the project from now on; of one in no language of ours the problem `language-unknown` is told.
   * Rejects with the signal's reason when it aborts, at the latest between parsing, rules and data flow; the next call is none the worse for it. Calls are worked off one
   * after the other, so that a caller who types on should abort the call before. The file's parse is kept: the next text is parsed only where it differs.
   */
  check(path: string, text: string, signal: AbortSignal): Promise<LibraryResult>;
}

export interface SessionParts {
  readonly analyser: Analyser;
  readonly teamIds: ReadonlySet<string>;
  readonly threatModel: ThreatModel | undefined;
}

/** Files that import the changed one and are followed with it. */
const MAX_IMPORTERS = 20;
/** Units in which the interpreter of a script is looked for. */
const FIRST_LINE = 200;

/**
 * Reads and parses every file of the task once. Rejects with the signal's reason when it aborts. A face for an editor makes one analyser (`createAnalyser` with our
 * rules and the team's), opens one session for a project, gives `check` each text as it is typed, and aborts the call before; a project whose files
 * come and go beside the editor is opened anew. A session holds no thread and no file: nobody has to close it.
 */
export async function openSession(parts: SessionParts, task: ScanTask, signal: AbortSignal): Promise<Session> {
  const { analyser, teamIds, threatModel } = parts;
  await analyser.parser.prepare(LANGUAGES.filter((pack) => task.files.some(({ language }) => language === pack.id)));
  const trees = createTreeStore(analyser.parser);
  const queue = createFileQueue(task);
  await workOff(analyser, queue, trees, [], signal);
  const results = queue.results();
  const files = new Map<string, PlannedFile>();
  for (const [index, file] of task.files.entries()) note(files, file, results[index]);
  const modules = await modulesOf(task);
  let imports = new Map<string, readonly string[]>();
  let follower = following();
  let last: Promise<unknown> = Promise.resolve();

  function following(): { readonly paths: number; readonly resolve: Resolve } & FlowFollower {
    const paths = [...files.keys()].toSorted();
    const { library } = planFlow([...files.values()], threatModel, modules);
    const resolve = fileMap(paths, modules);
    imports = new Map(importsOf([...files.values()], resolve));
    return { ...startFollowing(analyser.models, trees, { paths, library, modules }), paths: paths.length, resolve };
  }

  async function checkNow(path: string, text: string, signal: AbortSignal): Promise<LibraryResult> {
    signal.throwIfAborted();
    const file = { path, language: languageOf(path, text.slice(0, FIRST_LINE).split("\n", 1)[0])?.id ?? "", bytes: text.length };
    const result = await analyser.analyse(
      { ...file, again: true },
      new TextEncoder().encode(text),
      () => signal.aborted,
      (tree) => void trees.keep(path, tree),
    );
    note(files, file, result);
    await setImmediate();
    signal.throwIfAborted();
    if (files.size !== follower.paths) follower = following();
    const own = files.get(path);
    if (own !== undefined) for (const [key, value] of importsOf([own], follower.resolve)) imports.set(key, value);
    // As in a scan of the project: where no data can come in and do harm, none is followed.
    const roots = new Set(chooseRoots([...files.values()], imports, follower.library));
    const importers = [...imports].flatMap(([other, imported]) => (imported.includes(path) ? [other] : []));
    const around = [path, ...importers].filter((root) => roots.has(root));
    const part = await followJob(follower, around.slice(0, 1 + MAX_IMPORTERS), signal);
    const all = merged(
      { files: [file] },
      [result],
      reportFlow(mergeParts([part], threatModel), follower.library, trees),
      teamIds,
    );
    const here = ({ location, trace = [] }: LibraryResult["findings"][number]): boolean =>
      location.path === path || trace.some((link) => link.location.path === path);
    return {
      ...all,
      findings: all.findings.filter(here),
      suppressed: (all.suppressed ?? []).filter(({ finding }) => here(finding)),
    };
  }

  return {
    check(path, text, signal) {
      const answer = last.then(() => checkNow(path, text, signal));
      // The next call comes after this one, whatever became of it.
      last = answer.catch(() => undefined);
      return answer;
    },
  };
}

function note(files: Map<string, PlannedFile>, { path, language }: SourceFile, result: AnalysedResult | undefined): void {
  const pack = languageById(language);
  if (result?.flow === undefined || pack === undefined) files.delete(path);
  else files.set(path, { path, dottedModules: pack.dottedModules, ...result.flow });
}

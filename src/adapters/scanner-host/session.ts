import { mergeParts } from "#analysis/flow/analyse.ts";
import { startJob } from "#analysis/flow/job.ts";
import { planFlow, type PlannedFile } from "#analysis/flow/plan.ts";
import { importsOf } from "#analysis/flow/roots.ts";
import { fileMap } from "#analysis/flow/resolve.ts";
import type { ThreatModel } from "#analysis/flow/threat-model.ts";
import { LANGUAGES, languageById } from "#analysis/languages/registry.ts";
import type { LibraryResult, ScanTask } from "#ports/scanner.ts";
import type { SourceFile } from "#ports/workspace.ts";
import type { AnalysedResult, Analyser } from "./analyser.ts";
import { workOff } from "./crew.ts";
import { reportFlow } from "./data-flow.ts";
import { createFileQueue } from "./file-queue.ts";
import { startFollowing } from "./flow-jobs.ts";
import { merged } from "./scan-files.ts";
import { createTreeStore } from "./tree-store.ts";

/** A project that stays open while its files change one by one, as under an editor. */
export interface Session {
  /**
   * What is found in one file as it is now, the rest of the project as it was last seen: its own weaknesses, and flows into and out of it, as far as they begin in it or
   * in a file that imports it. Reads no file. A path that is new belongs to the project from now on.
   */
  check(file: SourceFile, bytes: Uint8Array, signal: AbortSignal): Promise<LibraryResult>;
}

export interface SessionParts {
  readonly analyser: Analyser;
  readonly teamIds: ReadonlySet<string>;
  readonly threatModel: ThreatModel | undefined;
}

/** Files that import the changed one and are followed with it. */
const MAX_IMPORTERS = 20;

/** Reads and parses every file of the task once. Rejects with the signal's reason when it aborts. */
export async function openSession(parts: SessionParts, task: ScanTask, signal: AbortSignal): Promise<Session> {
  const { analyser, teamIds, threatModel } = parts;
  await analyser.parser.prepare(LANGUAGES.filter((pack) => task.files.some(({ language }) => language === pack.id)));
  const trees = createTreeStore(analyser.parser);
  const queue = createFileQueue(task);
  await workOff(analyser, queue, trees, [], signal);
  const results = queue.results();
  const files = new Map<string, PlannedFile>();
  for (const [index, file] of task.files.entries()) note(files, file, results[index]);
  let follower = following();

  function following(): { readonly paths: number; readonly resolve: ReturnType<typeof fileMap> } & ReturnType<
    typeof startFollowing
  > {
    const paths = [...files.keys()].toSorted();
    const { library } = planFlow([...files.values()], threatModel);
    return {
      ...startFollowing(analyser.models, trees, { paths, library }),
      paths: paths.length,
      resolve: fileMap(paths),
    };
  }

  return {
    async check(file, bytes, signal) {
      const result = await analyser.analyse(
        file,
        bytes,
        () => signal.aborted,
        (tree) => void trees.keep(file.path, tree),
      );
      signal.throwIfAborted();
      note(files, file, result);
      if (files.size !== follower.paths) follower = following();
      const imports = importsOf([...files.values()], follower.resolve);
      const importers = [...imports].flatMap(([path, imported]) => (imported.includes(file.path) ? [path] : []));
      const job = startJob(follower.project, { library: follower.library });
      for (const path of [file.path, ...importers.slice(0, MAX_IMPORTERS)]) job.follow(path);
      const flow = reportFlow(mergeParts([job.part()], threatModel), trees);
      const all = merged({ files: [file] }, [result], flow, teamIds);
      const here = ({ location, trace = [] }: LibraryResult["findings"][number]): boolean =>
        location.path === file.path || trace.some((link) => link.location.path === file.path);
      return {
        ...all,
        findings: all.findings.filter(here),
        suppressed: (all.suppressed ?? []).filter(({ finding }) => here(finding)),
      };
    },
  };
}

function note(files: Map<string, PlannedFile>, { path, language }: SourceFile, result: AnalysedResult | undefined): void {
  const pack = languageById(language);
  if (result?.flow === undefined || pack === undefined) files.delete(path);
  else files.set(path, { path, dottedModules: pack.dottedModules, ...result.flow });
}

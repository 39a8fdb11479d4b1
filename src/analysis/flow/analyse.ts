import type { ModuleRoot } from "#analysis/imports/module-roots.ts";
import type { Models } from "#analysis/models/compile.ts";
import type { SyntaxTree } from "#analysis/parse/tree.ts";
import { flowFacts } from "./facts.ts";
import { mergeCollected } from "./findings.ts";
import { type FlowPart, flowProject, startJob } from "./job.ts";
import { chooseRoots, importsOf, type Known } from "./roots.ts";
import { fileMap } from "./resolve.ts";
import type { ThreatModel } from "./threat-model.ts";
import type { FlowFinding, FlowProblem, SinkPlace } from "./flow-finding.ts";
import type { FlowWatch } from "./watch.ts";

export interface FlowFile {
  readonly path: string;
  readonly tree: SyntaxTree;
}

export interface FlowOptions {
  /** Absent: chosen from the code, see the guide. */
  readonly threatModel?: ThreatModel;
  /** Steps of the analysis for each file; default 400,000. */
  readonly steps?: number;
  readonly watch?: FlowWatch;
  /** Modules whose folders imports name. */
  readonly modules?: readonly ModuleRoot[];
}

export interface FlowResult {
  /** Sorted by path, place and rule. */
  readonly findings: readonly FlowFinding[];
  readonly problems: readonly FlowProblem[];
  /** Sinks that only what is fixed or was checked reaches. */
  readonly harmless: readonly SinkPlace[];
  /** Whether parameters of public functions count as sources where they were followed. */
  readonly parameters: boolean;
}

export interface FlowRun {
  /** Files worth following, sorted. */
  readonly roots: readonly string[];
  /** Follows the data of one of them. */
  follow(path: string): void;
  /** What was found so far. */
  result(): FlowResult;
}

/** Follows untrusted data through the files of one project. `models` gives the models of a language (id of its pack), undefined for none. */
export function analyseFlow(
  files: readonly FlowFile[],
  models: (language: string) => Models | undefined,
  options: FlowOptions = {},
): FlowResult {
  const flow = startFlow(files, models, options);
  for (const path of flow.roots) flow.follow(path);
  return flow.result();
}

/** As {@link analyseFlow}, root by root, for callers that have other things to do in between. */
export function startFlow(
  files: readonly FlowFile[],
  models: (language: string) => Models | undefined,
  options: FlowOptions = {},
): FlowRun {
  const known = files.flatMap(({ path, tree }): Known[] => {
    const own = models(tree.pack.id);
    return own === undefined
      ? []
      : [{ path, dottedModules: tree.pack.dottedModules, facts: flowFacts(tree.text, tree.pack, own) }];
  });
  const { threatModel } = options;
  const library = threatModel === "library" || (threatModel === undefined && !known.some(({ facts }) => facts.main));
  const resolve = fileMap(
    known.map(({ path }) => path),
    options.modules,
  );
  const trees = new Map(files.map(({ path, tree }) => [path, tree]));
  const project = flowProject((path) => trees.get(path), models, resolve);
  const job = startJob(project, { library, steps: options.steps, watch: options.watch });
  return {
    roots: chooseRoots(known, importsOf(known, resolve), library),
    follow: (path) => job.follow(path),
    result: () => mergeParts([job.part()], threatModel),
  };
}

/** The result of all jobs together, whatever their order. */
export function mergeParts(parts: readonly FlowPart[], threatModel: ThreatModel | undefined): FlowResult {
  const problems = new Map<string, FlowProblem>();
  for (const problem of parts.flatMap((part) => part.problems))
    problems.set(`${problem.path} ${String(problem.offset + 1).padStart(9, "0")} ${problem.code}`, problem);
  const parameters = threatModel === "library" || !parts.some((part) => part.sourceSeen);
  return {
    ...mergeCollected(parts, parameters),
    parameters,
    problems: [...problems].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, problem]) => problem),
  };
}

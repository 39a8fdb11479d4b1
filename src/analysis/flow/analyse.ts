import type { Models } from "#analysis/models/compile.ts";
import type { FileIr } from "#analysis/ir/file.ts";
import { loweringOf } from "#analysis/lower/registry.ts";
import type { SyntaxTree } from "#analysis/parse/tree.ts";
import { createEngine } from "./create-engine.ts";
import { collector } from "./findings.ts";
import { chooseRoots } from "./roots.ts";
import { fileMap } from "./resolve.ts";
import { hasMain, type ThreatModel } from "./threat-model.ts";
import type { FileUnit, FlowFinding, FlowProblem, SinkPlace } from "./types.ts";
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
}

export interface FlowResult {
  /** Sorted by path, place and rule. */
  readonly findings: readonly FlowFinding[];
  readonly problems: readonly FlowProblem[];
  /** Sinks that only what is fixed or was checked reaches, in the order in which they were met. */
  readonly harmless: readonly SinkPlace[];
}

const STEPS = 400_000;

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
  const usable = files.flatMap(({ path, tree }) => {
    const known = models(tree.pack.id);
    const lower = loweringOf(tree.pack.id);
    return known === undefined || lower === undefined ? [] : [{ path, tree, models: known, lower }];
  });
  const problems: FlowProblem[] = [];
  const library =
    options.threatModel === "library" || (options.threatModel === undefined && !hasMain(usable.map((file) => file.tree)));
  const collected = collector();
  const units = new Map<string, FileUnit>();
  const byPath = new Map(usable.map((file) => [file.path, file]));
  const map = fileMap([...byPath.keys()]);
  const unitOf = (path: string): FileUnit | undefined => {
    const existing = units.get(path);
    const file = byPath.get(path);
    if (existing !== undefined || file === undefined) return existing;
    let lowered: FileIr | undefined;
    const unit: FileUnit = {
      path,
      get ir() {
        return (lowered ??= lower(file));
      },
      models: file.models,
      frame: undefined,
      state: "new",
      exports: new Map(),
      exportsFrom: [],
      summaries: new Map(),
      classes: new Map(),
      visited: new Set(),
      steps: options.steps ?? STEPS,
      exhausted: false,
    };
    units.set(path, unit);
    return unit;
  };
  const lower = (file: (typeof usable)[number]): FileIr => {
    const ir = file.lower(file.path, file.tree);
    const [place] = ir.tooDeep;
    if (place !== undefined)
      problems.push({
        path: file.path,
        code: "flow-too-deep",
        message: "code nested very deeply was not followed",
        offset: place,
      });
    return ir;
  };
  const engine = createEngine({
    unitOf,
    resolve: map,
    watch: options.watch,
    report: (hit) => collected.report(hit),
    judge: (sink, harmless) => collected.judge(sink, harmless),
  });
  return {
    roots: chooseRoots(usable, map, library),
    follow(path) {
      const unit = unitOf(path);
      if (unit === undefined) return;
      engine.analyse(unit);
      if (library) collected.parameters(unit);
    },
    result() {
      const timeouts = [...units.values()]
        .filter((unit) => unit.exhausted)
        .map(
          ({ path }): FlowProblem => ({
            path,
            code: "flow-timeout",
            message: "too much to follow: the rest of this file's data flow was left out",
            offset: -1,
          }),
        );
      return {
        findings: collected.findings(options.threatModel === "library" || !engine.sourceSeen()),
        harmless: collected.harmless(),
        problems: [...problems, ...timeouts].toSorted((a, b) =>
          a.path < b.path ? -1 : a.path > b.path ? 1 : a.offset - b.offset,
        ),
      };
    },
  };
}

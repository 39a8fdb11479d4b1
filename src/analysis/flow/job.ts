import type { FileIr } from "#analysis/ir/file.ts";
import { loweringOf } from "#analysis/lower/registry.ts";
import type { Models } from "#analysis/models/compile.ts";
import type { SyntaxTree } from "#analysis/parse/tree.ts";
import { createEngine } from "./create-engine.ts";
import { collector, type Collected } from "./findings.ts";
import type { Resolve } from "./resolve.ts";
import type { FlowProblem } from "./flow-finding.ts";
import type { FileUnit } from "./types.ts";
import type { FlowWatch } from "./watch.ts";

/** The files that data is followed through. */
export interface FlowProject {
  readonly resolve: Resolve;
  /** Undefined for a path that has no tree, or whose language has no models or no lowering. */
  file(path: string): FlowProjectFile | undefined;
}

export interface FlowProjectFile {
  readonly path: string;
  readonly tree: SyntaxTree;
  readonly models: Models;
  readonly ir: FileIr;
}

export interface JobOptions {
  readonly library: boolean;
  /** Steps of the analysis for each file; default 400,000. */
  readonly steps?: number | undefined;
  readonly watch?: FlowWatch | undefined;
}

/** What following some roots gave; plain data. */
export interface FlowPart extends Collected {
  readonly problems: readonly FlowProblem[];
  readonly sourceSeen: boolean;
  /** Files that were looked at, sorted. */
  readonly looked: readonly string[];
}

/** Some roots, followed one after the other with what is learned on the way; other jobs neither help nor disturb. */
export interface FlowJob {
  follow(path: string): void;
  /** What was found so far. */
  part(): FlowPart;
}

const STEPS = 400_000;
/** Length of the texts whose lowered form is kept. */
const KEPT_UNITS = 4_000_000;

/** One tree, perhaps opened twice. */
function sameNodes(a: SyntaxTree, b: SyntaxTree): boolean {
  return a === b || a.starts.buffer === b.starts.buffer;
}

export function flowProject(
  trees: (path: string) => SyntaxTree | undefined,
  models: (language: string) => Models | undefined,
  resolve: Resolve,
): FlowProject {
  const lowered = new Map<string, FlowProjectFile>();
  let units = 0;
  return {
    resolve,
    file(path) {
      const tree = trees(path);
      const known = lowered.get(path);
      if (known !== undefined && tree !== undefined && sameNodes(known.tree, tree)) return known;
      const own = tree && models(tree.pack.id);
      const lower = tree && loweringOf(tree.pack.id);
      if (tree === undefined || own === undefined || lower === undefined) return undefined;
      let ir: FileIr | undefined;
      const file: FlowProjectFile = {
        path,
        tree,
        models: own,
        get ir() {
          return (ir ??= lower(path, tree));
        },
      };
      lowered.set(path, file);
      units += tree.text.length - (known?.tree.text.length ?? 0);
      for (const [oldest, { tree: old }] of lowered) {
        if (units <= KEPT_UNITS) break;
        lowered.delete(oldest);
        units -= old.text.length;
      }
      return file;
    },
  };
}

export function startJob(project: FlowProject, { library, steps = STEPS, watch }: JobOptions): FlowJob {
  const collected = collector();
  const units = new Map<string, FileUnit>();
  const unitOf = (path: string): FileUnit | undefined => {
    const existing = units.get(path);
    if (existing !== undefined) return existing;
    const file = project.file(path);
    if (file === undefined) return undefined;
    const unit = newUnit(file, steps);
    units.set(path, unit);
    return unit;
  };
  const engine = createEngine({
    unitOf,
    resolve: project.resolve,
    watch,
    report: (hit) => collected.report(hit),
    judge: (sink, harmless) => collected.judge(sink, harmless),
  });
  return {
    follow(path) {
      const unit = unitOf(path);
      if (unit === undefined) return;
      engine.analyse(unit);
      if (library) collected.parameters(unit);
    },
    part: () => ({
      ...collected.collected(),
      problems: [...units.values()].flatMap(problemsOf),
      sourceSeen: engine.sourceSeen(),
      looked: [...units.keys()].toSorted(),
    }),
  };
}

function newUnit(file: FlowProjectFile, steps: number): FileUnit {
  let lowered: FileIr | undefined;
  return {
    path: file.path,
    text: file.tree.text,
    pack: file.tree.pack,
    get ir() {
      return (lowered ??= file.ir);
    },
    get lowered() {
      return lowered !== undefined;
    },
    models: file.models,
    frame: undefined,
    state: "new",
    exports: new Map(),
    exportsFrom: [],
    summaries: new Map(),
    classes: new Map(),
    visited: new Set(),
    handlers: new Map(),
    settings: new Set(),
    steps,
    exhausted: false,
    gaps: new Set(),
  };
}

function problemsOf(unit: FileUnit): FlowProblem[] {
  const problems: FlowProblem[] = [];
  const [place] = unit.lowered ? unit.ir.tooDeep : [];
  if (place !== undefined)
    problems.push({
      path: unit.path,
      code: "flow-too-deep",
      message: "code nested very deeply was not followed",
      offset: place,
    });
  if (unit.exhausted)
    problems.push({
      path: unit.path,
      code: "flow-timeout",
      message: "too much to follow: the rest of this file's data flow was left out",
      offset: -1,
    });
  for (const message of unit.gaps) problems.push({ path: unit.path, code: "flow-cut", message, offset: -1 });
  return problems;
}

import type { ModuleRoot } from "#analysis/imports/module-roots.ts";
import type { FlowFacts } from "./facts.ts";
import { chooseRoots, importsOf, type Known } from "./roots.ts";
import { fileMap } from "./resolve.ts";
import type { ThreatModel } from "./threat-model.ts";

/** A file of the project, before anybody looks at its tree. */
export interface PlannedFile extends Known {
  readonly facts: FlowFacts;
  /** Length of its text. */
  readonly units: number;
}

export interface FlowPlan {
  /** What parameters of public functions hold is untrusted, see {@link ThreatModel}. */
  readonly library: boolean;
  /**
   * Files worth following, in parts that can be followed apart from each other, in any order and at the same time, the longest first. They depend on the files
   * alone: whoever follows them, and how many do so, changes nothing.
   */
  readonly jobs: readonly (readonly string[])[];
}

/** Longest text of the files of one job: what several jobs import is followed once for each, and what a job has learned stays until it ends. */
const MAX_UNITS = 12_000_000;

/** `threatModel` absent: chosen from the code. */
export function planFlow(
  files: readonly PlannedFile[],
  threatModel: ThreatModel | undefined,
  modules: readonly ModuleRoot[] = [],
): FlowPlan {
  const paths = files.map(({ path }) => path);
  const imports = importsOf(files, fileMap(paths, modules));
  const library = threatModel === "library" || (threatModel === undefined && !files.some(({ facts }) => facts.main));
  const roots = chooseRoots(files, imports, library);
  const units = new Map(files.map((file) => [file.path, file.units]));
  const part = componentsOf(files, imports);
  const jobs: { roots: string[]; units: number }[] = [];
  for (const group of Map.groupBy(roots, part).values()) {
    let job: (typeof jobs)[number] | undefined;
    for (const root of group) {
      const own = units.get(root) ?? 0;
      if (job === undefined || job.units + own > MAX_UNITS) jobs.push((job = { roots: [], units: 0 }));
      job.roots.push(root);
      job.units += own;
    }
  }
  return { library, jobs: jobs.toSorted((a, b) => b.units - a.units).map((job) => job.roots) };
}

/** For each file the first of those that imports connect it with. */
function componentsOf(files: readonly Known[], imports: ReadonlyMap<string, readonly string[]>): (path: string) => string {
  const leader = new Map(files.map(({ path }) => [path, path]));
  const find = (path: string): string => {
    let top = path;
    for (let next = leader.get(top); next !== undefined && next !== top; next = leader.get(top)) top = next;
    for (let at = path; at !== top; ) {
      const next = leader.get(at) ?? top;
      leader.set(at, top);
      at = next;
    }
    return top;
  };
  for (const [path, imported] of imports) {
    for (const other of imported) {
      const [a, b] = [find(path), find(other)];
      if (a !== b) leader.set(a < b ? b : a, a < b ? a : b);
    }
  }
  return find;
}

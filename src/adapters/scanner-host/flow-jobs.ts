import { setImmediate } from "node:timers/promises";
import { type FlowPart, flowProject, type FlowProject, startJob } from "#analysis/flow/job.ts";
import { fileMap } from "#analysis/flow/resolve.ts";
import type { ModuleRoot } from "#analysis/imports/module-roots.ts";
import type { ModelsOf } from "./analyser.ts";
import type { TreeStore } from "./tree-store.ts";

/** What all jobs of one scan have in common. */
export interface FlowSetup {
  /** All files that can be imported, sorted. */
  readonly paths: readonly string[];
  readonly library: boolean;
  /** Modules whose folders imports name. */
  readonly modules: readonly ModuleRoot[];
}

/** Who follows jobs of a scan in one thread. */
export interface FlowFollower {
  readonly project: FlowProject;
  readonly library: boolean;
}

/** The jobs of one scan, shared by those who work on them. */
export interface FlowJobs {
  take(): readonly string[] | undefined;
  giveBack(job: readonly string[]): void;
  settle(job: readonly string[], part: FlowPart): void;
}

/** Longest stretch of work before other tasks of the process get a turn. */
const TURN_MS = 20;

export function startFollowing(models: ModelsOf, trees: TreeStore, { paths, library, modules }: FlowSetup): FlowFollower {
  return { library, project: flowProject((path) => trees.tree(path), models, fileMap(paths, modules)) };
}

/** Rejects with the signal's reason when it aborts. */
export async function followJob(
  { project, library }: FlowFollower,
  roots: readonly string[],
  signal?: AbortSignal,
): Promise<FlowPart> {
  const job = startJob(project, { library });
  let turn = performance.now();
  for (const path of roots) {
    job.follow(path);
    if (signal === undefined || performance.now() - turn <= TURN_MS) continue;
    await setImmediate();
    signal.throwIfAborted();
    turn = performance.now();
  }
  return job.part();
}

export interface Job {
  readonly roots: readonly string[];
  /** What an earlier run found. */
  readonly known: FlowPart | undefined;
}

export function createFlowJobs(jobs: readonly Job[]): FlowJobs & { readonly left: number; parts(): FlowPart[] } {
  const waiting = jobs
    .filter(({ known }) => known === undefined)
    .map(({ roots }) => roots)
    .toReversed();
  const settled = new Map(jobs.flatMap(({ roots, known }) => (known === undefined ? [] : [[roots, known] as const])));
  return {
    take: () => waiting.pop(),
    giveBack: (job) => void waiting.push(job),
    settle: (job, part) => void settled.set(job, part),
    get left() {
      return waiting.length;
    },
    parts: () => jobs.flatMap(({ roots }) => settled.get(roots) ?? []),
  };
}

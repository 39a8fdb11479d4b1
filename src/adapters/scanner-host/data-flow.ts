import { mergeParts, type FlowResult } from "#analysis/flow/analyse.ts";
import { type PlannedFile, planFlow } from "#analysis/flow/plan.ts";
import type { ThreatModel } from "#analysis/flow/threat-model.ts";
import type { FlowFinding } from "#analysis/flow/flow-finding.ts";
import type { ModuleRoot } from "#analysis/imports/module-roots.ts";
import { languageById } from "#analysis/languages/registry.ts";
import { markerFor, suppressionMarkers } from "#analysis/match/suppression.ts";
import type { Problem } from "#domain/completeness.ts";
import type { Cwe } from "#domain/cwe.ts";
import type { Location } from "#domain/location.ts";
import { lineStarts, positionAt } from "#lib/text.ts";
import type { RawFinding, ScanTask } from "#ports/scanner.ts";
import type { Analyser } from "./analyser.ts";
import { locate } from "./locate.ts";
import { matchRest } from "./crew.ts";
import type { FileQueue } from "./file-queue.ts";
import { createFlowJobs, followJob, type Job, startFollowing } from "./flow-jobs.ts";
import type { Helper } from "./helper-thread.ts";
import type { KeptResults } from "./kept-results.ts";
import type { TreeStore } from "./tree-store.ts";

export interface FlowReport {
  readonly findings: readonly RawFinding[];
  readonly suppressed: readonly { finding: RawFinding; reason: string }[];
  readonly problems: readonly Problem[];
  /** Sinks that only what is fixed or was checked reaches. */
  readonly harmless: readonly { readonly cwe: readonly Cwe[]; readonly written: boolean; readonly location: Location }[];
  readonly threatModel: ThreatModel;
}

export interface DataFlowParts {
  readonly analyser: Analyser;
  /** Threads that follow jobs, with the files whose trees each has already; without any this thread does. */
  readonly helpers: readonly { readonly helper: Helper; readonly has: ReadonlySet<string> }[];
  readonly trees: TreeStore;
  readonly kept?: KeptResults | undefined;
  /** Absent: chosen from the code. */
  readonly threatModel?: ThreatModel | undefined;
  readonly modules: readonly ModuleRoot[];
}

/**
 * Follows untrusted data through the files of a scan while the rules run over those that wait for them in the queue. Each thread begins with one of the two and
 * helps with the other one when nothing of it is left: what a thread does for the first time takes it several times as long. Rejects with the signal's reason when it aborts.
 */
export async function followData(
  task: ScanTask,
  queue: FileQueue,
  { analyser, helpers, trees, kept: keptResults, threatModel, modules }: DataFlowParts,
  signal: AbortSignal,
): Promise<FlowReport> {
  const results = queue.sofar();
  const files = task.files.flatMap(({ path, language }, index): PlannedFile[] => {
    const flow = results[index]?.flow;
    const pack = languageById(language);
    return flow === undefined || pack === undefined ? [] : [{ path, dottedModules: pack.dottedModules, ...flow }];
  });
  const plan = planFlow(files, threatModel, modules);
  const setup = { paths: files.map(({ path }) => path), library: plan.library, modules };
  const kept = await Promise.all(
    plan.jobs.map(async (roots): Promise<Job> => ({ roots, known: await keptResults?.job(roots, setup) })),
  );
  const jobs = createFlowJobs(kept);
  const own = startFollowing(analyser.models, trees, setup);
  const work = async (): Promise<void> => {
    for (let job = jobs.take(); job !== undefined; job = jobs.take()) jobs.settle(job, await followJob(own, job, signal));
  };
  const shared = new Map(trees.files().map((file) => [file.path, file]));
  await Promise.all(
    helpers.map(async ({ helper, has }, index) => {
      const match = (): Promise<void> => helper.match(queue, (path) => (has.has(path) ? undefined : shared.get(path)));
      if (index % 2 === 0) await match();
      if (jobs.left > 0)
        await helper.follow(
          jobs,
          setup,
          [...shared.values()].filter(({ path }) => !has.has(path)),
        );
      if (index % 2 === 1) await match();
    }),
  );
  await work();
  await matchRest(analyser, queue, trees, signal);
  const parts = jobs.parts();
  for (const [index, { roots, known }] of kept.entries()) {
    const part = parts[index];
    if (known === undefined && part !== undefined) await keptResults?.keepJob(roots, setup, part);
  }
  return reportFlow(mergeParts(parts, threatModel), plan.library, trees);
}

/** Findings as the core knows them; those that a marker in the code hides apart. */
export function reportFlow(result: FlowResult, library: boolean, trees: TreeStore): FlowReport {
  const lines = new Map<string, readonly number[]>();
  const linesOf = (path: string): readonly number[] => {
    let known = lines.get(path);
    if (known === undefined) lines.set(path, (known = lineStarts(trees.text(path))));
    return known;
  };
  const findings: RawFinding[] = [];
  const suppressed: { finding: RawFinding; reason: string }[] = [];
  for (const flow of result.findings) {
    const finding = toFinding(flow, linesOf);
    const tree = trees.tree(flow.path);
    const markers = tree === undefined ? [] : suppressionMarkers(tree, linesOf(flow.path));
    const marker = markerFor(markers, finding.location.startLine, flow.rule);
    if (marker === undefined) findings.push(finding);
    else suppressed.push({ finding, reason: `marked in the code: ${marker.text}` });
  }
  const problems = result.problems.map(({ path, code, message, offset }): Problem => {
    if (offset < 0) return { path, code, message };
    return { path, code, message, line: positionAt(linesOf(path), offset).line };
  });
  const harmless = result.harmless.map(({ kind, written, path, start, end }) => ({
    cwe: kind.cwe,
    written,
    location: locate(path, linesOf(path), start, end),
  }));
  return { findings, suppressed, problems, harmless, threatModel: library && result.parameters ? "library" : "application" };
}

function toFinding(flow: FlowFinding, linesOf: (path: string) => readonly number[]): RawFinding {
  return {
    rule: flow.rule,
    cwe: flow.kind.cwe,
    severity: flow.kind.severity,
    confidence: flow.confidence,
    location: locate(flow.path, linesOf(flow.path), flow.start, flow.end),
    title: flow.kind.title,
    message: flow.message,
    remedy: flow.kind.remedy,
    trace: flow.trace.map((link) => ({ location: locate(link.path, linesOf(link.path), link.start, link.end), note: link.note })),
  };
}

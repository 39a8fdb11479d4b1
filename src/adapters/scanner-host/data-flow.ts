import { setImmediate } from "node:timers/promises";
import { type FlowFile, startFlow } from "#analysis/flow/analyse.ts";
import type { ThreatModel } from "#analysis/flow/threat-model.ts";
import type { FlowFinding } from "#analysis/flow/types.ts";
import { languageById } from "#analysis/languages/registry.ts";
import { markerFor, suppressionMarkers } from "#analysis/match/suppression.ts";
import { sourceText } from "#analysis/match/source-text.ts";
import type { Models } from "#analysis/models/compile.ts";
import { builtinModels } from "#analysis/models/load.ts";
import { createParser, type LoadGrammar, type TreeParser } from "#analysis/parse/parser.ts";
import type { SyntaxTree } from "#analysis/parse/tree.ts";
import type { Problem } from "#domain/completeness.ts";
import type { Cwe } from "#domain/cwe.ts";
import type { Location } from "#domain/location.ts";
import { lineStarts, positionAt } from "#lib/text.ts";
import type { RawFinding, ScanTask } from "#ports/scanner.ts";
import { locate } from "./analyser.ts";

export interface FlowReport {
  readonly findings: readonly RawFinding[];
  readonly suppressed: readonly { finding: RawFinding; reason: string }[];
  readonly problems: readonly Problem[];
  /** Sinks that only what is fixed or was checked reaches. */
  readonly harmless: readonly { readonly cwe: readonly Cwe[]; readonly written: boolean; readonly location: Location }[];
}

/** Follows untrusted data through the files of a scan, after the rules have run over each. */
export interface DataFlow {
  /** `trees` holds those that have been made already. Rejects with the signal's reason when it aborts. */
  run(task: ScanTask, trees: Trees, signal: AbortSignal): Promise<FlowReport>;
}

/** Trees of the scanned files by path, those of helping threads left out. */
export type Trees = Map<string, SyntaxTree>;

/** Longest stretch of work before other tasks of the process get a turn. */
const TURN_MS = 20;
const PARSE_MS = 10_000;

type ModelsOf = (language: string) => Models | undefined;

/** `threatModel` absent: chosen from the code. */
export function createDataFlow(loadGrammar: LoadGrammar, threatModel?: ThreatModel): DataFlow {
  let ready: Promise<{ parser: TreeParser; models: ModelsOf }> | undefined;
  return {
    async run(task, trees, signal) {
      const { parser, models } = await (ready ??= prepare(loadGrammar));
      const files: FlowFile[] = [];
      for (const { path, language } of task.files) {
        signal.throwIfAborted();
        const tree = trees.get(path) ?? (await parsed(task, path, language, parser, models, signal));
        if (tree !== undefined) files.push({ path, tree });
      }
      const flow = startFlow(files, models, threatModel && { threatModel });
      let turn = performance.now();
      for (const path of flow.roots) {
        flow.follow(path);
        if (performance.now() - turn <= TURN_MS) continue;
        await setImmediate();
        signal.throwIfAborted();
        turn = performance.now();
      }
      return report(files, flow.result());
    },
  };
}

async function prepare(loadGrammar: LoadGrammar): Promise<{ parser: TreeParser; models: ModelsOf }> {
  const [parser, models] = await Promise.all([createParser(loadGrammar), builtinModels()]);
  return { parser, models };
}

/** A file that another thread has analysed, when it names a source or a sink. What cannot be read or parsed is a problem already. */
async function parsed(
  task: ScanTask,
  path: string,
  language: string,
  parser: TreeParser,
  models: ModelsOf,
  signal: AbortSignal,
): Promise<SyntaxTree | undefined> {
  const pack = languageById(language);
  const known = models(language);
  if (pack === undefined || known === undefined) return undefined;
  const bytes = await task.workspace.read(path).catch(() => undefined);
  if (bytes === undefined) return undefined;
  const { text } = sourceText(bytes);
  if (!known.mentions.sinks(text, false) && !known.mentions.sources(text)) return undefined;
  const deadline = performance.now() + PARSE_MS;
  const result = await parser.parse(pack, text, { shouldStop: () => signal.aborted || performance.now() > deadline });
  return result.kind === "tree" ? result.tree : undefined;
}

function report(files: readonly FlowFile[], result: ReturnType<ReturnType<typeof startFlow>["result"]>): FlowReport {
  const trees = new Map(files.map((file) => [file.path, file.tree]));
  const lines = new Map<string, readonly number[]>();
  const linesOf = (path: string): readonly number[] => {
    let known = lines.get(path);
    if (known === undefined) lines.set(path, (known = lineStarts(trees.get(path)?.text ?? "")));
    return known;
  };
  const findings: RawFinding[] = [];
  const suppressed: { finding: RawFinding; reason: string }[] = [];
  for (const flow of result.findings) {
    const finding = toFinding(flow, linesOf);
    const tree = trees.get(flow.path);
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
  return { findings, suppressed, problems, harmless };
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

import { languageOf } from "#analysis/languages/registry.ts";
import type { TreeParser } from "#analysis/parse/parser.ts";
import type { SyntaxTree } from "#analysis/parse/tree.ts";
import { createMemoryWorkspace } from "#adapters/workspaces/memory.ts";
import type { EngineRun, Problem } from "#domain/completeness.ts";
import type { Defect } from "#domain/defect.ts";
import type { Finding } from "#domain/finding.ts";
import type { LibraryScanner } from "#ports/scanner.ts";
import { correlate } from "#stages/correlate/correlate.ts";
import { scan } from "#stages/scan/scan.ts";
import type { FileState, Outcome, Reported } from "./outcome.ts";

/** What one scanner, or all together, said of every file. */
export interface ScannedBy {
  /** Engine ids joined by ` + `. */
  readonly id: string;
  readonly versions: Readonly<Record<string, string>>;
  /** Added up over the engines, correlation not counted. */
  readonly seconds: number;
  readonly files: ReadonlyMap<string, Outcome>;
}

export interface ScanRequest {
  /** Absolute path that stands for the project's root. */
  readonly root: string;
  /** Texts by file name. */
  readonly texts: ReadonlyMap<string, string>;
  readonly scanners: readonly LibraryScanner[];
  readonly parser: TreeParser;
}

/** Runs every scanner once over all texts as one workspace; gives each scanner alone and, for more than one, all together, which come last. */
export async function scanTexts({ root, texts, scanners, parser }: ScanRequest, signal: AbortSignal): Promise<ScannedBy[]> {
  const workspace = createMemoryWorkspace({ root, files: Object.fromEntries(texts) });
  const listing = await workspace.list({ paths: [] }, signal);
  const required = scanners.map(({ id }) => id);
  const report = await scan(
    { scanners, workspace, listing, required, emit: () => undefined, now: () => performance.now() / 1000 },
    signal,
  );
  const languages = new Map(scanners.map((scanner) => [scanner.id, new Set(scanner.languages)]));
  const sets = [...report.engines.map((engine) => [engine]), ...(report.engines.length > 1 ? [report.engines] : [])];
  const findings = Map.groupBy(report.findings, ({ location }) => location.path);
  const problems = Map.groupBy([...report.problems, ...report.engines.flatMap(({ reasons }) => reasons)], ({ path }) => path);
  const files = sets.map(() => new Map<string, Outcome>());
  const states = sets.map((engines) => stateOf(engines, report.problems, languages));
  for (const [path, text] of texts) {
    let tree: Promise<SyntaxTree | undefined> | undefined;
    const treeOf = (): Promise<SyntaxTree | undefined> => (tree ??= parseText(parser, path, text));
    for (const [at, engines] of sets.entries()) {
      const own = (findings.get(path) ?? []).filter(({ engine }) => engines.some(({ id }) => id === engine));
      const defects = own.length === 0 ? [] : await correlate({ ...report, findings: own }, treeOf);
      const codes = new Set((problems.get(path) ?? []).map(({ code }) => code));
      const reported = defects.map((defect) => describe(defect, own));
      files[at]?.set(path, { state: states[at]?.(path) ?? "failed", reasons: [...codes].toSorted(), reported });
    }
  }
  return sets.map((engines, at) => ({
    id: engines.map(({ id }) => id).join(" + "),
    versions: Object.fromEntries(engines.map(({ id, version }) => [id, version])),
    seconds: engines.reduce((sum, { seconds }) => sum + seconds, 0),
    files: files[at] ?? new Map<string, Outcome>(),
  }));
}

/** The state of a file under a set of engines: what is true of the least complete of those that know its language. */
function stateOf(
  engines: readonly EngineRun[],
  skipped: readonly Problem[],
  languages: ReadonlyMap<string, ReadonlySet<string>>,
): (path: string) => FileState {
  const runs = engines.map(({ id, covered, reasons }) => ({
    id,
    covered: new Set<string>(covered),
    troubled: new Set(reasons.flatMap(({ path }) => (path === undefined ? [] : [path as string]))),
  }));
  const left = new Set(
    skipped.flatMap(({ path, code }) => (path === undefined || code === "not-analysed" ? [] : [path as string])),
  );
  return (path) => {
    const language = languageOf(path)?.id;
    const asked = language === undefined ? [] : runs.filter(({ id }) => languages.get(id)?.has(language));
    if (asked.length === 0) return "unsupported";
    if (left.has(path) || !asked.some(({ covered }) => covered.has(path))) return "failed";
    return asked.every(({ covered, troubled }) => covered.has(path) && !troubled.has(path)) ? "complete" : "partial";
  };
}

async function parseText(parser: TreeParser, path: string, text: string): Promise<SyntaxTree | undefined> {
  const pack = languageOf(path);
  const parsed = pack === undefined ? undefined : await parser.parse(pack, text);
  return parsed?.kind === "tree" ? parsed.tree : undefined;
}

function describe(defect: Defect, findings: readonly Finding[]): Reported {
  const witnesses = findings.filter(({ id }) => defect.witnesses.includes(id));
  const here = [defect.location, ...(defect.trace ?? []).map(({ location }) => location)].filter(
    ({ path }) => path === defect.location.path,
  );
  return {
    rules: [...new Set(witnesses.map(({ engine, rule }) => `${engine}:${rule}`))].toSorted(),
    cwes: [...new Set(witnesses.flatMap(({ cwe }) => cwe))].toSorted(),
    severity: defect.severity,
    probability: defect.probability,
    lines: [...new Set(witnesses.map(({ location }) => location.startLine))].toSorted((a, b) => a - b),
    spans: here.map(({ startLine, endLine, endColumn }) => ({
      from: startLine,
      to: Math.max(startLine, endColumn === 1 ? endLine - 1 : endLine),
    })),
  };
}

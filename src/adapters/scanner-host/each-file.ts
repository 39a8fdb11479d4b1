import type { Problem } from "#domain/completeness.ts";
import type { LibraryResult, RawFinding, ScanTask } from "#ports/scanner.ts";
import type { SourceFile } from "#ports/workspace.ts";
import { by, compareText } from "#lib/compare.ts";
import { digest } from "#lib/digest.ts";
import type { ResultCache } from "./result-cache.ts";
import { decodeSource, INVALID_UTF_8, locationFault, sourceText } from "./source-text.ts";

/** What an engine said of one text. */
export interface FileResult {
  readonly findings: readonly RawFinding[];
  readonly suppressed?: readonly { finding: RawFinding; reason: string }[];
  readonly problems: readonly Problem[];
  /** True when the engine's rules ran over the text. */
  readonly analysed: boolean;
}

export interface EachFileOptions {
  /** Longest text in UTF-16 units: what bounds the time one file can take. */
  readonly maxUnits: number;
  /** Where the result for a text is kept from run to run, and what stands for the engine with its settings; `check` must depend on nothing else. */
  readonly kept?: { readonly cache: ResultCache; readonly engine: string } | undefined;
  /** May throw: that file then has a problem, the others go on. */
  readonly check: (file: SourceFile, text: string) => FileResult;
}

/**
 * Runs an engine of this process over the files one by one, lets other work happen in between, and rejects with the signal's
 * reason when it aborts. What cannot be read, is too large or breaks the engine becomes a problem of that file.
 */
export async function eachFile(task: ScanTask, signal: AbortSignal, options: EachFileOptions): Promise<LibraryResult> {
  const findings: RawFinding[] = [];
  const suppressed: { finding: RawFinding; reason: string }[] = [];
  const problems: Problem[] = [];
  const covered: string[] = [];
  for (const [index, file] of task.files.entries()) {
    signal.throwIfAborted();
    const result = await checkFile(task, file, options);
    findings.push(...result.findings);
    suppressed.push(...(result.suppressed ?? []));
    problems.push(...result.problems);
    if (result.analysed) covered.push(file.path);
    task.progress(index + 1);
    await breathe();
  }
  await options.kept?.cache.trim();
  return {
    findings: inPlaceOrder(findings, (finding) => finding),
    problems,
    covered,
    suppressed: inPlaceOrder(suppressed, ({ finding }) => finding),
  };
}

/** Nothing was analysed, and why. */
export function refuseAll(files: readonly SourceFile[], code: string, message: string): LibraryResult {
  return { findings: [], problems: files.map(({ path }) => ({ path, code, message })), covered: [] };
}

const IN_FILE = by<RawFinding>(
  ({ location }) => location.startLine,
  ({ location }) => location.startColumn,
  ({ location }) => location.endLine,
  ({ location }) => location.endColumn,
  ({ rule }) => rule,
  ({ message }) => message,
);

/** By path, place, rule and message. File by file: paths are long, and of a hundred thousand findings most stand in other files. */
export function inPlaceOrder<T>(items: readonly T[], findingOf: (item: T) => RawFinding): T[] {
  const byPath = Map.groupBy(items, (item) => findingOf(item).location.path);
  const inFile = (a: T, b: T): number => IN_FILE(findingOf(a), findingOf(b));
  return [...byPath].toSorted(([a], [b]) => compareText(a, b)).flatMap(([, own]) => own.toSorted(inFile));
}

async function checkFile(task: ScanTask, file: SourceFile, options: EachFileOptions): Promise<FileResult> {
  const read = await task.workspace.read(file.path).then(decodeSource, (error: unknown) => failure(file, "unreadable", error));
  if ("problems" in read) return read;
  const { text, valid } = read;
  if (text.length > options.maxUnits) {
    const message = `${text.length} characters, more than the ${options.maxUnits} this engine takes`;
    return { findings: [], analysed: false, problems: [{ path: file.path, code: "too-large", message }] };
  }
  let result: FileResult;
  try {
    result = await keptOr(options, file, text);
  } catch (error) {
    return failure(file, "engine-crashed", error);
  }
  const placed = placedOnly(file, text, result);
  if (valid) return placed;
  return {
    ...placed,
    problems: [...placed.problems, { path: file.path, ...INVALID_UTF_8 }],
  };
}

/** What an earlier run said of this text, or what the engine says now. */
async function keptOr({ kept, check }: EachFileOptions, file: SourceFile, text: string): Promise<FileResult> {
  if (kept === undefined) return check(file, text);
  const key = JSON.stringify(["each", kept.engine, file.path, file.language, digest(text)]);
  const before = await kept.cache.get(key);
  if (before !== undefined) return before as FileResult;
  const result = check(file, text);
  await kept.cache.put(key, result);
  return result;
}

function placedOnly(file: SourceFile, text: string, result: FileResult): FileResult {
  const source = sourceText(file.path, text);
  const problems = [...result.problems];
  const inside = (finding: RawFinding): boolean => {
    const fault = locationFault(source, finding.location);
    if (fault !== undefined)
      problems.push({ path: file.path, code: "bad-location", message: `${finding.rule} at an impossible place: ${fault}` });
    return fault === undefined;
  };
  return {
    ...result,
    findings: result.findings.filter(inside),
    suppressed: (result.suppressed ?? []).filter(({ finding }) => inside(finding)),
    problems,
  };
}

function failure(file: SourceFile, code: string, error: unknown): FileResult {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { findings: [], analysed: false, problems: [{ path: file.path, code, message: message.slice(0, 300) }] };
}

function breathe(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

import { type EngineRun, isSettled, type Problem } from "#domain/completeness.ts";
import { AssayError } from "#domain/errors.ts";
import type { Emit } from "#domain/event.ts";
import type { ScanReport } from "#domain/report.ts";
import { by } from "#lib/compare.ts";
import type { ImportedReport } from "#ports/imported-report.ts";
import type { LibraryResult, LibraryScanner } from "#ports/scanner.ts";
import type { Listing, SourceFile, Workspace } from "#ports/workspace.ts";
import { type EngineOutcome, importedOutcomes, sortReasons } from "./imported.ts";
import { nameFindings, sortFindings } from "./normalize.ts";
import { unreadCode } from "./unread.ts";

export interface ScanInput {
  readonly scanners: readonly LibraryScanner[];
  readonly workspace: Workspace;
  readonly listing: Listing;
  /** Engines the user named: one that is missing is then a failure, not an absence. */
  readonly required: readonly string[];
  readonly emit: Emit;
  /** What other tools said before, read from files. */
  readonly imports?: readonly ImportedReport[];
  /** Seconds of a steady clock. */
  readonly now: () => number;
  /** The threat model that a scan of the whole project chose, by engine, where these files are a part of it. */
  readonly threatModels?: ReadonlyMap<string, EngineRun["threatModel"]>;
  /** Hides what the project's suppression file hides, before anything is announced. */
  readonly suppress?: (report: ScanReport) => Promise<ScanReport>;
}

/** Runs every engine that is here over the files of its languages, one after another, and puts their words into one form. */
export async function scan(input: ScanInput, signal: AbortSignal): Promise<ScanReport> {
  const engines: EngineRun[] = [];
  const findings: ScanReport["findings"][number][] = [];
  const suppressed: ScanReport["suppressed"][number][] = [];
  const present = await presentScanners(input);
  input.emit({ kind: "scan-started", engines: present.map(({ scanner }) => scanner.id), files: input.listing.files.length });
  for (const { scanner, version } of present) {
    signal.throwIfAborted();
    const outcome = await runScanner(input, scanner, version, subjectsOf(scanner, input.listing), signal);
    engines.push(outcome.run);
    findings.push(...outcome.findings);
    suppressed.push(...outcome.suppressed);
    input.emit({ kind: "engine-finished", engine: outcome.run });
  }
  for (const outcome of importedOutcomes(input.imports ?? [], new Set(engines.map((engine) => engine.id)))) {
    engines.push(outcome.run);
    findings.push(...outcome.findings);
    suppressed.push(...outcome.suppressed);
    input.emit({ kind: "engine-finished", engine: outcome.run });
  }
  const whole = assemble(engines, findings, suppressed, input.listing);
  const report = input.suppress === undefined ? whole : await input.suppress(whole);
  for (const finding of report.findings) input.emit({ kind: "finding-raised", finding });
  return report;
}

interface Subjects {
  readonly files: readonly SourceFile[];
  readonly others: readonly string[];
}

function subjectsOf(scanner: LibraryScanner, { files, others = [] }: Listing): Subjects {
  return {
    files: files.filter((file) => scanner.languages.includes(file.language)),
    others: others.filter((path) => scanner.reads?.(path) === true),
  };
}

async function isNeeded(scanner: LibraryScanner, { listing, workspace, required }: ScanInput): Promise<boolean> {
  const { files, others } = subjectsOf(scanner, listing);
  if (files.length + others.length === 0) return false;
  return required.includes(scanner.id) || (await scanner.applies?.({ files, workspace })) !== false;
}

async function presentScanners(input: ScanInput): Promise<{ scanner: LibraryScanner; version: string | undefined }[]> {
  const present: { scanner: LibraryScanner; version: string | undefined }[] = [];
  for (const scanner of input.scanners.toSorted(by((one) => one.id))) {
    const version = await scanner.version();
    if (version === undefined && !input.required.includes(scanner.id)) continue;
    if (await isNeeded(scanner, input)) present.push({ scanner, version });
  }
  return present;
}

async function runScanner(
  input: ScanInput,
  scanner: LibraryScanner,
  version: string | undefined,
  { files, others }: Subjects,
  signal: AbortSignal,
): Promise<EngineOutcome> {
  if (version === undefined) {
    const absent = scanner.absent ?? "is not installed";
    const reason: Problem = { code: "not-installed", message: `${scanner.title}: ${absent}. ${scanner.install}` };
    return {
      run: { id: scanner.id, version: "", status: "failed", reasons: [reason], covered: [], seconds: 0 },
      findings: [],
      suppressed: [],
    };
  }
  const started = input.now();
  const paths = [...files.map((file) => file.path), ...others];
  const progress = (done: number): void => input.emit({ kind: "scan-progressed", engine: scanner.id, done, total: paths.length });
  const result = await scanner
    .scan({ files, others, workspace: input.workspace, threatModel: input.threatModels?.get(scanner.id), progress }, signal)
    .catch((error: unknown) => crashed(scanner, paths, error, signal));
  // What an interrupted engine says of the files it did not get to is no result.
  signal.throwIfAborted();
  const covered = new Set(result.covered);
  const explained = new Set(result.problems.map((problem) => problem.path));
  const silent = paths.filter((path) => !covered.has(path) && !explained.has(path));
  const unsaid = silent.map(
    (path): Problem => ({
      path,
      code: "not-reported",
      message: `${scanner.id} did not say that it looked at this file`,
    }),
  );
  const reasons = sortReasons([...result.problems, ...unsaid]);
  const status = reasons.length === 0 ? "complete" : covered.size === 0 ? "failed" : "partial";
  const seconds = Math.round(Math.max(0, input.now() - started) * 1000) / 1000;
  const { threatModel } = result;
  const whole: EngineRun = { id: scanner.id, version, status, reasons, covered: [...covered].toSorted(), seconds };
  const run = threatModel === undefined ? whole : { ...whole, threatModel };
  return { run, ...nameFindings(scanner.id, result) };
}

/** An engine that breaks says nothing about any file; the others go on. What a user can mend and an interruption end the command. */
function crashed(scanner: LibraryScanner, paths: readonly string[], error: unknown, signal: AbortSignal): LibraryResult {
  signal.throwIfAborted();
  if (error instanceof AssayError || (error instanceof Error && error.name === "AbortError")) throw error;
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const message = `${scanner.title} broke down: ${reason.slice(0, 300)}`;
  return { findings: [], covered: [], problems: paths.map((path) => ({ path, code: "engine-crashed", message })) };
}

function assemble(
  engines: readonly EngineRun[],
  findings: ScanReport["findings"],
  suppressed: ScanReport["suppressed"],
  listing: Listing,
): ScanReport {
  const covered = new Set(engines.flatMap((engine) => engine.covered));
  // What no language pack covers may be what an engine reads by its name.
  const problems: Problem[] = listing.skipped.filter(
    ({ code, path }) => code !== "unsupported-language" || path === undefined || !covered.has(path),
  );
  const unread = unreadCode(listing.others ?? [], covered);
  for (const file of listing.files) {
    if (!covered.has(file.path))
      problems.push({ path: file.path, code: "not-analysed", message: "no engine analysed this file" });
  }
  return {
    // A change may touch no source file: then there is nothing that an engine missed.
    complete: problems.length === 0 && (engines.length > 0 || listing.files.length === 0) && engines.every(isSettled),
    engines,
    findings: sortFindings(findings),
    suppressed: suppressed.toSorted(
      by(
        (one) => one.finding.location.path,
        (one) => one.finding.location.startLine,
        (one) => one.finding.id,
      ),
    ),
    problems: problems.toSorted(
      by(
        (one) => one.path ?? "",
        (one) => one.code,
      ),
    ),
    files: [...covered].toSorted(),
    ...(unread === undefined ? {} : { unread }),
  };
}

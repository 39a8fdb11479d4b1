import type { Problem } from "#domain/completeness.ts";
import type { CommandScanner, LibraryResult, ParsedReport, RawFinding } from "#ports/scanner.ts";
import { sentinelText } from "#ports/scanner-traps.ts";
import type { SourceFile } from "#ports/workspace.ts";
import { lineStarts } from "#lib/text.ts";
import { defuse, markerOf } from "./markers.ts";
import { locationFault, sourceText, type SourceText } from "./source-text.ts";

/** One file as the tool gets it. */
export interface StagedFile {
  readonly file: SourceFile;
  /** The text without what was appended. */
  readonly source: SourceText;
  /** The text in the staged copy. */
  readonly staged: string;
  /** Whether comments were broken in the copy. */
  readonly defused: boolean;
  /** Line of the sentinel in the copy; undefined for a language that has none. */
  readonly sentinelLine: number | undefined;
}

/** What is appended to a file's copy: undefined when its language has no sentinel. */
export function appended(scanner: CommandScanner, { path, language }: SourceFile): string | undefined {
  const sentinel = scanner.sentinel[language];
  return sentinel === undefined ? undefined : `\n${sentinelText(sentinel, path)}\n`;
}

export function stageFile(scanner: CommandScanner, file: SourceFile, text: string): StagedFile {
  const tail = appended(scanner, file);
  const copied = defuse(text, scanner.markers);
  return {
    file,
    source: sourceText(file.path, text),
    staged: copied + (tail ?? ""),
    defused: copied !== text,
    sentinelLine: tail === undefined ? undefined : lineStarts(`${text}\n`).length,
  };
}

/** A control file in the staged copy. */
export interface PlacedControl {
  readonly path: string;
  readonly language: string;
  readonly text: string;
  readonly rule: string;
}

/**
 * What a report proves: our own traps are taken out and must all have been seen. A missing control finding voids the run, a
 * missing sentinel voids its file; places outside the original text and problems of unknown files become problems.
 */
export function judge(
  scanner: CommandScanner,
  report: ParsedReport,
  files: readonly StagedFile[],
  controls: readonly PlacedControl[],
): LibraryResult {
  const missed = controls.find(
    ({ path, rule }) => !report.findings.some((finding) => finding.rule === rule && finding.location.path === path),
  );
  if (missed !== undefined) return controlMissed(report, files, missed);

  const byPath = new Map(files.map((staged) => [staged.file.path, staged]));
  const problems: Problem[] = report.problems.map((problem) => known(problem, byPath));
  const keep = (finding: RawFinding): boolean => {
    const staged = byPath.get(finding.location.path);
    if (staged === undefined) return noteUnknown(finding, controls, problems);
    if (staged.sentinelLine !== undefined && finding.location.startLine >= staged.sentinelLine) return false;
    const fault = locationFault(staged.source, finding.location);
    if (fault !== undefined)
      problems.push({
        path: staged.file.path,
        code: "bad-location",
        message: `${finding.rule} at an impossible place: ${fault}`,
      });
    return fault === undefined;
  };
  const findings: RawFinding[] = [];
  const suppressed = (report.suppressed ?? []).filter(({ finding }) => keep(finding));
  for (const finding of report.findings.filter(keep)) {
    const source = byPath.get(finding.location.path)?.source;
    const reason = source === undefined ? undefined : markerOf(source, finding, scanner.markers);
    if (reason === undefined) findings.push(finding);
    else suppressed.push({ finding, reason });
  }

  const covered: string[] = [];
  for (const staged of files) {
    const { path } = staged.file;
    if (isProved(scanner, staged, report, problems)) covered.push(path);
    else if (!problems.some((problem) => problem.path === path)) {
      problems.push({
        path,
        code: "not-reported",
        message: `${scanner.title} said nothing of the sentinel in this file: it was skipped`,
      });
    }
  }
  return { findings, problems, covered, suppressed };
}

function isProved(
  scanner: CommandScanner,
  { file, sentinelLine }: StagedFile,
  report: ParsedReport,
  problems: readonly Problem[],
): boolean {
  const rule = scanner.sentinel[file.language]?.rule;
  // Without a sentinel the report is the only proof, and one that could not be read proves nothing.
  if (rule === undefined || sentinelLine === undefined)
    return !problems.some(({ path, code }) => path === file.path || (path === undefined && code === "report-unreadable"));
  return report.findings.some(
    ({ rule: said, location }) =>
      said === rule && location.path === file.path && location.startLine <= sentinelLine && sentinelLine <= location.endLine,
  );
}

function controlMissed(report: ParsedReport, files: readonly StagedFile[], { rule, language }: PlacedControl): LibraryResult {
  const said = report.problems[0]?.message;
  const message = `the known-bad ${language} file was not reported (${rule})${said === undefined ? "" : `: ${said}`}`;
  return { findings: [], covered: [], problems: files.map(({ file }) => ({ path: file.path, code: "control-missed", message })) };
}

function known(problem: Problem, files: ReadonlyMap<string, StagedFile>): Problem {
  const staged = problem.path === undefined ? undefined : files.get(problem.path);
  const { path: _, line, ...rest } = problem;
  if (staged === undefined) return rest;
  return { ...rest, path: staged.file.path, ...(line !== undefined && line <= staged.source.lines ? { line } : {}) };
}

function noteUnknown(finding: RawFinding, controls: readonly PlacedControl[], problems: Problem[]): false {
  if (!controls.some(({ path }) => path === finding.location.path)) {
    problems.push({ code: "report-unreadable", message: `a result of ${finding.rule} names a file that was not asked for` });
  }
  return false;
}

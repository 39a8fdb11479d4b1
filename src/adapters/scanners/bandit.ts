import { z } from "zod";
import type { Problem } from "#domain/completeness.ts";
import { isRepoPath } from "#domain/ids.ts";
import type { Location } from "#domain/location.ts";
import { defineScanner, type ParseContext, type ParsedReport, type RawFinding } from "#ports/scanner.ts";
import { strictJson } from "#adapters/scanner-host/formats/json-report.ts";
import { worthOf, type CheckWorth } from "#adapters/scanner-host/python-checks.ts";
import { locationFault, sourceText, unitsBeforeByte, wholeLine, type SourceText } from "#adapters/scanner-host/source-text.ts";

const REPORT = "report.json";

/** Numbers that this table leaves out on purpose; others it does not know are newer than it and reported in Bandit's own words. */
const LEFT_OUT: ReadonlySet<number> = new Set([
  101, 109, 111, 310, 320, 322, 325, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413, 414, 415, 601, 603, 606,
  607,
]);

export default defineScanner({
  kind: "command",
  id: "bandit",
  title: "Bandit",
  languages: ["python"],
  homepage: "https://bandit.readthedocs.io",
  licence: "Apache-2.0",
  needsNetwork: false,
  install: "pipx install bandit (1.7.10 or newer)",
  executable: "bandit",
  versionArgs: ["--version"],
  parseVersion: (output) => /^(?:bandit|__main__\.py) (\d+(?:\.\d+)+\S*)/m.exec(output)?.[1],
  refuses(version) {
    const [major = 0, minor = 0, patch = 0] = version.split(".").map((part) => Number.parseInt(part, 10) || 0);
    const old = major < 1 || (major === 1 && (minor < 7 || (minor === 7 && patch < 10)));
    return old ? `Bandit ${version} does not see string literals on Python 3.8 and newer; 1.7.10 or newer is needed` : undefined;
  },
  control: { python: { name: "control.py", text: "eval(input())\n", rule: "B307" } },
  sentinel: { python: { statement: 'assay_password = "assay sentinel"', rule: "B105" } },
  command: ({ executable, staged, scratch }) => ({
    argv: [
      executable,
      "--quiet",
      "--ignore-nosec",
      "--format=json",
      `--output=${scratch}/${REPORT}`,
      `--ini=${scratch}/bandit.ini`,
      `--configfile=${scratch}/bandit.yaml`,
      // Replaces the default exclusions, which hide folders by name.
      "--exclude=/assay-excludes-nothing",
      "--recursive",
      staged,
    ],
    env: { PYTHONDONTWRITEBYTECODE: "1", PYTHONUTF8: "1", PYTHONSAFEPATH: "1", LANG: "C.UTF-8" },
    settings: { "bandit.ini": "[bandit]\n", "bandit.yaml": "include: ['*']\n" },
    okExits: [0, 1],
    output: { file: REPORT },
  }),
  parse,
});

const Report = z.object({
  errors: z.array(z.unknown()),
  results: z.array(z.unknown()),
});

const ReportError = z.object({ filename: z.string(), reason: z.string() });

const Result = z.object({
  test_id: z.string().regex(/^B\d{3,4}$/),
  filename: z.string(),
  line_number: z.int().min(1),
  line_range: z.array(z.int().min(1)).max(1_000_000).catch([]),
  col_offset: z.int().min(0).optional().catch(undefined),
  end_col_offset: z.int().min(0).optional().catch(undefined),
  issue_severity: z.string(),
  issue_confidence: z.string(),
  issue_text: z.string(),
  issue_cwe: z
    .object({ id: z.int().min(1).optional() })
    .optional()
    .catch(undefined),
});
type Result = z.infer<typeof Result>;

function parse(raw: Uint8Array, context: ParseContext): ParsedReport {
  const document = readJson(raw);
  const report = Report.safeParse(document);
  if (!report.success) {
    const message = document === undefined ? "the report is not JSON" : "the report lacks `errors` or `results`";
    return { findings: [], problems: [{ code: "report-unreadable", message }] };
  }
  const problems = report.data.errors.map((error) => toProblem(error, context));
  const sources = new Map<string, SourceText | undefined>();
  const findings: RawFinding[] = [];
  const suppressed: { finding: RawFinding; reason: string }[] = [];
  for (const item of report.data.results) {
    const result = Result.safeParse(item);
    const outcome = result.success ? toFinding(result.data, context, sources) : "it is not a result of Bandit";
    if (typeof outcome === "string") problems.push({ code: "report-unreadable", message: `a result was left out: ${outcome}` });
    if (typeof outcome !== "object") continue;
    const reason = nosec(sources.get(outcome.location.path), outcome.location);
    if (reason === undefined) findings.push(outcome);
    else suppressed.push({ finding: outcome, reason });
  }
  return { findings, suppressed, problems: dropRepeats(problems) };
}

/** The marker on the finding's own lines: Bandit knows none for a whole file. */
function nosec(source: SourceText | undefined, { startLine, endLine }: Location): string | undefined {
  for (let line = startLine; line <= endLine; line++) {
    const marker = /#\s*nosec\b.*/.exec(source?.line(line) ?? "")?.[0];
    if (marker !== undefined) return marker.trim();
  }
  return undefined;
}

function readJson(raw: Uint8Array): unknown {
  const read = strictJson(raw);
  return typeof read === "string" ? undefined : read.value;
}

function toProblem(item: unknown, context: ParseContext): Problem {
  const error = ReportError.safeParse(item);
  if (!error.success) return { code: "report-unreadable", message: "an error entry of another form" };
  const { filename, reason } = error.data;
  const path = repoPath(filename, context.staged);
  const code = reason.startsWith("syntax error") ? "syntax-error" : "engine-crashed";
  return { ...(path === undefined ? {} : { path }), code, message: reason.slice(0, 300) };
}

/** A finding, undefined for a check we leave out, or why the result cannot be used. */
function toFinding(
  result: Result,
  context: ParseContext,
  sources: Map<string, SourceText | undefined>,
): RawFinding | undefined | string {
  const number = Number(result.test_id.slice(1));
  if (LEFT_OUT.has(number)) return undefined;
  const path = repoPath(result.filename, context.staged);
  if (path === undefined) return "its path is not in the staged copy";
  if (!sources.has(path)) {
    const text = context.text(path);
    sources.set(path, text === undefined ? undefined : sourceText(path, text));
  }
  const source = sources.get(path);
  if (source === undefined) return "its file was not asked for";
  const location = place(result, source);
  if (location === undefined) return "its line is not in the file";
  const worth = worthOf(number, result.issue_text) ?? ownWords(result);
  return { rule: result.test_id, ...worth, location, message: result.issue_text };
}

function repoPath(filename: string, staged: string): string | undefined {
  if (!filename.startsWith(`${staged}/`)) return undefined;
  const path = filename.slice(staged.length + 1);
  return isRepoPath(path) ? path : undefined;
}

/** From the node's first line and column to its last: Bandit counts columns in UTF-8 bytes from 0, without a byte order mark. Falls back to the named line. */
function place({ line_number, line_range, col_offset, end_col_offset }: Result, source: SourceText): Location | undefined {
  if (line_number > source.lines) return undefined;
  const named = wholeLine(source, line_number);
  if (col_offset === undefined || end_col_offset === undefined || line_range.length === 0) return named;
  const startLine = line_range.reduce((a, b) => Math.min(a, b));
  const endLine = line_range.reduce((a, b) => Math.max(a, b));
  const column = (line: number, byte: number): number => {
    const mark = line === 1 && source.text.startsWith("\ufeff") ? 3 : 0;
    return unitsBeforeByte(source.line(line), byte + mark) + 1;
  };
  const location = {
    path: source.path,
    startLine,
    startColumn: column(startLine, col_offset),
    endLine,
    endColumn: column(endLine, end_col_offset),
  };
  return locationFault(source, location) === undefined ? location : named;
}

const OWN_SEVERITY = new Map([
  ["HIGH", "high"],
  ["MEDIUM", "medium"],
  ["LOW", "low"],
] as const satisfies readonly (readonly [string, CheckWorth["severity"]])[]);

function ownWords({ issue_severity, issue_confidence, issue_cwe }: Result): CheckWorth {
  const severity = [...OWN_SEVERITY].find(([word]) => word === issue_severity)?.[1] ?? "info";
  const confidence = issue_confidence === "HIGH" ? 0.5 : issue_confidence === "MEDIUM" ? 0.4 : 0.2;
  return { cwe: issue_cwe?.id === undefined ? [] : [`CWE-${issue_cwe.id}`], severity, confidence };
}

/** One entry for equal problems: a report full of rubbish stays short. */
function dropRepeats(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}

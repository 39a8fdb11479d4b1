import { setImmediate } from "node:timers/promises";
import { languageById, LANGUAGES } from "#analysis/languages/registry.ts";
import { checkRules, compileRules, type RuleSet } from "#analysis/match/compile.ts";
import { parseRules } from "#analysis/match/rule-file.ts";
import type { Rule } from "#analysis/match/rule.ts";
import { type RuleMatch, scanTree } from "#analysis/match/scan-tree.ts";
import { sourceText } from "#analysis/match/source-text.ts";
import { markerFor, suppressionMarkers } from "#analysis/match/suppression.ts";
import { syntaxProblems } from "#analysis/match/syntax-problems.ts";
import { createParser, type LoadGrammar, type TreeParser } from "#analysis/parse/parser.ts";
import type { SyntaxTree } from "#analysis/parse/tree.ts";
import type { Problem } from "#domain/completeness.ts";
import { AssayError } from "#domain/errors.ts";
import type { Location } from "#domain/location.ts";
import { by } from "#lib/compare.ts";
import { digestJson } from "#lib/digest.ts";
import { lineStarts, positionAt } from "#lib/text.ts";
import { defineScanner, type LibraryScanner, type RawFinding, type ScannerTools, type ScanTask } from "#ports/scanner.ts";
import type { SourceFile } from "#ports/workspace.ts";
import { allBuiltinRules } from "#rules/builtin.ts";

export interface AssayScannerDeps {
  readonly loadGrammar: LoadGrammar;
  /** The rules that ship with assay. */
  readonly rules: () => Promise<readonly Rule[]>;
  /** The project's own rules; they run after ours. */
  readonly teamRules?: readonly Rule[];
}

interface Engine {
  readonly parser: TreeParser;
  readonly ruleSet: RuleSet;
  readonly rules: ReadonlyMap<string, Rule>;
}

interface Collected {
  readonly findings: RawFinding[];
  readonly problems: Problem[];
  readonly covered: string[];
  readonly suppressed: { finding: RawFinding; reason: string }[];
}

const MATCHER = "1";
const PARSE_MS = 10_000;
/** Longest stretch of work before other tasks of the process get a turn. */
const TURN_MS = 20;

/** The embedded analyser: our matcher with our rules, in this process, without any tool. */
export function createAssayScanner(deps: AssayScannerDeps): LibraryScanner {
  let engine: Promise<Engine> | undefined;
  return defineScanner({
    id: "assay",
    kind: "library",
    title: "assay's embedded analyser",
    languages: LANGUAGES.map((pack) => pack.id),
    homepage: "https://assay.dev",
    licence: "Apache-2.0",
    needsNetwork: false,
    install: "Ships with assay.",
    async version() {
      return `${MATCHER}+rules.${digestJson([await deps.rules(), deps.teamRules ?? []]).slice(7, 15)}`;
    },
    async scan(task, signal) {
      const ready = await (engine ??= start(deps));
      const collected: Collected = { findings: [], problems: [], covered: [], suppressed: [] };
      let turn = performance.now();
      for (const [index, file] of task.files.entries()) {
        signal.throwIfAborted();
        await scanFile(ready, task, file, collected, signal);
        if (performance.now() - turn <= TURN_MS) continue;
        task.progress(index + 1);
        await setImmediate();
        turn = performance.now();
      }
      task.progress(task.files.length);
      return sorted(collected);
    },
  });
}

/** With the rules that ship with assay and the team's. Throws AssayError `rule-invalid` for a team rule that cannot be used. */
export default function fromTools({ loadGrammar, teamRules }: ScannerTools): LibraryScanner {
  const parsed = teamRules.flatMap(({ path, text }) => {
    const { rules, errors } = parseRules(text, path);
    const [error] = errors;
    if (error !== undefined)
      throw new AssayError("rule-invalid", `${error.path}:${error.line}:${error.column}: ${error.message}`);
    return rules;
  });
  return createAssayScanner({ loadGrammar, rules: allBuiltinRules, teamRules: parsed });
}

async function start(deps: AssayScannerDeps): Promise<Engine> {
  const [parser, own] = await Promise.all([createParser(deps.loadGrammar), deps.rules()]);
  const team = deps.teamRules ?? [];
  const errors = await checkRules(team, parser, (rule) => rule.id);
  const first = errors[0];
  if (first !== undefined) throw new AssayError("rule-invalid", `${first.message} (line ${first.line})`);
  const rules = [...own, ...team];
  return { parser, ruleSet: compileRules(rules, parser), rules: new Map(rules.map((rule) => [rule.id, rule])) };
}

async function scanFile(engine: Engine, task: ScanTask, file: SourceFile, into: Collected, signal: AbortSignal): Promise<void> {
  const { path } = file;
  const pack = languageById(file.language);
  if (pack === undefined) {
    into.problems.push({ path, code: "language-unknown", message: `no grammar for ${file.language}` });
    return;
  }
  let bytes: Uint8Array;
  try {
    bytes = await task.workspace.read(path);
  } catch (error) {
    into.problems.push({ path, code: "unreadable", message: error instanceof Error ? error.message : String(error) });
    return;
  }
  const source = sourceText(bytes);
  const deadline = performance.now() + PARSE_MS;
  const parsed = await engine.parser.parse(pack, source.text, {
    shouldStop: () => signal.aborted || performance.now() > deadline,
  });
  signal.throwIfAborted();
  if (parsed.kind !== "tree") {
    into.problems.push({ path, code: parsed.kind === "stopped" ? "timed-out" : "parse-failed", message: parsed.message });
    return;
  }
  if (source.invalid)
    into.problems.push({ path, code: "invalid-utf8", message: "the file is not valid UTF-8; what is not was not analysed" });
  if (source.firstNul >= 0) {
    const { line } = positionAt(lineStarts(source.text), source.firstNul);
    into.problems.push({ path, code: "binary", message: "the file holds NUL bytes; they were read as spaces", line });
  }
  report(engine, path, parsed.tree, into);
}

function report(engine: Engine, path: string, tree: SyntaxTree, into: Collected): void {
  const lines = lineStarts(tree.text);
  const result = scanTree(engine.ruleSet, tree, { path });
  into.covered.push(path);
  for (const problem of result.problems) into.problems.push({ path, code: problem.code, message: problem.message });
  into.problems.push(...syntaxProblems(tree, path, lines));
  const markers = suppressionMarkers(tree, lines);
  for (const match of result.matches) {
    const finding = toFinding(engine.rules.get(match.ruleId) as Rule, match, path, lines);
    const marker = markerFor(markers, finding.location.startLine, match.ruleId);
    if (marker === undefined) into.findings.push(finding);
    else into.suppressed.push({ finding, reason: `marked in the code: ${marker.text}` });
  }
}

function toFinding(rule: Rule, match: RuleMatch, path: string, lines: readonly number[]): RawFinding {
  const trace = match.trace?.map((mark) => ({ location: locate(path, lines, mark.start, mark.end), note: mark.note }));
  return {
    rule: rule.id,
    cwe: rule.cwe,
    severity: rule.severity,
    confidence: rule.confidence,
    location: locate(path, lines, match.start, match.end),
    message: match.message,
    ...(trace === undefined ? {} : { trace }),
  };
}

function locate(path: string, lines: readonly number[], start: number, end: number): Location {
  const from = positionAt(lines, start);
  const to = positionAt(lines, end);
  return { path, startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column };
}

const byPlace = by<RawFinding>(
  (finding) => finding.location.path,
  (finding) => finding.location.startLine,
  (finding) => finding.location.startColumn,
  (finding) => finding.rule,
);

function sorted({ findings, problems, covered, suppressed }: Collected): Collected {
  return {
    findings: findings.toSorted(byPlace),
    problems: problems.toSorted(
      by(
        (problem) => problem.path ?? "",
        (problem) => problem.line ?? 0,
        (problem) => problem.code,
      ),
    ),
    covered: covered.toSorted(),
    suppressed: suppressed.toSorted((a, b) => byPlace(a.finding, b.finding)),
  };
}

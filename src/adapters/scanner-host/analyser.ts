import { type FlowFacts, flowFacts } from "#analysis/flow/facts.ts";
import { languageById } from "#analysis/languages/registry.ts";
import { checkRules, compileRules, type RuleSet } from "#analysis/match/compile.ts";
import type { Rule } from "#analysis/match/rule.ts";
import { type RuleMatch, scanTree } from "#analysis/match/scan-tree.ts";
import { sourceText } from "#analysis/match/source-text.ts";
import { markerFor, suppressionMarkers } from "#analysis/match/suppression.ts";
import { syntaxProblems } from "#analysis/match/syntax-problems.ts";
import { unreadParts } from "#analysis/match/unread-parts.ts";
import type { Models } from "#analysis/models/compile.ts";
import { builtinModels } from "#analysis/models/load.ts";
import { createParser, type LoadGrammar, type TreeParser } from "#analysis/parse/parser.ts";
import type { SyntaxTree } from "#analysis/parse/tree.ts";
import type { Problem } from "#domain/completeness.ts";
import { AssayError } from "#domain/errors.ts";
import { lineStarts, positionAt } from "#lib/text.ts";
import type { RawFinding } from "#ports/scanner.ts";
import type { FileResult } from "./each-file.ts";
import { locate } from "./locate.ts";
import { memoryFindings } from "./memory-findings.ts";

/** The embedded analyser of one thread. */
export interface Analyser {
  /**
   * Never rejects for what the bytes hold. Gives up on a text after ten seconds of parsing, or when `cancelled` says so. `keep` gets the tree
   * once the rules have run over it, unless data flow does not go through its language.
   */
  analyse(
    file: AnalysedFile,
    bytes: Uint8Array,
    cancelled: () => boolean,
    keep?: (tree: SyntaxTree) => void,
  ): Promise<AnalysedResult>;
  /** As `analyse`, but where `keep` gets the tree the rules have not run over it: that is left to `match`. */
  parse: Analyser["analyse"];
  /** What the rules find in a tree. */
  match(path: string, tree: SyntaxTree): FileResult;
  readonly parser: TreeParser;
  readonly models: ModelsOf;
}

export interface AnalysedResult extends FileResult {
  /** Absent for a text that data flow does not go through. */
  readonly flow?: { readonly facts: FlowFacts; readonly units: number };
}

/** The models of a language (id of its pack). */
export type ModelsOf = (language: string) => Models | undefined;

export interface AnalysedFile {
  readonly path: string;
  /** Id of a language pack. */
  readonly language: string;
  /** It will come again with little changed: its parse is kept for that. */
  readonly again?: boolean;
}

export interface AnalyserParts {
  readonly loadGrammar: LoadGrammar;
  /** Rules known to be good. */
  readonly rules: readonly Rule[];
  /** Rules that are checked first. */
  readonly teamRules: readonly Rule[];
}

interface Rules {
  readonly set: RuleSet;
  readonly byId: ReadonlyMap<string, Rule>;
}

const PARSE_MS = 10_000;

/** Throws AssayError `rule-invalid` for a team rule that cannot be used. */
export async function createAnalyser({ loadGrammar, rules, teamRules }: AnalyserParts): Promise<Analyser> {
  const [parser, models] = await Promise.all([createParser(loadGrammar), builtinModels()]);
  const [error] = await checkRules(teamRules, parser, (rule) => `rule ${rule.id}`);
  if (error !== undefined) throw new AssayError("rule-invalid", `${error.path}, line ${error.line}: ${error.message}`);
  const all = [...rules, ...teamRules];
  let ready: Rules | undefined;

  function match(path: string, tree: SyntaxTree): FileResult {
    // Compiled for the first tree only: a thread that leaves the work to others needs no rules.
    ready ??= { set: compileRules(all, parser), byId: new Map(all.map((rule) => [rule.id, rule])) };
    return report(ready, path, tree, models(tree.pack.id));
  }

  async function analyse(
    { path, language, again }: AnalysedFile,
    bytes: Uint8Array,
    cancelled: () => boolean,
    keep: ((tree: SyntaxTree) => void) | undefined,
    later: boolean,
  ): Promise<AnalysedResult> {
    const pack = languageById(language);
    if (pack === undefined) return refused(path, "language-unknown", `no grammar for ${language}`);
    const source = sourceText(bytes);
    const deadline = performance.now() + PARSE_MS;
    const parsed = await parser.parse(pack, source.text, {
      shouldStop: () => cancelled() || performance.now() > deadline,
      ...(again === true && { again: path }),
    });
    if (parsed.kind !== "tree") return refused(path, parsed.kind === "stopped" ? "timed-out" : "parse-failed", parsed.message);
    const problems: Problem[] = [];
    if (source.invalid)
      problems.push({ path, code: "invalid-utf8", message: "the file is not valid UTF-8; what is not was not analysed" });
    if (source.firstNul >= 0) {
      const { line } = positionAt(lineStarts(source.text), source.firstNul);
      problems.push({ path, code: "binary", message: "the file holds NUL bytes; they were read as spaces", line });
    }
    const known = models(language);
    const before: FileResult = { findings: [], suppressed: [], problems, analysed: true };
    const result = later && known !== undefined ? before : together(before, match(path, parsed.tree));
    if (known === undefined) return result;
    keep?.(parsed.tree);
    return { ...result, flow: { facts: flowFacts(source.text, pack, known), units: source.text.length } };
  }

  return {
    parser,
    models,
    analyse: (file, bytes, cancelled, keep) => analyse(file, bytes, cancelled, keep, false),
    parse: (file, bytes, cancelled, keep) => analyse(file, bytes, cancelled, keep, true),
    match,
  };
}

/** What was known of a file before the rules ran over its tree, and what they found. */
export function together(before: AnalysedResult, matched: FileResult): AnalysedResult {
  return { ...before, ...matched, problems: [...before.problems, ...matched.problems] };
}

function refused(path: string, code: string, message: string): FileResult {
  return { findings: [], problems: [{ path, code, message }], analysed: false };
}

function report(rules: Rules, path: string, tree: SyntaxTree, models: Models | undefined): FileResult {
  const lines = lineStarts(tree.text);
  const result = scanTree(rules.set, tree, { path });
  const ruleProblems = result.problems.map(({ code, message }): Problem => ({ path, code, message }));
  const findings: RawFinding[] = [];
  const suppressed: { finding: RawFinding; reason: string }[] = [];
  const markers = suppressionMarkers(tree, lines);
  const memory = memoryFindings(path, tree, models, lines);
  const found = result.matches.map((match) => toFinding(rules.byId.get(match.ruleId) as Rule, match, path, lines));
  for (const finding of [...found, ...memory.findings]) {
    const marker = markerFor(markers, finding.location.startLine, finding.rule);
    if (marker === undefined) findings.push(finding);
    else suppressed.push({ finding, reason: `marked in the code: ${marker.text}` });
  }
  const problems = [...ruleProblems, ...memory.problems, ...syntaxProblems(tree, path, lines), ...unreadParts(tree, path, lines)];
  return { findings, suppressed, problems, analysed: true };
}

function toFinding(rule: Rule, match: RuleMatch, path: string, lines: readonly number[]): RawFinding {
  const trace = match.trace?.map((mark) => ({ location: locate(path, lines, mark.start, mark.end), note: mark.note }));
  return {
    rule: rule.id,
    cwe: rule.cwe,
    severity: rule.severity,
    confidence: rule.confidence,
    location: locate(path, lines, match.start, match.end),
    title: rule.title,
    message: match.message,
    remedy: rule.remedy,
    ...(match.fix === undefined ? {} : { suggestion: match.fix }),
    ...(trace === undefined ? {} : { trace }),
  };
}

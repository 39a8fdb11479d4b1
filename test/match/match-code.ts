import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { languageById } from "#analysis/languages/registry.ts";
import { checkRules, compileRules } from "#analysis/match/compile.ts";
import { parseRules } from "#analysis/match/rule-file.ts";
import { type RuleMatch, type ScanOptions, type ScanResult, scanTree } from "#analysis/match/scan-tree.ts";
import { createParser } from "#analysis/parse/parser.ts";

const packages = createRequire(import.meta.url);

/** Grammars from their own packages, so that no build is needed. */
export function loadGrammar(file: string): Promise<Uint8Array> {
  const name = file === "tree-sitter-tsx.wasm" ? "tree-sitter-typescript" : file.replace(".wasm", "");
  return readFile(packages.resolve(`${name}/${file}`));
}

const parser = await createParser(loadGrammar);

/** The YAML of one rule with the given patterns. */
export function ruleText(language: string, patterns: string, message = "found"): string {
  const languages = language === "javascript" ? "[javascript, typescript]" : `[${language}]`;
  const body = patterns
    .split("\n")
    .map((line) => `    ${line}`)
    .join("\n");
  return `rules:\n  - id: rule\n    languages: ${languages}\n    severity: HIGH\n    message: "${message}"\n${body}\n`;
}

/** Runs rules on a text; throws when a rule is refused. */
export async function scanCode(language: string, rules: string, code: string, options: ScanOptions = {}): Promise<ScanResult> {
  const parsed = parseRules(rules, "rule.yaml");
  const errors = [...parsed.errors, ...(await checkRules(parsed.rules, parser, () => "rule.yaml"))];
  if (errors.length > 0) throw new Error(errors.map((error) => `${error.line}:${error.column} ${error.message}`).join("\n"));
  const pack = languageById(language);
  if (pack === undefined) throw new Error(`no language ${language}`);
  const tree = await parser.parse(pack, code);
  if (tree.kind !== "tree") throw new Error(tree.message);
  return scanTree(compileRules(parsed.rules, parser), tree.tree, options);
}

export async function matchesOf(language: string, patterns: string, code: string): Promise<readonly RuleMatch[]> {
  return (await scanCode(language, ruleText(language, patterns), code)).matches;
}

/** The matched pieces of the code, in order. */
export async function matchedCode(language: string, patterns: string, code: string): Promise<string[]> {
  return (await matchesOf(language, patterns, code)).map((match) => code.slice(match.start, match.end));
}

/** 1-based lines on which matches begin. */
export async function matchedLines(language: string, patterns: string, code: string): Promise<number[]> {
  const matches = await matchesOf(language, patterns, code);
  return [...new Set(matches.map((match) => code.slice(0, match.start).split("\n").length))];
}

/** Errors of a rule text, its patterns' included, as `line: message`. */
export async function ruleErrors(text: string): Promise<string[]> {
  const parsed = parseRules(text, "rule.yaml");
  const errors = [...parsed.errors, ...(await checkRules(parsed.rules, parser, () => "rule.yaml"))];
  return errors.map((error) => `${error.line}: ${error.message}`);
}

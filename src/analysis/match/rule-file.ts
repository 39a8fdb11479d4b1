import { isCollection, isMap, isPair, isScalar, LineCounter, parseDocument, type Document } from "yaml";
import { hasPattern } from "./condition-reader.ts";
import { readFix } from "./fix-reader.ts";
import { readFormula } from "./formula-reader.ts";
import type { Path, Reader } from "./reader.ts";
import type { Formula, Rule, RuleError } from "./rule.ts";
import { readOptions } from "./rule-options.ts";
import { FORMULA_KEYS, REGEX_LANGUAGE, RuleHead, TAINT_KEYS } from "./rule-schema.ts";
import { readTaint } from "./taint-reader.ts";

/** Longest rule file read, in UTF-16 units. */
const MAX_TEXT = 1_000_000;

export interface ParsedRules {
  readonly rules: readonly Rule[];
  readonly errors: readonly RuleError[];
}

/**
 * Reads a file of Semgrep rules. Total: whatever is wrong becomes an error with its place, and a rule with an error is left out.
 * Nothing of a rule is ignored: an operator or key that assay does not have is an error that names it.
 */
export function parseRules(text: string, path: string): ParsedRules {
  const errors: RuleError[] = [];
  const lines = new LineCounter();
  if (text.length > MAX_TEXT)
    return { rules: [], errors: [{ path, line: 1, column: 1, message: `longer than ${MAX_TEXT} characters` }] };
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  for (const error of document.errors) errors.push({ path, ...place(lines, error.pos[0]), message: `YAML: ${error.message}` });
  if (errors.length > 0) return { rules: [], errors };
  const at = (where: Path) => place(lines, offsetOf(document, where));
  const refuse = (where: Path, message: string): void => {
    errors.push({ path, ...at(where), message });
  };
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    refuse([], `YAML: ${error instanceof Error ? error.message : String(error)}`);
    return { rules: [], errors };
  }
  const items = rulesOf(value, refuse);
  const reader: Reader = { line: (where) => patternLine(document, lines, where), refuse };
  const rules: Rule[] = [];
  for (const [index, item] of items.entries()) {
    const before = errors.length;
    const rule = readRule(item, ["rules", index], reader);
    if (rule === undefined || errors.length > before) continue;
    if (rules.some((other) => other.id === rule.id)) refuse(["rules", index, "id"], `rule id "${rule.id}" is used twice`);
    else rules.push(rule);
  }
  return { rules, errors };
}

function rulesOf(value: unknown, refuse: (path: Path, message: string) => void): readonly unknown[] {
  if (typeof value !== "object" || value === null || !("rules" in value) || !Array.isArray(value.rules)) {
    refuse([], "expected a list under `rules:`");
    return [];
  }
  for (const key of Object.keys(value)) if (key !== "rules") refuse([key], `key "${key}" is not supported beside "rules"`);
  return value.rules;
}

function readRule(item: unknown, path: Path, outer: Reader): Rule | undefined {
  const parsed = RuleHead.safeParse(item);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      if (issue.code !== "unrecognized_keys") outer.refuse([...path, ...(issue.path as Path)], wordsOf(issue));
      else for (const key of issue.keys) outer.refuse([...path, ...(issue.path as Path), key], `key "${key}" is not supported`);
    }
    return undefined;
  }
  const head = parsed.data;
  const reader: Reader = { ...outer, polynomial: head.metadata.redos === "polynomial", languages: head.languages };
  const values = item as Readonly<Record<string, unknown>>;
  const { metadata } = head;
  const fix = readFix(values, path, reader);
  const options = readOptions(values["options"], [...path, "options"], reader);
  const common = {
    id: head.id,
    languages: head.languages,
    message: head.message.trim(),
    title: metadata.title ?? head.id,
    remedy: metadata.remedy,
    severity: head.severity,
    confidence: metadata.confidence,
    cwe: metadata.cwe,
    references: metadata.references,
    ...(fix === undefined ? {} : { fix }),
    ...(options === undefined ? {} : { options }),
    ...(head.paths === undefined ? {} : { paths: head.paths }),
  };
  if (head.mode === "taint") {
    const taint = readTaint(values, path, reader);
    if (taint === undefined) return undefined;
    const parts = [...taint.sources, ...taint.sinks, ...taint.sanitizers].map(({ formula }) => formula);
    checkRegexOnly(head.languages, parts, path, reader);
    return { ...common, taint };
  }
  for (const key of TAINT_KEYS) if (key in values) reader.refuse([...path, key], `"${key}" needs "mode: taint"`);
  const formulaKeys = FORMULA_KEYS.filter((key) => key in values);
  const own = Object.fromEntries(formulaKeys.map((key) => [key, values[key]]));
  const formula = readFormula(own, path, reader);
  if (formula === undefined) return undefined;
  checkRegexOnly(head.languages, [formula], path, reader);
  return { ...common, formula };
}

function checkRegexOnly(languages: readonly string[], formulas: readonly Formula[], path: Path, reader: Reader): void {
  if (languages.includes(REGEX_LANGUAGE) && formulas.some(hasPattern))
    reader.refuse([...path, "languages"], 'language "regex" takes "pattern-regex" only');
}

const TYPES: Readonly<Record<string, string>> = {
  string: "a text",
  array: "a list",
  object: "keys with values",
  number: "a number",
};

/** What is wrong, in the words of a rule's author. */
function wordsOf(issue: { readonly code?: string; readonly message: string; readonly path: readonly PropertyKey[] }): string {
  const name = issue.path.at(-1);
  if (issue.code !== "invalid_type" || typeof name !== "string") return issue.message;
  if (issue.message.endsWith("received undefined")) return `"${name}" is missing`;
  const expected = "expected" in issue ? TYPES[String(issue.expected)] : undefined;
  return expected === undefined ? `"${name}": ${issue.message}` : `"${name}" is ${expected}`;
}

function place(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

/** Offset of the key (or list item) at a path, or of the nearest part of the path that exists. */
function offsetOf(document: Document, path: Path): number {
  let offset = 0;
  let node: unknown = document.contents;
  for (const step of path) {
    if (!isCollection(node)) break;
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === step);
      if (!isPair(pair)) break;
      offset = startOf(pair.key) ?? offset;
      node = pair.value;
    } else {
      node = node.items[step as number];
      offset = startOf(node) ?? offset;
    }
  }
  return offset;
}

function startOf(node: unknown): number | undefined {
  return typeof node === "object" && node !== null && "range" in node && Array.isArray(node.range)
    ? (node.range[0] as number)
    : undefined;
}

/** Line of a pattern's first character: the line after the key for a block text. */
function patternLine(document: Document, lines: LineCounter, path: Path): number {
  const node = document.getIn(path, true);
  const start = startOf(node);
  if (start === undefined) return place(lines, offsetOf(document, path)).line;
  const block = isScalar(node) && (node.type === "BLOCK_LITERAL" || node.type === "BLOCK_FOLDED");
  return place(lines, start).line + (block ? 1 : 0);
}

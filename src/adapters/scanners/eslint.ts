import { createRequire } from "node:module";
import type { Linter } from "eslint";
import type { Cwe } from "#domain/cwe.ts";
import type { Severity } from "#domain/severity.ts";
import { defineScanner, type RawFinding } from "#ports/scanner.ts";
import type { SourceFile } from "#ports/workspace.ts";
import { eachFile, refuseAll, type FileResult } from "#adapters/scanner-host/each-file.ts";
import { markerFor, sourceText } from "#adapters/scanner-host/source-text.ts";
import { stripTypes } from "#adapters/scanner-host/strip-types.ts";
import { lineStarts, positionAt } from "#lib/text.ts";

/** Rule, weakness, severity, confidence. Rules that speak about right code as loudly as about wrong are left out. */
const RULES: Readonly<Record<string, readonly [Cwe, Severity, number]>> = {
  "no-eval": ["CWE-95", "high", 0.6],
  "no-implied-eval": ["CWE-95", "high", 0.6],
  "no-new-func": ["CWE-95", "high", 0.6],
  "no-script-url": ["CWE-79", "low", 0.25],
  "no-unsanitized/method": ["CWE-79", "high", 0.6],
  "no-unsanitized/property": ["CWE-79", "high", 0.6],
  "security/detect-bidi-characters": ["CWE-838", "high", 0.8],
  "security/detect-buffer-noassert": ["CWE-125", "medium", 0.5],
  "security/detect-child-process": ["CWE-78", "high", 0.6],
  "security/detect-disable-mustache-escape": ["CWE-79", "medium", 0.6],
  "security/detect-eval-with-expression": ["CWE-95", "high", 0.7],
  "security/detect-invisible-characters": ["CWE-838", "low", 0.4],
  "security/detect-new-buffer": ["CWE-908", "low", 0.4],
  "security/detect-no-csrf-before-method-override": ["CWE-352", "medium", 0.5],
  "security/detect-pseudoRandomBytes": ["CWE-338", "medium", 0.8],
  "security/detect-unsafe-regex": ["CWE-1333", "medium", 0.4],
};

/** Library functions whose result may be put into a page. */
const ESCAPES = {
  escape: {
    methods: ["DOMPurify.sanitize", "sanitizeHtml", "he.encode", "he.escape", "validator.escape", "_.escape", "lodash.escape"],
  },
};

const GLOBALS = [
  "window",
  "self",
  "global",
  "globalThis",
  "document",
  "setTimeout",
  "setInterval",
  "execScript",
  "require",
  "module",
  "process",
  "Buffer",
];

/** The regex rule takes quadratic time on one literal. */
const LONGEST_LINE = 50_000;

const DIRECTIVE = /\/[/*]\s*eslint\b[^\r\n]*/;

type SourceType = "module" | "script" | "commonjs";

export default defineScanner({
  kind: "library",
  id: "eslint",
  title: "ESLint with security and no-unsanitized rules",
  languages: ["javascript", "typescript"],
  homepage: "https://eslint.org",
  licence: "MIT (no-unsanitized: MPL-2.0, security: Apache-2.0)",
  needsNetwork: false,
  install: "npm install eslint eslint-plugin-security eslint-plugin-no-unsanitized (optional dependencies of assay)",
  async version() {
    return (await load())?.Linter.version;
  },
  async scan(task, signal) {
    const loaded = await load();
    if (loaded === undefined) return refuseAll(task.files, "not-installed", "eslint or one of its plugins is not installed");
    const verify = createVerify(new loaded.Linter({ configType: "flat" }), loaded.plugins);
    return eachFile(task, signal, { maxUnits: 2_000_000, check: (file, text) => checkText(verify, file, text) });
  },
});

type Verify = (text: string, sourceType: SourceType, directives: boolean) => readonly Linter.LintMessage[];
type ToFinding = (message: Linter.LintMessage) => RawFinding | undefined;
type Plugins = NonNullable<Linter.Config["plugins"]>;

const require = createRequire(import.meta.url);

async function load(): Promise<{ Linter: typeof Linter; plugins: Plugins } | undefined> {
  try {
    const plugins = {
      security: require("eslint-plugin-security"),
      "no-unsanitized": require("eslint-plugin-no-unsanitized"),
    } as Plugins;
    const { Linter } = await import("eslint");
    return { Linter, plugins };
  } catch (error) {
    if (error instanceof Error && "code" in error && /^(ERR_)?MODULE_NOT_FOUND$/.test(String(error.code))) return undefined;
    throw error;
  }
}

function createVerify(linter: Linter, plugins: Plugins): Verify {
  const configs = new Map<string, Linter.Config>();
  return (text, sourceType, directives) => {
    const long = hasLongLine(text);
    const name = `${sourceType} ${directives} ${long}`;
    const config = configs.get(name) ?? configFor(plugins, sourceType, directives, long);
    configs.set(name, config);
    return linter.verify(text, [config], { filename: "file.js", allowInlineConfig: directives });
  };
}

function configFor(plugins: Plugins, sourceType: SourceType, directives: boolean, long: boolean): Linter.Config {
  const rules = Object.keys(RULES).filter((rule) => !long || rule !== "security/detect-unsafe-regex");
  return {
    files: ["**/*"],
    plugins,
    languageOptions: {
      ecmaVersion: "latest",
      sourceType,
      globals: Object.fromEntries(GLOBALS.map((name) => [name, "readonly"])),
      parserOptions: { ecmaFeatures: { jsx: true } },
    },
    linterOptions: { noInlineConfig: !directives, reportUnusedDisableDirectives: "off", reportUnusedInlineConfigs: "off" },
    rules: Object.fromEntries(rules.map((rule) => [rule, rule.startsWith("no-unsanitized/") ? ["error", ESCAPES] : ["error"]])),
  };
}

function checkText(verify: Verify, file: SourceFile, text: string): FileResult {
  const stripped = file.language === "typescript" ? stripTypes(text) : { kind: "stripped" as const, text };
  if (stripped.kind !== "stripped") {
    const code = stripped.kind === "syntax" ? "syntax-error" : "unsupported-syntax";
    return { findings: [], analysed: false, problems: [{ path: file.path, code, message: stripped.message }] };
  }
  const { messages, sourceType } = firstParsed(verify, stripped.text);
  const fatal = messages.find((message) => message.fatal === true);
  if (fatal !== undefined) {
    const place = { path: file.path, message: fatal.message, ...(fatal.line >= 1 ? { line: fatal.line } : {}) };
    return { findings: [], analysed: false, problems: [{ ...place, code: "syntax-error" }] };
  }
  const toFinding = placer(file.path, text);
  const found = messages.flatMap((message) => toFinding(message) ?? []);
  const audible = found.length > 0 && DIRECTIVE.test(text) ? obeying(verify, stripped.text, sourceType, toFinding) : undefined;
  const hidden = (finding: RawFinding): boolean => audible !== undefined && !audible.has(key(finding));
  const source = sourceText(file.path, text);
  const problems = hasLongLine(text)
    ? [
        {
          path: file.path,
          code: "line-too-long",
          message: `a line of more than ${LONGEST_LINE} characters: its regular expressions were not judged`,
        },
      ]
    : [];
  return {
    findings: found.filter((finding) => !hidden(finding)),
    suppressed: found.filter(hidden).map((finding) => ({ finding, reason: markerFor(source, finding.location, DIRECTIVE, 1) })),
    problems,
    analysed: true,
  };
}

function parsed({ messages }: { messages: readonly Linter.LintMessage[] }): boolean {
  return !messages.some((message) => message.fatal === true);
}

/** Modules, then scripts (sloppy mode), then CommonJS (return at top level); the first that parses, else what the first said. */
function firstParsed(verify: Verify, text: string): { messages: readonly Linter.LintMessage[]; sourceType: SourceType } {
  const attempt = (sourceType: SourceType) => ({ messages: verify(text, sourceType, false), sourceType });
  const first = attempt("module");
  if (parsed(first)) return first;
  const script = attempt("script");
  if (parsed(script)) return script;
  const commonjs = attempt("commonjs");
  return parsed(commonjs) ? commonjs : first;
}

/** Rule and place of the findings that speak when the comments in the code are obeyed. */
function obeying(verify: Verify, text: string, sourceType: SourceType, toFinding: ToFinding): ReadonlySet<string> {
  return new Set(
    verify(text, sourceType, true)
      .flatMap((message) => toFinding(message) ?? [])
      .map(key),
  );
}

function key({ rule, location }: RawFinding): string {
  return `${rule} ${location.startLine}:${location.startColumn}`;
}

/** ESLint also ends lines at U+2028 and U+2029, and does not count a byte order mark. */
function placer(path: string, text: string): ToFinding {
  const mark = text.startsWith("\ufeff") ? 1 : 0;
  const theirs = [mark, ...text.matchAll(/\r\n|[\r\n\u2028\u2029]/g).map((end) => end.index + end[0].length)];
  const ours = lineStarts(text);
  const at = (line: number, column: number): { line: number; column: number } =>
    positionAt(ours, (theirs[line - 1] ?? text.length) + column - 1);
  return ({ ruleId, message, line, column, endLine, endColumn }) => {
    const row = ruleId === null ? undefined : RULES[ruleId];
    if (ruleId === null || row === undefined || message.startsWith("Found require(")) return undefined;
    const start = at(line, column);
    const end = endLine === undefined || endColumn === undefined ? start : at(endLine, endColumn);
    const location = { path, startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
    return { rule: ruleId, cwe: [row[0]], severity: row[1], confidence: row[2], location, message };
  };
}

function hasLongLine(text: string): boolean {
  return text.length > LONGEST_LINE && text.split(/[\r\n]/).some((line) => line.length > LONGEST_LINE);
}

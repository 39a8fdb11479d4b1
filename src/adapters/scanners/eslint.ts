import { createRequire } from "node:module";
import type { Linter } from "eslint";
import { defineScanner, type LibraryScanner, type RawFinding } from "#ports/scanner.ts";
import type { ScannerTools } from "#ports/scanner-tools.ts";
import type { SourceFile } from "#ports/workspace.ts";
import { eachFile, refuseAll, type FileResult } from "#adapters/scanner-host/each-file.ts";
import { ECMASCRIPT_RULES, ESCAPES, GLOBALS } from "#adapters/scanner-host/ecmascript-rules.ts";
import { packageVersion } from "#adapters/scanner-host/package-version.ts";
import { createResultCache } from "#adapters/scanner-host/result-cache.ts";
import { markerFor, sourceText } from "#adapters/scanner-host/source-text.ts";
import { type Stripped, stripTypes } from "#adapters/scanner-host/strip-types.ts";
import { lineStarts, positionAt } from "#lib/text.ts";

/** The regex rule takes quadratic time on one literal. */
const LONGEST_LINE = 50_000;

const DIRECTIVE = /\/[/*]\s*eslint\b[^\r\n]*/;

const PLUGINS = ["eslint-plugin-security", "eslint-plugin-no-unsanitized"] as const;

type SourceType = "module" | "script" | "commonjs";

/** Stands for the rules and how their words are read; to be raised when that changes. */
const READING = 1;

export default function fromTools({ cache }: ScannerTools): LibraryScanner {
  const results = cache && createResultCache(cache);
  return defineScanner({
    kind: "library",
    id: "eslint",
    title: "ESLint with security and no-unsanitized rules",
    languages: ["javascript", "typescript"],
    homepage: "https://eslint.org",
    licence: "MIT (no-unsanitized: MPL-2.0, security: Apache-2.0)",
    needsNetwork: false,
    install: "npm install eslint eslint-plugin-security eslint-plugin-no-unsanitized (optional dependencies of assay)",
    async version() {
      return versions()?.[0];
    },
    async scan(task, signal) {
      const here = versions();
      if (here === undefined) return refuseAll(task.files, "not-installed", "eslint or one of its plugins is not installed");
      // Loaded for the first text that no earlier run knows. Types are stripped by Node itself.
      let verify: Verify | undefined;
      return eachFile(task, signal, {
        maxUnits: 2_000_000,
        kept: results && { cache: results, engine: ["eslint", ...here, process.version, READING].join(" ") },
        check: (file, text) => checkText((verify ??= load()), file, text),
      });
    },
  });
}

/** Of eslint and the plugins; undefined when one of them is missing. */
function versions(): readonly string[] | undefined {
  const found = ["eslint", ...PLUGINS].flatMap((name) => packageVersion(name) ?? []);
  return found.length === 1 + PLUGINS.length ? found : undefined;
}

type Verify = (text: string, sourceType: SourceType, directives: boolean) => readonly Linter.LintMessage[];
type ToFinding = (message: Linter.LintMessage) => RawFinding | undefined;
type Plugins = NonNullable<Linter.Config["plugins"]>;

const require = createRequire(import.meta.url);

function load(): Verify {
  const plugins = {
    security: require("eslint-plugin-security"),
    "no-unsanitized": require("eslint-plugin-no-unsanitized"),
  } as Plugins;
  const eslint = require("eslint") as { readonly Linter: typeof Linter };
  return createVerify(new eslint.Linter({ configType: "flat" }), plugins);
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
  const rules = Object.keys(ECMASCRIPT_RULES).filter((rule) => !long || rule !== "security/detect-unsafe-regex");
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
  const stripped = file.language === "typescript" ? stripTypes(text) : plain(text);
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
  const toFinding = placer(file.path, text, stripped);
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
    suppressed: found.filter(hidden).map((finding) => ({ finding, reason: markerFor(source, finding.location, DIRECTIVE) })),
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

/** Rule and place of the findings that speak when the comments in the code are obeyed; undefined when those break a rule, and hide nothing. */
function obeying(verify: Verify, text: string, sourceType: SourceType, toFinding: ToFinding): ReadonlySet<string> | undefined {
  let messages: readonly Linter.LintMessage[];
  try {
    messages = verify(text, sourceType, true);
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
  return new Set(messages.flatMap((message) => toFinding(message) ?? []).map(key));
}

function key({ rule, location }: RawFinding): string {
  return `${rule} ${location.startLine}:${location.startColumn}`;
}

type Linted = Extract<Stripped, { kind: "stripped" }>;

function plain(text: string): Stripped {
  return { kind: "stripped", text, original: (offset) => offset };
}

/** ESLint also ends lines at U+2028 and U+2029, and does not count a byte order mark. */
function placer(path: string, text: string, linted: Linted): ToFinding {
  const mark = linted.text.startsWith("\ufeff") ? 1 : 0;
  const theirs = [mark, ...linted.text.matchAll(/\r\n|[\r\n\u2028\u2029]/g).map((end) => end.index + end[0].length)];
  const ours = lineStarts(text);
  const at = (line: number, column: number): number => linted.original((theirs[line - 1] ?? linted.text.length) + column - 1);
  return ({ ruleId, message, line, column, endLine, endColumn }) => {
    const row = ruleId === null ? undefined : ECMASCRIPT_RULES[ruleId];
    if (ruleId === null || row === undefined || message.startsWith("Found require(")) return undefined;
    const from = at(line, column);
    const start = positionAt(ours, from);
    const end =
      endLine === undefined || endColumn === undefined ? start : positionAt(ours, Math.max(from, at(endLine, endColumn)));
    const location = { path, startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
    return { rule: ruleId, cwe: [row[0]], severity: row[1], confidence: row[2], location, message };
  };
}

function hasLongLine(text: string): boolean {
  return text.length > LONGEST_LINE && text.split(/[\r\n]/).some((line) => line.length > LONGEST_LINE);
}

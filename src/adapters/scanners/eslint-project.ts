import { claimParser, versionAtLeast } from "#adapters/scanner-host/claim-parser.ts";
import { ECMASCRIPT_RULES } from "#adapters/scanner-host/ecmascript-rules.ts";
import { type Claim, words } from "#adapters/scanner-host/formats/claim.ts";
import { dig, digList, digText, digWhole } from "#adapters/scanner-host/formats/dig.ts";
import { jsonReport } from "#adapters/scanner-host/formats/json-report.ts";
import type { Problem } from "#domain/completeness.ts";
import { defineScanner } from "#ports/scanner.ts";

/** Harmless where it is run: the file of settings is one of the files. */
const SENTINEL = { statement: "function assaySentinel(text) { return eval(text); }", rule: "no-eval" };
/** Plugins whose rules are about security, by their name. */
const SECURITY = /(?:^|[@/-])(?:security|sanitiz|unsanitized|secrets?|xss|sdl|sonarjs)/u;

export default defineScanner({
  kind: "command",
  id: "eslint-project",
  title: "ESLint with the project's own settings and plugins",
  languages: ["javascript", "tsx", "typescript"],
  byName: true,
  homepage: "https://eslint.org",
  licence: "MIT",
  needsNetwork: false,
  install:
    "name the project's node_modules/eslint/bin/eslint.js in the user configuration (`executables`): its settings are code, and run in the sandbox",
  executable: "eslint",
  versionArgs: ["--version"],
  parseVersion: (output) => /^v(\d+\.\d+\.\d+)$/mu.exec(output)?.[1],
  refuses: (version) => (versionAtLeast(version, [9, 0]) ? undefined : `ESLint ${version} is too old; 9 or newer is needed`),
  control: {},
  sentinel: { javascript: SENTINEL, tsx: SENTINEL, typescript: SENTINEL },
  oneRun: () => "all",
  wholeProject: true,
  // The project's settings are what is wanted here. They cannot hide a file: one rule is switched on from outside, and must speak in each.
  command: ({ executable, staged, files }) => ({
    argv: [
      executable,
      "--format=json",
      "--no-inline-config",
      "--no-error-on-unmatched-pattern",
      "--rule=no-eval:error",
      ...files.map(({ path }) => `${staged}/${path}`),
    ],
    cwd: "staged",
    env: { LANG: "C.UTF-8" },
    settings: {},
    okExits: [0, 1],
    output: "stdout",
  }),
  markers: [{ words: /\beslint-disable(?:-next-line|-line)?\b[^\n]*/gu, hides: "line-and-next" }],
  parse: claimParser(
    jsonReport("eslint", (document) => {
      if (!Array.isArray(document) || document.length === 0) return "the report names no file";
      if (!document.every((file) => digText(file, "filePath") !== undefined && Array.isArray(dig(file, "messages"))))
        return "the report is not one of ESLint";
      const said = document.flatMap((file) =>
        digList(file, "messages").map((item) => toClaim(digText(file, "filePath") ?? "", item)),
      );
      return {
        claims: said.flatMap((one) => ("place" in one ? [one] : [])),
        problems: said.flatMap((one) => ("code" in one ? [one] : [])),
      };
    }),
  ),
});

function toClaim(path: string, item: unknown): Claim | Problem {
  const rule = digText(item, "ruleId");
  const message = words(dig(item, "message"), rule ?? "no message");
  const startLine = digWhole(item, "line");
  if (rule === undefined || dig(item, "fatal") === true) {
    const line = startLine !== undefined && startLine > 0 ? { line: startLine } : {};
    return { path, code: dig(item, "fatal") === true ? "syntax-error" : "not-analysed", message, ...line };
  }
  const row = Object.hasOwn(ECMASCRIPT_RULES, rule) ? ECMASCRIPT_RULES[rule] : undefined;
  const about = SECURITY.test(rule);
  const isError = dig(item, "severity") === 2;
  return {
    rule: words(rule, "unnamed"),
    cwe: row === undefined ? (rule === "no-eval" ? ["CWE-95"] : []) : [row[0]],
    severity: row?.[1] ?? (about ? (isError ? "medium" : "low") : isError ? "low" : "info"),
    confidence: row?.[2] ?? 0.4,
    message,
    place: {
      path,
      startLine: startLine ?? 0,
      startColumn: digWhole(item, "column"),
      endLine: digWhole(item, "endLine"),
      endColumn: digWhole(item, "endColumn"),
      unit: "utf16",
    },
  };
}

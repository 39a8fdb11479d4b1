import { claimParser, versionAtLeast } from "#adapters/scanner-host/claim-parser.ts";
import { readsKinds } from "#analysis/languages/file-kinds.ts";
import { type Claim, words } from "#adapters/scanner-host/formats/claim.ts";
import { dig, digList, digText, digWhole } from "#adapters/scanner-host/formats/dig.ts";
import { jsonReport } from "#adapters/scanner-host/formats/json-report.ts";
import type { Problem } from "#domain/completeness.ts";
import type { Severity } from "#domain/severity.ts";
import { defineScanner } from "#ports/scanner.ts";

/** What its taint analysis reports. Its other issues are about types. */
const RULES: Readonly<Record<string, readonly [cwe: string, severity: Severity, confidence: number]>> = {
  TaintedCallable: ["CWE-470", "high", 0.6],
  TaintedCookie: ["CWE-565", "medium", 0.5],
  TaintedCustom: ["CWE-20", "medium", 0.4],
  TaintedEval: ["CWE-95", "critical", 0.7],
  TaintedExtract: ["CWE-621", "high", 0.6],
  TaintedFile: ["CWE-22", "high", 0.6],
  TaintedHeader: ["CWE-113", "medium", 0.5],
  TaintedHtml: ["CWE-79", "high", 0.6],
  TaintedInclude: ["CWE-98", "critical", 0.7],
  TaintedInput: ["CWE-20", "medium", 0.4],
  TaintedLdap: ["CWE-90", "high", 0.6],
  TaintedSSRF: ["CWE-918", "high", 0.6],
  TaintedShell: ["CWE-78", "critical", 0.7],
  TaintedSleep: ["CWE-400", "low", 0.5],
  TaintedSql: ["CWE-89", "high", 0.7],
  TaintedSystemSecret: ["CWE-200", "medium", 0.5],
  TaintedTextWithQuotes: ["CWE-79", "medium", 0.5],
  TaintedUnserialize: ["CWE-502", "high", 0.7],
  TaintedUserSecret: ["CWE-200", "medium", 0.5],
  TaintedXpath: ["CWE-643", "high", 0.6],
};
const CONTROL = { name: "control.php", text: '<?php\necho $_GET["assay"];\n', rule: "TaintedHtml" };

export default defineScanner({
  kind: "command",
  id: "psalm",
  title: "Psalm, taint analysis",
  languages: [],
  reads: readsKinds("php"),
  about: ["PHP"],
  byName: true,
  homepage: "https://psalm.dev",
  licence: "MIT",
  needsNetwork: false,
  install: "composer require --dev vimeo/psalm, or psalm.phar (5.0 or newer)",
  executable: "psalm",
  versionArgs: ["--version"],
  parseVersion: (output) => /^Psalm v?(\d+\.\d+\.\d+)/mu.exec(output)?.[1],
  refuses: (version) => (versionAtLeast(version, [5, 0]) ? undefined : `Psalm ${version} is too old; 5.0 or newer is needed`),
  control: { php: CONTROL },
  sentinel: {},
  markers: [
    { words: /@psalm-suppress\b[^\n]*/gu, hides: "line-and-next", named: true },
    { words: /@psalm-taint-escape\b/gu, hides: "line-and-next" },
  ],
  oneRun: () => "all",
  // Settings beside the code could name plugins, which are code, and are not copied.
  command: ({ executable, staged, scratch }) => ({
    argv: [
      executable,
      "--taint-analysis",
      "--output-format=json",
      "--no-cache",
      "--no-progress",
      "--no-file-cache",
      "--threads=1",
      `--config=${scratch}/psalm.xml`,
    ],
    env: { LANG: "C.UTF-8" },
    settings: {
      "psalm.xml": `<?xml version="1.0"?><psalm errorLevel="8" runTaintAnalysis="true" resolveFromConfigFile="false" autoloader="/dev/null"><projectFiles><directory name="${staged}"/></projectFiles></psalm>\n`,
    },
    okExits: [0, 2],
    output: "stdout",
  }),
  parse: claimParser(
    jsonReport("psalm", (document) => {
      if (!Array.isArray(document) || document.length === 0) return "the report says nothing, not even of the known-bad file";
      if (!document.every((item) => digText(item, "type") !== undefined && digText(item, "file_path") !== undefined))
        return "the report is not one of Psalm";
      const said = document.map(toClaim);
      return {
        claims: said.flatMap((one) => (one !== undefined && "place" in one ? [one] : [])),
        problems: said.flatMap((one) => (one !== undefined && "code" in one ? [one] : [])),
      };
    }),
  ),
});

function toClaim(item: unknown): Claim | Problem | undefined {
  const rule = words(dig(item, "type"), "unnamed");
  const path = digText(item, "file_path") ?? "";
  const message = words(dig(item, "message"), rule);
  const startLine = digWhole(item, "line_from") ?? 0;
  if (rule === "ParseError") return { path, code: "syntax-error", message, ...(startLine > 0 ? { line: startLine } : {}) };
  const row = Object.hasOwn(RULES, rule) ? RULES[rule] : undefined;
  if (row === undefined) return undefined;
  const trace = digList(item, "taint_trace").flatMap((step) => {
    const file = digText(step, "file_path");
    const place = { path: file ?? "", startLine: digWhole(step, "line_from") ?? 0, unit: "bytes" as const };
    return file === undefined ? [] : [{ place, note: words(dig(step, "label"), "a step") }];
  });
  const place = {
    path,
    startLine,
    startColumn: digWhole(item, "column_from"),
    endLine: digWhole(item, "line_to"),
    endColumn: digWhole(item, "column_to"),
    unit: "bytes" as const,
  };
  return { rule, cwe: [row[0]], severity: row[1], confidence: row[2], message, place, ...(trace.length === 0 ? {} : { trace }) };
}

import { relative } from "node:path";
import { claimParser, versionAtLeast } from "#adapters/scanner-host/claim-parser.ts";
import { type Claim, words } from "#adapters/scanner-host/formats/claim.ts";
import { dig, digList, digText, digWhole } from "#adapters/scanner-host/formats/dig.ts";
import { jsonReport } from "#adapters/scanner-host/formats/json-report.ts";
import { TYPE_DEFECTS, type TypeWorth } from "#adapters/scanner-host/type-errors.ts";
import type { Problem } from "#domain/completeness.ts";
import { defineScanner } from "#ports/scanner.ts";

/** Rules that are switched on; the others depend on packages that are not beside the copy, or on taste. */
const RULES: Readonly<Record<string, TypeWorth>> = {
  reportArgumentType: TYPE_DEFECTS.wrongType,
  reportAssertAlwaysTrue: TYPE_DEFECTS.alwaysTrue,
  reportAssignmentType: TYPE_DEFECTS.wrongType,
  reportCallIssue: TYPE_DEFECTS.wrongCall,
  reportIndexIssue: TYPE_DEFECTS.wrongType,
  reportInvalidStringEscapeSequence: ["CWE-1025", "low", 0.3],
  reportOperatorIssue: TYPE_DEFECTS.wrongOperator,
  reportOptionalMemberAccess: TYPE_DEFECTS.maybeNothing,
  reportOptionalSubscript: TYPE_DEFECTS.maybeNothing,
  reportOptionalCall: TYPE_DEFECTS.maybeNothing,
  reportPossiblyUnboundVariable: TYPE_DEFECTS.neverSet,
  reportReturnType: TYPE_DEFECTS.wrongType,
  reportUnboundVariable: TYPE_DEFECTS.neverSet,
  reportUndefinedVariable: TYPE_DEFECTS.neverSet,
  reportUnhashable: TYPE_DEFECTS.wrongType,
  reportUnnecessaryComparison: TYPE_DEFECTS.neverEqual,
  reportUnnecessaryContains: TYPE_DEFECTS.neverEqual,
  reportUnusedCoroutine: TYPE_DEFECTS.notAwaited,
  reportUnusedExcept: TYPE_DEFECTS.neverReached,
};

export default defineScanner({
  kind: "command",
  id: "pyright",
  title: "Pyright",
  languages: ["python"],
  byName: true,
  homepage: "https://microsoft.github.io/pyright/",
  licence: "MIT",
  needsNetwork: false,
  install: "npm install --global pyright (1.1.339 or newer)",
  executable: "pyright",
  versionArgs: ["--version"],
  parseVersion: (output) => /^pyright (\d+\.\d+\.\d+)/mu.exec(output)?.[1],
  refuses(version) {
    const patch = Number.parseInt(version.split(".")[2] ?? "0", 10);
    const known = versionAtLeast(version, [1, 2]) || patch >= 339;
    return known ? undefined : `Pyright ${version} names its rules otherwise; 1.1.339 or newer is needed`;
  },
  control: {},
  sentinel: { python: { statement: 'assay_sentinel: int = "assay"', rule: "reportAssignmentType" } },
  markers: [
    { words: /#[ \t]*pyright:[ \t]*ignore\b/gu, hides: "line" },
    { words: /#[ \t]*pyright:(?![ \t]*ignore)[^\n]*/gu, hides: "file" },
    { words: /#[ \t]*type:[ \t]*ignore\b/gu, hides: "line" },
  ],
  oneRun: () => "all",
  command: ({ executable, staged, scratch }) => ({
    argv: [executable, "--outputjson", `--project=${scratch}/pyrightconfig.json`],
    env: { LANG: "C.UTF-8" },
    settings: {
      "pyrightconfig.json": JSON.stringify({
        include: [relative(scratch, staged)],
        ignore: [],
        exclude: [],
        typeCheckingMode: "off",
        enableTypeIgnoreComments: false,
        useLibraryCodeForTypes: false,
        extraPaths: [staged],
        ...Object.fromEntries(Object.keys(RULES).map((rule) => [rule, "error"])),
      }),
    },
    okExits: [0, 1],
    output: "stdout",
  }),
  parse: claimParser(
    jsonReport("pyright", (document, { files }) => {
      const list = dig(document, "generalDiagnostics");
      const analysed = digWhole(document, "summary", "filesAnalyzed");
      if (!Array.isArray(list) || analysed === undefined) return "the report is not one of Pyright";
      const said = digList(document, "generalDiagnostics").map(toClaim);
      const problems = said.flatMap((one) => (one !== undefined && "code" in one ? [one] : []));
      if (analysed < files.length)
        problems.push({ code: "not-reported", message: `${analysed} files were analysed, and ${files.length} were asked for` });
      const claims = said.flatMap((one) => (one !== undefined && "place" in one ? [one] : []));
      return { claims, problems, version: digText(document, "version") };
    }),
  ),
});

function toClaim(item: unknown): Claim | Problem | undefined {
  const path = digText(item, "file");
  const message = words(dig(item, "message"), "no message");
  const rule = digText(item, "rule");
  const [start, end] = [dig(item, "range", "start"), dig(item, "range", "end")];
  const line = plusOne(digWhole(start, "line"));
  if (rule === undefined) {
    const at = { ...(path === undefined ? {} : { path }), ...(line !== undefined && line > 0 ? { line } : {}) };
    return dig(item, "severity") === "error" ? { ...at, code: "syntax-error", message } : undefined;
  }
  const row = Object.hasOwn(RULES, rule) ? RULES[rule] : undefined;
  if (row === undefined) return undefined;
  if (path === undefined) return { code: "no-place", message };
  const place = {
    path,
    startLine: line ?? 0,
    startColumn: plusOne(digWhole(start, "character")),
    endLine: plusOne(digWhole(end, "line")),
    endColumn: plusOne(digWhole(end, "character")),
    unit: "utf16" as const,
  };
  return { rule, cwe: [row[0]], severity: row[1], confidence: row[2], message, place };
}

function plusOne(number: number | undefined): number | undefined {
  return number === undefined ? undefined : number + 1;
}

import { claimParser, versionAtLeast } from "#adapters/scanner-host/claim-parser.ts";
import { type Claim, words } from "#adapters/scanner-host/formats/claim.ts";
import { dig, digText, digWhole } from "#adapters/scanner-host/formats/dig.ts";
import { jsonLinesReport } from "#adapters/scanner-host/formats/json-report.ts";
import { TYPE_DEFECTS, type TypeWorth } from "#adapters/scanner-host/type-errors.ts";
import type { Problem } from "#domain/completeness.ts";
import { defineScanner } from "#ports/scanner.ts";

/** Codes that are told. What is not here depends on packages and stubs that are not beside the copy, or on taste. */
const RULES: Readonly<Record<string, TypeWorth>> = {
  "arg-type": TYPE_DEFECTS.wrongType,
  assignment: TYPE_DEFECTS.wrongType,
  "call-arg": TYPE_DEFECTS.wrongCall,
  "comparison-overlap": TYPE_DEFECTS.neverEqual,
  "func-returns-value": TYPE_DEFECTS.noReturn,
  return: TYPE_DEFECTS.noReturn,
  "return-value": TYPE_DEFECTS.wrongType,
  operator: TYPE_DEFECTS.wrongOperator,
  "union-attr": TYPE_DEFECTS.maybeNothing,
  "truthy-function": TYPE_DEFECTS.alwaysTrue,
  "truthy-bool": TYPE_DEFECTS.alwaysTrue,
  "unused-coroutine": TYPE_DEFECTS.notAwaited,
  "unused-awaitable": TYPE_DEFECTS.notAwaited,
  unreachable: TYPE_DEFECTS.neverReached,
  "possibly-undefined": TYPE_DEFECTS.neverSet,
  "used-before-def": TYPE_DEFECTS.neverSet,
  "str-bytes-safe": TYPE_DEFECTS.wrongType,
};
const SETTINGS =
  "[mypy]\nignore_missing_imports = true\nfollow_imports = silent\ncheck_untyped_defs = true\nstrict_equality = true\nwarn_unreachable = true\nenable_error_code = truthy-bool, possibly-undefined, unused-awaitable\nincremental = false\nexplicit_package_bases = true\nnamespace_packages = true\n";

export default defineScanner({
  kind: "command",
  id: "mypy",
  title: "mypy",
  languages: ["python"],
  byName: true,
  homepage: "https://mypy.readthedocs.io",
  licence: "MIT",
  needsNetwork: false,
  install: "pipx install mypy (1.11 or newer)",
  executable: "mypy",
  versionArgs: ["--version"],
  parseVersion: (output) => /^mypy (\d+\.\d+(?:\.\d+)?)/mu.exec(output)?.[1],
  refuses: (version) =>
    versionAtLeast(version, [1, 11]) ? undefined : `mypy ${version} does not write this report; 1.11 or newer is needed`,
  control: {},
  sentinel: { python: { statement: 'assay_sentinel: int = "assay"', rule: "assignment" } },
  markers: [
    { words: /#[ \t]*type:[ \t]*ignore\b/gu, hides: "line" },
    { words: /#[ \t]*mypy:[^\n]*/gu, hides: "file" },
  ],
  oneRun: () => "all",
  // The file of settings is ours: no plugin of the project runs. A file that does not parse ends the run with 2.
  command: ({ executable, staged, scratch, files }) => ({
    argv: [
      executable,
      `--config-file=${scratch}/mypy.ini`,
      "--output=json",
      "--no-error-summary",
      "--show-column-numbers",
      "--show-error-end",
      `--cache-dir=${scratch}/cache`,
      ...files.map(({ path }) => `${staged}/${path}`),
    ],
    env: { LANG: "C.UTF-8", PYTHONUTF8: "1", PYTHONDONTWRITEBYTECODE: "1", PYTHONSAFEPATH: "1", MYPYPATH: staged },
    settings: { "mypy.ini": SETTINGS },
    okExits: [0, 1, 2],
    output: "stdout",
  }),
  parse: claimParser(
    jsonLinesReport("mypy", (lines) => {
      if (!lines.every((line) => digText(line, "file") !== undefined && digText(line, "severity") !== undefined))
        return "the report is not one of mypy";
      const said = lines.map(toClaim);
      return {
        claims: said.flatMap((one) => (one !== undefined && "place" in one ? [one] : [])),
        problems: said.flatMap((one) => (one !== undefined && "code" in one ? [one] : [])),
      };
    }),
  ),
});

function toClaim(item: unknown): Claim | Problem | undefined {
  const rule = digText(item, "code") ?? "misc";
  const path = digText(item, "file") ?? "";
  const message = words(dig(item, "message"), rule);
  const line = digWhole(item, "line");
  if (rule === "syntax") return { path, code: "syntax-error", message, ...(line !== undefined && line > 0 ? { line } : {}) };
  const row = Object.hasOwn(RULES, rule) ? RULES[rule] : undefined;
  if (row === undefined || dig(item, "severity") !== "error") return undefined;
  const startColumn = digWhole(item, "column");
  const place = {
    path,
    startLine: line ?? 0,
    startColumn: startColumn === undefined ? undefined : startColumn + 1,
    endLine: digWhole(item, "end_line"),
    // Of the last character, 1-based: one before our end, which is 1-based too.
    endColumn: endColumn(digWhole(item, "end_column")),
    unit: "points" as const,
  };
  return { rule, cwe: [row[0]], severity: row[1], confidence: row[2], message, place };
}

function endColumn(column: number | undefined): number | undefined {
  return column === undefined ? undefined : column + 1;
}

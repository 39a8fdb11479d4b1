import { claimParser, versionAtLeast } from "#adapters/scanner-host/claim-parser.ts";
import { readsKinds } from "#analysis/languages/file-kinds.ts";
import { type Claim, words } from "#adapters/scanner-host/formats/claim.ts";
import { dig, digList, digText, digWhole } from "#adapters/scanner-host/formats/dig.ts";
import { jsonReport } from "#adapters/scanner-host/formats/json-report.ts";
import { TYPE_DEFECTS, type TypeWorth } from "#adapters/scanner-host/type-errors.ts";
import type { Problem } from "#domain/completeness.ts";
import { defineScanner } from "#ports/scanner.ts";

/** By the first part of an identifier, or the whole of it. What is not here is about packages that are not beside the copy, or style. */
const RULES: Readonly<Record<string, TypeWorth>> = {
  argument: TYPE_DEFECTS.wrongType,
  arguments: TYPE_DEFECTS.wrongCall,
  binaryOp: TYPE_DEFECTS.wrongOperator,
  deadCode: TYPE_DEFECTS.neverReached,
  equal: TYPE_DEFECTS.neverEqual,
  identical: TYPE_DEFECTS.neverEqual,
  if: TYPE_DEFECTS.alwaysTrue,
  notIdentical: TYPE_DEFECTS.alwaysTrue,
  return: TYPE_DEFECTS.wrongType,
  variable: TYPE_DEFECTS.neverSet,
  "function.resultUnused": ["CWE-252", "low", 0.4],
  "method.nonObject": TYPE_DEFECTS.maybeNothing,
  "property.nonObject": TYPE_DEFECTS.maybeNothing,
  "offsetAccess.nonOffsetAccessible": TYPE_DEFECTS.wrongType,
};

export default defineScanner({
  kind: "command",
  id: "phpstan",
  title: "PHPStan",
  languages: [],
  reads: readsKinds("php"),
  about: ["PHP"],
  byName: true,
  homepage: "https://phpstan.org",
  licence: "MIT",
  needsNetwork: false,
  install: "composer require --dev phpstan/phpstan, or phpstan.phar (1.11 or newer)",
  executable: "phpstan",
  versionArgs: ["--version"],
  parseVersion: (output) => /PHPStan - PHP Static Analysis Tool v?(\d+\.\d+(?:\.\d+)?)/u.exec(output)?.[1],
  refuses: (version) =>
    versionAtLeast(version, [1, 11]) ? undefined : `PHPStan ${version} does not name what it finds; 1.11 or newer is needed`,
  control: { php: { name: "control.php", text: "<?php\necho $assay_unset;\n", rule: "variable.undefined" } },
  sentinel: {},
  markers: [{ words: /@phpstan-ignore(?:-next-line|-line)?\b/gu, hides: "line-and-next" }],
  oneRun: () => "all",
  // Settings beside the code could bring code to run, and are not copied. It starts away from the copy, so that no autoloader there runs.
  command: ({ executable, staged, scratch }) => ({
    argv: [
      executable,
      "analyse",
      "--error-format=json",
      "--no-progress",
      "--no-interaction",
      "--level=5",
      `--configuration=${scratch}/phpstan.neon`,
      staged,
    ],
    env: { LANG: "C.UTF-8" },
    settings: {
      "phpstan.neon":
        "parameters:\n  reportUnmatchedIgnoredErrors: false\n  treatPhpDocTypesAsCertain: false\n  tmpDir: /tmp/phpstan\n",
    },
    okExits: [0, 1],
    output: "stdout",
  }),
  parse: claimParser(
    jsonReport("phpstan", (document) => {
      const files = dig(document, "files");
      if (typeof files !== "object" || files === null || digWhole(document, "totals", "file_errors") === undefined)
        return "the report is not one of PHPStan";
      const said = Object.entries(files).flatMap(([path, one]) => digList(one, "messages").map((item) => toClaim(path, item)));
      const general = digList(document, "errors").map(
        (text): Problem => ({ code: "engine-error", message: words(text, "an error") }),
      );
      return {
        claims: said.flatMap((one) => (one !== undefined && "place" in one ? [one] : [])),
        problems: [...general, ...said.flatMap((one) => (one !== undefined && "code" in one ? [one] : []))],
      };
    }),
  ),
});

function toClaim(path: string, item: unknown): Claim | Problem | undefined {
  const rule = words(dig(item, "identifier"), "unnamed");
  const message = words(dig(item, "message"), rule);
  const startLine = digWhole(item, "line");
  if (rule === "phpstan.parse" || message.startsWith("Syntax error"))
    return { path, code: "syntax-error", message, ...(startLine !== undefined && startLine > 0 ? { line: startLine } : {}) };
  const row = rowOf(rule) ?? rowOf(rule.split(".")[0] ?? "");
  if (row === undefined) return undefined;
  const tip = digText(item, "tip");
  const remedy = tip === undefined ? {} : { remedy: words(tip, rule) };
  return {
    rule,
    cwe: [row[0]],
    severity: row[1],
    confidence: row[2],
    message,
    ...remedy,
    place: { path, startLine, unit: "points" },
  };
}

function rowOf(rule: string): TypeWorth | undefined {
  return Object.hasOwn(RULES, rule) ? RULES[rule] : undefined;
}

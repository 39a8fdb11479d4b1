import type { CommandPlan, CommandRequest, CommandScanner } from "#ports/scanner.ts";
import type { ScannerTools } from "#ports/scanner-tools.ts";
import { claimParser, versionAtLeast } from "./claim-parser.ts";
import { type Claim, cwesIn, severityOfWord, words } from "./formats/claim.ts";
import { dig, digList, digText, digWhole, scalar } from "./formats/dig.ts";
import { jsonReport } from "./formats/json-report.ts";
import type { Problem } from "#domain/completeness.ts";

type Own = Pick<CommandScanner, "id" | "title" | "homepage" | "licence" | "install" | "executable">;

const LANGUAGES = ["javascript", "python", "tsx", "typescript"] as const;
const SENTINEL = { statement: "assay_sentinel()", rule: "assay-sentinel" };
const SENTINEL_RULE = {
  id: SENTINEL.rule,
  languages: ["javascript", "python", "typescript"],
  message: "sentinel",
  severity: "INFO",
  pattern: "assay_sentinel()",
};
const LONGEST_FIX = 20_000;
const SURE: Readonly<Record<string, number>> = { HIGH: 0.7, MEDIUM: 0.5, LOW: 0.3 };

/** Semgrep and those that speak as it does. They run the project's own rules, besides one of ours that every file must be reported by. */
export function semgrepTool(
  own: Own,
  { teamRules }: Pick<ScannerTools, "teamRules">,
  least: readonly [number, number],
): CommandScanner {
  return {
    ...own,
    kind: "command",
    languages: LANGUAGES,
    byName: true,
    needsNetwork: false,
    versionArgs: ["--version"],
    parseVersion: (output) => /^(\d+\.\d+\.\d+)\s*$/mu.exec(output)?.[1],
    refuses: (version) =>
      versionAtLeast(version, least) ? undefined : `${own.title} ${version} is too old; ${least.join(".")} or newer is needed`,
    control: {},
    sentinel: Object.fromEntries(LANGUAGES.map((language) => [language, SENTINEL])),
    markers: [{ words: /\bno(?:semgrep|sem)\b[^\n]*/gu, hides: "line-and-next" }],
    command: (request) => plan(request, teamRules),
    parse: claimParser(
      jsonReport(own.id, (document, { files, staged }) => {
        const results = dig(document, "results");
        if (!Array.isArray(results) || !Array.isArray(dig(document, "paths", "scanned")))
          return `the report is not one of ${own.title}`;
        const scanned = new Set(digList(document, "paths", "scanned"));
        const left = files.filter(({ path }) => !scanned.has(`${staged}/${path}`) && !scanned.has(path));
        const message = `${own.title} does not name this file among those that it looked at`;
        return {
          claims: results.map(toClaim),
          problems: [
            ...digList(document, "errors").map(toProblem),
            ...digList(document, "skipped_rules").map((): Problem => ({ code: "rule-skipped", message: "a rule was not run" })),
            ...left.map(({ path }): Problem => ({ path, code: "not-reported", message })),
          ],
          version: digText(document, "version"),
        };
      }),
    ),
  };
}

/** Files are named one by one: folders would be filtered by size, name and the ignore files of the project. Paths are absolute, so none is an option. */
function plan({ executable, staged, scratch, files }: CommandRequest, teamRules: ScannerTools["teamRules"]): CommandPlan {
  const rules = teamRules.map(({ text }, at) => [`rules-${at}.yaml`, text] as const);
  return {
    argv: [
      executable,
      "scan",
      "--json",
      "--disable-nosem",
      "--no-git-ignore",
      "--max-target-bytes=0",
      "--timeout=30",
      "--timeout-threshold=0",
      "--metrics=off",
      "--disable-version-check",
      "--jobs=1",
      ...["sentinel.json", ...rules.map(([name]) => name)].map((name) => `--config=${scratch}/${name}`),
      ...files.map(({ path }) => `${staged}/${path}`),
    ],
    env: {
      LANG: "C.UTF-8",
      PYTHONUTF8: "1",
      SEMGREP_SETTINGS_FILE: `${scratch}/settings.yml`,
      SEMGREP_ENABLE_VERSION_CHECK: "0",
      SEMGREP_SEND_METRICS: "off",
    },
    settings: { "sentinel.json": JSON.stringify({ rules: [SENTINEL_RULE] }), ...Object.fromEntries(rules) },
    okExits: [0, 1],
    output: "stdout",
  };
}

function toClaim(item: unknown): Claim {
  // The folder of the rule's file stands in front of its name, with dots.
  const rule = words(dig(item, "check_id"), "unnamed").replace(/^(?:[\w-]+\.)*scratch\./u, "");
  const about = dig(item, "extra", "metadata");
  const fix = digText(item, "extra", "fix");
  return {
    rule,
    cwe: cwesIn([dig(about, "cwe"), ...digList(about, "cwe")]),
    severity: severityOfWord(dig(item, "extra", "severity")) ?? "medium",
    confidence: SURE[scalar(dig(about, "confidence")).toUpperCase()] ?? 0.5,
    message: words(dig(item, "extra", "message"), rule),
    ...(fix === undefined || fix.length > LONGEST_FIX ? {} : { suggestion: fix }),
    place: {
      path: digText(item, "path") ?? "",
      startLine: digWhole(item, "start", "line") ?? 0,
      startColumn: digWhole(item, "start", "col"),
      endLine: digWhole(item, "end", "line"),
      endColumn: digWhole(item, "end", "col"),
      unit: "points",
    },
    ...(dig(item, "extra", "is_ignored") === true ? { hidden: "nosemgrep" } : {}),
  };
}

function toProblem(item: unknown): Problem {
  const path = digText(item, "path") ?? digText(item, "spans", "0");
  const kind = scalar(dig(item, "type")) || scalar(digList(item, "type")[0]);
  const code = /syntax|parse|lexical/iu.test(kind) ? "syntax-error" : /time/iu.test(kind) ? "timed-out" : "engine-error";
  return {
    ...(path === undefined ? {} : { path }),
    code,
    message: words(dig(item, "message"), "an error without words").slice(0, 300),
  };
}

import { claimParser, versionAtLeast } from "#adapters/scanner-host/claim-parser.ts";
import { readsKinds } from "#analysis/languages/file-kinds.ts";
import { type Claim, words } from "#adapters/scanner-host/formats/claim.ts";
import { dig, digList, digText, digWhole, scalar } from "#adapters/scanner-host/formats/dig.ts";
import { jsonReport } from "#adapters/scanner-host/formats/json-report.ts";
import type { Problem } from "#domain/completeness.ts";
import { defineScanner } from "#ports/scanner.ts";

const SURE: Readonly<Record<string, number>> = { High: 0.7, Medium: 0.5, Weak: 0.3 };
/** Kinds of warnings by what they let others do; it gives none itself. */
const GRAVE =
  /^(?:SQL Injection|Command Injection|Dangerous Eval|Remote Code Execution|Unsafe Deserialization|Dynamic Render Path)$/u;
const SLIGHT = /^(?:Format Validation|Unmaintained Dependency|Reverse Tabnabbing|Divide By Zero)$/u;

export default defineScanner({
  kind: "command",
  id: "brakeman",
  title: "Brakeman",
  languages: [],
  reads: readsKinds("ruby"),
  about: ["Ruby on Rails"],
  byName: true,
  homepage: "https://brakemanscanner.org",
  licence: "PolyForm-Noncommercial-1.0.0",
  needsNetwork: false,
  install: "gem install brakeman (6.0 or newer)",
  executable: "brakeman",
  versionArgs: ["--version"],
  parseVersion: (output) => /^brakeman (\d+\.\d+\.\d+)/mu.exec(output)?.[1],
  refuses: (version) => (versionAtLeast(version, [6, 0]) ? undefined : `Brakeman ${version} is too old; 6.0 or newer is needed`),
  control: { ruby: { name: "control.rb", text: "eval(params[:assay])\n", rule: "Evaluation" } },
  sentinel: {},
  oneRun: () => "all",
  // An application as a whole is read, not run. Its own file of settings and its list of ignored warnings are replaced by ours.
  wholeProject: true,
  command: ({ executable, staged, scratch }) => ({
    argv: [
      executable,
      "--format=json",
      `--output=${scratch}/report.json`,
      `--config-file=${scratch}/brakeman.yml`,
      `--ignore-config=${scratch}/ignore.json`,
      "--no-exit-on-warn",
      "--no-exit-on-error",
      "--no-pager",
      "--force-scan",
      "--add-libs-path=assay-control",
      `--path=${staged}`,
    ],
    env: { LANG: "C.UTF-8" },
    settings: { "brakeman.yml": "---\n{}\n", "ignore.json": '{"ignored_warnings": []}\n' },
    okExits: [0],
    output: { file: "report.json" },
  }),
  parse: claimParser(
    jsonReport("brakeman", (document) => {
      const warnings = dig(document, "warnings");
      const version = digText(document, "scan_info", "brakeman_version");
      if (!Array.isArray(warnings) || version === undefined) return "the report is not one of Brakeman";
      const problems = digList(document, "errors").map(
        (one): Problem => ({
          code: "engine-error",
          message: words(dig(one, "error"), "an error without words"),
        }),
      );
      const ignored = digList(document, "ignored_warnings").map((one) => ({
        ...toClaim(one),
        hidden: words(dig(one, "note"), "ignored"),
      }));
      return { claims: [...warnings.map(toClaim), ...ignored], problems, version };
    }),
  ),
});

function toClaim(item: unknown): Claim {
  const kind = words(dig(item, "warning_type"), "unnamed");
  const rule = words(dig(item, "check_name"), kind);
  return {
    rule,
    cwe: digList(item, "cwe_id").flatMap((id) => (Number.isSafeInteger(id) && Number(id) > 0 ? [`CWE-${Number(id)}`] : [])),
    severity: GRAVE.test(kind) ? "high" : SLIGHT.test(kind) ? "low" : "medium",
    confidence: SURE[scalar(dig(item, "confidence"))] ?? 0.3,
    title: kind.slice(0, 100),
    message: words(dig(item, "message"), kind),
    place: { path: digText(item, "file") ?? "", startLine: digWhole(item, "line") ?? undefined, unit: "points" },
  };
}

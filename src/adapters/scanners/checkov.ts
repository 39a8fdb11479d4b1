import { claimParser, versionAtLeast } from "#adapters/scanner-host/claim-parser.ts";
import { LATEST_IMAGE, OPEN_PORT, PRIVILEGED_POD } from "#adapters/scanner-host/infrastructure.ts";
import { readsKinds } from "#analysis/languages/file-kinds.ts";
import { type Claim, severityOfWord, words } from "#adapters/scanner-host/formats/claim.ts";
import { dig, digList, digText, digWhole } from "#adapters/scanner-host/formats/dig.ts";
import { jsonReport } from "#adapters/scanner-host/formats/json-report.ts";
import { defineScanner, type ParseContext } from "#ports/scanner.ts";

export default defineScanner({
  kind: "command",
  id: "checkov",
  title: "Checkov",
  languages: [],
  reads: readsKinds("dockerfile", "settings", "terraform"),
  about: ["Terraform", "Dockerfile", "settings"],
  byName: true,
  homepage: "https://www.checkov.io",
  licence: "Apache-2.0",
  needsNetwork: false,
  install: "pipx install checkov (3.0 or newer)",
  executable: "checkov",
  versionArgs: ["--version"],
  parseVersion: (output) => /^(\d+\.\d+\.\d+)$/mu.exec(output)?.[1],
  refuses: (version) => (versionAtLeast(version, [3, 0]) ? undefined : `Checkov ${version} is too old; 3.0 or newer is needed`),
  control: {
    terraform: { ...OPEN_PORT, rule: "CKV_AWS_24" },
    dockerfile: { ...LATEST_IMAGE, rule: "CKV_DOCKER_7" },
    settings: { ...PRIVILEGED_POD, rule: "CKV_K8S_16" },
  },
  sentinel: {},
  // Its other comments, `checkov:skip`, are told in the report.
  markers: [{ words: /\bpragma:[ \t]*allowlist(?:[ \t]+nextline)?[ \t]+secret\b/gu, hides: "line-and-next" }],
  oneRun: () => "all",
  // Settings beside the code can name checks to skip and folders with checks to run: --config-file takes ours instead.
  command: ({ executable, staged, scratch }) => ({
    argv: [
      executable,
      `--directory=${staged}`,
      `--config-file=${scratch}/checkov.yaml`,
      "--output=json",
      "--soft-fail",
      "--skip-download",
      "--skip-results-upload",
    ],
    env: { LANG: "C.UTF-8", PYTHONUTF8: "1", PYTHONSAFEPATH: "1", ANSI_COLORS_DISABLED: "1" },
    settings: { "checkov.yaml": "download-external-modules: false\nevaluate-variables: true\n" },
    okExits: [0],
    output: "stdout",
  }),
  parse: claimParser(
    jsonReport("checkov", (document, context) => {
      const parts = Array.isArray(document) ? document : [document];
      const known = parts.every(
        (part) => dig(part, "results") !== undefined && digText(part, "summary", "checkov_version") !== undefined,
      );
      if (parts.length === 0 || !known) return "the report is not one of Checkov, or says that nothing was looked at";
      const failed = parts.flatMap((part) => digList(part, "results", "failed_checks").map((item) => toClaim(item, context)));
      const skipped = parts.flatMap((part) =>
        digList(part, "results", "skipped_checks").map((item) => ({
          ...toClaim(item, context),
          hidden: words(dig(item, "check_result", "suppress_comment"), "skipped by a comment").slice(0, 200),
        })),
      );
      const broken = parts.flatMap((part) => digList(part, "results", "parsing_errors"));
      return {
        claims: [...failed, ...skipped],
        problems: broken.map((path) => ({
          ...(typeof path === "string" ? { path: path.startsWith(context.staged) ? path : path.replace(/^\/+/u, "") } : {}),
          code: "syntax-error",
          message: "Checkov could not parse this file",
        })),
        version: digText(parts[0], "summary", "checkov_version"),
      };
    }),
  ),
});

function toClaim(item: unknown, { staged }: ParseContext): Claim {
  const rule = words(dig(item, "check_id"), "unnamed");
  const absolute = digText(item, "file_abs_path");
  const path = absolute?.startsWith(staged) === true ? absolute : (digText(item, "file_path") ?? "").replace(/^\/+/u, "");
  const name = words(dig(item, "check_name"), rule);
  const resource = digText(item, "resource");
  const guide = digText(item, "guideline");
  return {
    rule,
    cwe: [],
    severity: severityOfWord(dig(item, "severity")) ?? "medium",
    confidence: 0.5,
    title: name.slice(0, 100),
    message: resource === undefined ? name : words(`${resource}: ${name}`, name),
    ...(guide === undefined ? {} : { remedy: words(`See ${guide}.`, name) }),
    place: {
      path,
      startLine: digWhole(item, "file_line_range", 0) ?? 0,
      endLine: digWhole(item, "file_line_range", 1),
      unit: "points",
    },
  };
}

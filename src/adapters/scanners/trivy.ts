import { advisoryClaim, packagePlaces } from "#adapters/scanner-host/advisory-claim.ts";
import { claimParser, versionAtLeast } from "#adapters/scanner-host/claim-parser.ts";
import { readsKinds } from "#analysis/languages/file-kinds.ts";
import { type Claim, cwesIn, severityOfWord, words } from "#adapters/scanner-host/formats/claim.ts";
import { dig, digList, digText, digWhole } from "#adapters/scanner-host/formats/dig.ts";
import { jsonReport } from "#adapters/scanner-host/formats/json-report.ts";
import type { Problem } from "#domain/completeness.ts";
import { defineScanner, type ParseContext } from "#ports/scanner.ts";

/** Put together here, so that no scanner takes this file for a leak. */
const KEY = ["AKIA", "QZ7RM4TN", "2WXB6C5D"].join("");
const CONTROL = { name: "control.txt", text: `aws_access_key_id = "${KEY}"\n`, rule: "aws-access-key-id" };
const KINDS = ["dockerfile", "kotlin", "php", "ruby", "settings", "shell", "terraform"] as const;
const LANGUAGES = ["go", "java", "javascript", "python", "tsx", "typescript"] as const;
/** Its own exceptions for secrets, all of which would leave files out without a word. */
const EXCEPTIONS =
  "tests examples vendor usr-dirs locale-dir markdown node.js golang python rubygems wordpress anaconda-log".split(" ");

export default defineScanner({
  kind: "command",
  id: "trivy",
  title: "Trivy",
  languages: LANGUAGES,
  reads: readsKinds(...KINDS),
  about: ["Terraform", "Dockerfile", "settings and other sources"],
  byName: true,
  homepage: "https://trivy.dev",
  licence: "Apache-2.0",
  needsNetwork: false,
  install: "a release of github.com/aquasecurity/trivy (0.50 or newer), checked against its digest",
  executable: "trivy",
  versionArgs: ["--version"],
  parseVersion: (output) => /^Version: (\d+\.\d+\.\d+)/mu.exec(output)?.[1],
  refuses: (version) => (versionAtLeast(version, [0, 50]) ? undefined : `Trivy ${version} is too old; 0.50 or newer is needed`),
  control: Object.fromEntries([...LANGUAGES, ...KINDS].map((language) => [language, CONTROL])),
  sentinel: {},
  markers: [{ words: /(?:tfsec|trivy):ignore:[^\n]*/gu, hides: "line-and-next" }],
  oneRun: () => "all",
  // Secrets and settings need no network; advisories do, and come with --import trivy=FILE.
  command: ({ executable, staged, scratch }) => ({
    argv: [
      executable,
      "filesystem",
      "--scanners=misconfig,secret",
      "--format=json",
      "--exit-code=0",
      "--offline-scan",
      "--skip-check-update",
      "--quiet",
      `--config=${scratch}/trivy.yaml`,
      `--ignorefile=${scratch}/none`,
      `--secret-config=${scratch}/secret.yaml`,
      `--cache-dir=${scratch}/cache`,
      `--output=${scratch}/report.json`,
      staged,
    ],
    env: { LANG: "C.UTF-8", TRIVY_DISABLE_TELEMETRY: "true", TRIVY_SKIP_VERSION_CHECK: "true" },
    settings: { "trivy.yaml": "{}\n", none: "", "secret.yaml": JSON.stringify({ "disable-allow-rules": EXCEPTIONS }) },
    okExits: [0],
    output: { file: "report.json" },
  }),
  parse: claimParser(
    jsonReport("trivy", (document, context) => {
      if (dig(document, "SchemaVersion") !== 2) return "the report is not one of Trivy, or of another schema than 2";
      const results = dig(document, "Results");
      if (!Array.isArray(results)) return "the report holds no results: nothing was looked at";
      const problems: Problem[] = [];
      const isImage = digText(document, "ArtifactType") === "container_image";
      const message = "results of an image name packages in it, and no file of the project";
      if (isImage) problems.push({ code: "no-place", message });
      return { claims: results.flatMap((one) => toClaims(one, context)), problems };
    }),
  ),
});

function toClaims(result: unknown, context: ParseContext): Claim[] {
  const path = digText(result, "Target") ?? "";
  const hidden = digList(result, "ExperimentalModifiedFindings").flatMap((one) => {
    const said = dig(one, "Finding");
    const claim = dig(one, "Type") === "secret" ? secret(said, path) : misconfiguration(said, path);
    return dig(one, "Status") === "ignored" ? [{ ...claim, hidden: words(dig(one, "Statement"), "ignored by Trivy") }] : [];
  });
  return [
    ...digList(result, "Secrets").map((one) => secret(one, path)),
    ...digList(result, "Misconfigurations").flatMap((one) =>
      dig(one, "Status") === "PASS" ? [] : [misconfiguration(one, path)],
    ),
    ...digList(result, "Vulnerabilities").map((one) => vulnerability(one, path, context)),
    ...hidden,
  ];
}

function secret(item: unknown, path: string): Claim {
  const rule = words(dig(item, "RuleID"), "unnamed");
  return {
    rule,
    cwe: ["CWE-798"],
    severity: severityOfWord(dig(item, "Severity")) ?? "high",
    confidence: 0.7,
    title: "A secret stands in the code",
    message: `A value looks like what the rule ${rule} describes.`,
    remedy: "Withdraw the secret where it is valid, and read its successor from the environment or a vault.",
    place: { path, startLine: digWhole(item, "StartLine") ?? 0, endLine: digWhole(item, "EndLine"), unit: "points" },
  };
}

function misconfiguration(item: unknown, path: string): Claim {
  const rule = words(dig(item, "ID") ?? dig(item, "AVDID"), "unnamed");
  const lines = dig(item, "CauseMetadata");
  const remedy = digText(item, "Resolution");
  const start = digWhole(lines, "StartLine");
  return {
    rule,
    cwe: [],
    severity: severityOfWord(dig(item, "Severity")) ?? "medium",
    confidence: 0.5,
    title: words(dig(item, "Title"), rule).slice(0, 100),
    message: words(dig(item, "Message") ?? dig(item, "Description"), rule),
    ...(remedy === undefined ? {} : { remedy: words(remedy, rule) }),
    // Without a line it speaks of what the whole file lacks.
    place: { path, startLine: start === 0 ? undefined : start, endLine: digWhole(lines, "EndLine"), unit: "points" },
  };
}

function vulnerability(item: unknown, path: string, context: ParseContext): Claim {
  const name = digText(item, "PkgName") ?? "unnamed";
  const version = digText(item, "InstalledVersion");
  const fixed = digText(item, "FixedVersion");
  return advisoryClaim({
    id: digText(item, "VulnerabilityID") ?? "unnamed",
    name,
    version,
    cwe: cwesIn(digList(item, "CweIDs")),
    severity: severityOfWord(dig(item, "Severity")) ?? "low",
    title: digText(item, "Title"),
    fixed: fixed === undefined ? [] : [fixed],
    place: packagePlaces(context)(path, name, version),
  });
}

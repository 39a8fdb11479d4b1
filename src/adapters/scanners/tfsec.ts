import { claimParser, versionAtLeast } from "#adapters/scanner-host/claim-parser.ts";
import { OPEN_PORT } from "#adapters/scanner-host/infrastructure.ts";
import { readsKinds } from "#analysis/languages/file-kinds.ts";
import { type Claim, severityOfWord, words } from "#adapters/scanner-host/formats/claim.ts";
import { dig, digList, digText, digWhole } from "#adapters/scanner-host/formats/dig.ts";
import { jsonReport } from "#adapters/scanner-host/formats/json-report.ts";
import { defineScanner } from "#ports/scanner.ts";

export default defineScanner({
  kind: "command",
  id: "tfsec",
  title: "tfsec",
  languages: [],
  reads: readsKinds("terraform"),
  about: ["Terraform"],
  byName: true,
  homepage: "https://github.com/aquasecurity/tfsec",
  licence: "MIT",
  needsNetwork: false,
  install: "a release of github.com/aquasecurity/tfsec (1.28 or newer); its successor is trivy",
  executable: "tfsec",
  versionArgs: ["--version"],
  parseVersion: (output) => /^v?(\d+\.\d+\.\d+)$/mu.exec(output)?.[1],
  refuses: (version) => (versionAtLeast(version, [1, 28]) ? undefined : `tfsec ${version} is too old; 1.28 or newer is needed`),
  control: { terraform: { ...OPEN_PORT, rule: "aws-ec2-no-public-ingress-sgr" } },
  sentinel: {},
  markers: [{ words: /(?:tfsec|trivy):ignore:[^\n]*/gu, hides: "line-and-next" }],
  oneRun: () => "all",
  // Without modules of others: they would be fetched. Settings beside the code are not copied, and ours are named.
  command: ({ executable, staged, scratch }) => ({
    argv: [
      executable,
      staged,
      "--format=json",
      "--no-colour",
      "--soft-fail",
      "--no-ignores",
      "--no-module-downloads",
      `--config-file=${scratch}/tfsec.yml`,
    ],
    env: { LANG: "C.UTF-8" },
    settings: { "tfsec.yml": "exclude: []\n" },
    okExits: [0],
    output: "stdout",
  }),
  parse: claimParser(
    jsonReport("tfsec", (document) => {
      const results = dig(document, "results");
      if (results === null) return "tfsec reports nothing, not even of the known-bad file";
      if (!Array.isArray(results)) return "the report is not one of tfsec";
      return { claims: results.map(toClaim) };
    }),
  ),
});

function toClaim(item: unknown): Claim {
  const rule = words(dig(item, "long_id") ?? dig(item, "rule_id"), "unnamed");
  const place = dig(item, "location");
  const resource = digText(item, "resource");
  const text = words(dig(item, "description"), rule);
  const remedy = digText(item, "resolution") ?? digText({ link: digList(item, "links")[0] }, "link");
  return {
    rule,
    cwe: [],
    severity: severityOfWord(dig(item, "severity")) ?? "medium",
    confidence: 0.5,
    title: words(dig(item, "rule_description"), rule).slice(0, 100),
    message: resource === undefined ? text : words(`${resource}: ${text}`, text),
    ...(remedy === undefined ? {} : { remedy: words(remedy, rule) }),
    place: {
      path: digText(place, "filename") ?? "",
      startLine: digWhole(place, "start_line") ?? 0,
      endLine: digWhole(place, "end_line"),
      unit: "points",
    },
  };
}

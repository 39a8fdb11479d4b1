import { claimParser, versionAtLeast } from "#adapters/scanner-host/claim-parser.ts";
import { type Claim, cwesIn, severityOfWord, words } from "#adapters/scanner-host/formats/claim.ts";
import { dig, digList, digText, digWhole, scalar } from "#adapters/scanner-host/formats/dig.ts";
import { jsonReport } from "#adapters/scanner-host/formats/json-report.ts";
import { goEnvironment } from "#adapters/scanner-host/go-environment.ts";
import type { Problem } from "#domain/completeness.ts";
import { defineScanner } from "#ports/scanner.ts";

const SURE: Readonly<Record<string, number>> = { HIGH: 0.6, MEDIUM: 0.4, LOW: 0.2 };

export default defineScanner({
  kind: "command",
  id: "gosec",
  title: "gosec",
  languages: ["go"],
  byName: true,
  homepage: "https://github.com/securego/gosec",
  licence: "Apache-2.0",
  needsNetwork: false,
  install: "go install github.com/securego/gosec/v2/cmd/gosec@latest (2.15 or newer; Go itself must lie below /usr)",
  executable: "gosec",
  versionArgs: ["-version"],
  parseVersion: (output) => /^Version: v?(\d+\.\d+\.\d+)/mu.exec(output)?.[1],
  refuses: (version) => (versionAtLeast(version, [2, 15]) ? undefined : `gosec ${version} is too old; 2.15 or newer is needed`),
  control: {},
  sentinel: { go: { statement: "func assaySentinel_FILE(assay func() error) { assay() }", rule: "G104" } },
  markers: [{ words: /#nosec\b[^\n]*|\/\/gosec:disable\b[^\n]*/gu, hides: "line-and-next" }],
  oneRun: () => "all",
  // -nosec: comments do not silence. Modules of others are not fetched.
  command: ({ executable, staged, scratch }) => ({
    argv: [
      executable,
      "-fmt=json",
      `-out=${scratch}/report.json`,
      "-nosec",
      "-no-fail",
      "-tests",
      "-exclude-generated=false",
      "-quiet=false",
      `${staged}/...`,
    ],
    cwd: "staged",
    env: goEnvironment(scratch),
    settings: {},
    okExits: [0],
    output: { file: "report.json" },
  }),
  parse: claimParser(
    jsonReport("gosec", (document) => {
      const issues = dig(document, "Issues");
      if (!Array.isArray(issues) || digWhole(document, "Stats", "files") === undefined) return "the report is not one of gosec";
      const errors = dig(document, "Golang errors");
      const broken = Object.entries(typeof errors === "object" && errors !== null ? errors : {}).slice(0, 100);
      const problems = broken.map(([path, list]): Problem => {
        const [first] = Array.isArray(list) ? list : [];
        return { path, code: "not-compiled", message: words(dig(first, "error"), "Go could not compile this file") };
      });
      return { claims: issues.map(toClaim), problems, version: digText(document, "GosecVersion") };
    }),
  ),
});

function toClaim(item: unknown): Claim {
  const rule = words(dig(item, "rule_id"), "unnamed");
  // A line, or the first and the last one.
  const [first, last] = scalar(dig(item, "line")).split("-");
  const hidden = digList(item, "suppressions").length > 0 || dig(item, "nosec") === true;
  const told = digText(item, "cwe", "id");
  return {
    rule,
    cwe: told === undefined ? [] : cwesIn([`cwe-${told}`]),
    severity: severityOfWord(dig(item, "severity")) ?? "medium",
    confidence: SURE[scalar(dig(item, "confidence"))] ?? 0.3,
    message: words(dig(item, "details"), rule),
    place: {
      path: digText(item, "file") ?? "",
      startLine: digWhole({ first }, "first") ?? 0,
      endLine: digWhole({ last }, "last"),
      unit: "bytes",
    },
    ...(hidden ? { hidden: "#nosec" } : {}),
  };
}

import { isLockfile } from "#analysis/lockfiles/names.ts";
import { advisoryClaim, packagePlaces } from "#adapters/scanner-host/advisory-claim.ts";
import { claimParser, versionAtLeast } from "#adapters/scanner-host/claim-parser.ts";
import { type Claim, cwesIn, severityOfScore, severityOfWord } from "#adapters/scanner-host/formats/claim.ts";
import { dig, digList, digText, scalar } from "#adapters/scanner-host/formats/dig.ts";
import { jsonReport } from "#adapters/scanner-host/formats/json-report.ts";
import { defineScanner, type ParseContext } from "#ports/scanner.ts";

export default defineScanner({
  kind: "command",
  id: "osv-scanner",
  title: "OSV-Scanner",
  languages: [],
  reads: isLockfile,
  about: ["lock files"],
  byName: true,
  homepage: "https://google.github.io/osv-scanner/",
  licence: "Apache-2.0",
  needsNetwork: true,
  install: "a release of github.com/google/osv-scanner (2.0 or newer)",
  executable: "osv-scanner",
  versionArgs: ["--version"],
  parseVersion: (output) => /osv-scanner version:? v?(\d+\.\d+\.\d+)/u.exec(output)?.[1],
  refuses: (version) =>
    versionAtLeast(version, [2, 0]) ? undefined : `OSV-Scanner ${version} knows other options; 2.0 or newer is needed`,
  control: {},
  sentinel: {},
  // Settings of the project can ignore everything: with --config only ours are read.
  command: ({ executable, staged, scratch }) => ({
    argv: [
      executable,
      "scan",
      "source",
      "--format=json",
      "--recursive",
      "--no-ignore",
      "--all-packages",
      `--config=${scratch}/osv-scanner.toml`,
      staged,
    ],
    env: { LANG: "C.UTF-8" },
    settings: { "osv-scanner.toml": "" },
    okExits: [0, 1],
    output: "stdout",
  }),
  parse: claimParser(
    jsonReport("osv-scanner", (document, context) => {
      const results = dig(document, "results");
      if (!Array.isArray(results)) return "the report is not one of OSV-Scanner";
      const seen = new Set(results.map((one) => digText(one, "source", "path")));
      const missing = context.files.filter(({ path }) => !seen.has(`${context.staged}/${path}`) && !seen.has(path));
      const message = "OSV-Scanner names no package of this file";
      return {
        claims: results.flatMap((one) => toClaims(one, context)),
        problems: missing.map(({ path }) => ({ path, code: "not-reported", message })),
      };
    }),
  ),
});

function toClaims(result: unknown, context: ParseContext): Claim[] {
  const path = digText(result, "source", "path") ?? "";
  const place = packagePlaces(context);
  return digList(result, "packages").flatMap((one) => {
    const name = digText(one, "package", "name") ?? "unnamed";
    const version = digText(one, "package", "version");
    return digList(one, "vulnerabilities").map((advisory) => {
      const id = digText(advisory, "id") ?? "unnamed";
      const group = digList(one, "groups").find((each) => digList(each, "ids").includes(id));
      const score = Number.parseFloat(scalar(dig(group, "max_severity")));
      const own = dig(advisory, "database_specific");
      const events = digList(advisory, "affected").flatMap((each) =>
        digList(each, "ranges").flatMap((range) => digList(range, "events").flatMap((event) => digText(event, "fixed") ?? [])),
      );
      return advisoryClaim({
        id,
        aliases: digList(advisory, "aliases").filter((alias) => typeof alias === "string"),
        name,
        version,
        cwe: cwesIn(digList(own, "cwe_ids")),
        severity: Number.isFinite(score) ? severityOfScore(score) : (severityOfWord(dig(own, "severity")) ?? "medium"),
        title: digText(advisory, "summary"),
        fixed: events,
        place: place(path, name, version),
      });
    });
  });
}

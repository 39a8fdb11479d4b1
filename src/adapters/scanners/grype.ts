import { isLockfile } from "#analysis/lockfiles/names.ts";
import { advisoryClaim, packagePlaces } from "#adapters/scanner-host/advisory-claim.ts";
import { claimParser, versionAtLeast } from "#adapters/scanner-host/claim-parser.ts";
import { type Claim, cwesIn, severityOfWord } from "#adapters/scanner-host/formats/claim.ts";
import { dig, digList, digText } from "#adapters/scanner-host/formats/dig.ts";
import { jsonReport } from "#adapters/scanner-host/formats/json-report.ts";
import type { Problem } from "#domain/completeness.ts";
import { defineScanner, type ParseContext } from "#ports/scanner.ts";

export default defineScanner({
  kind: "command",
  id: "grype",
  title: "Grype",
  languages: [],
  reads: isLockfile,
  about: ["lock files"],
  byName: true,
  homepage: "https://github.com/anchore/grype",
  licence: "Apache-2.0",
  needsNetwork: true,
  install: "a release of github.com/anchore/grype (0.70 or newer)",
  executable: "grype",
  versionArgs: ["version"],
  parseVersion: (output) => /^Version:\s+(\d+\.\d+\.\d+)/mu.exec(output)?.[1],
  refuses: (version) => (versionAtLeast(version, [0, 70]) ? undefined : `Grype ${version} is too old; 0.70 or newer is needed`),
  control: {},
  sentinel: {},
  command: ({ executable, staged, scratch }) => ({
    argv: [executable, `dir:${staged}`, "--output=json", `--config=${scratch}/grype.yaml`, "--quiet"],
    env: { LANG: "C.UTF-8", GRYPE_CHECK_FOR_APP_UPDATE: "false", GRYPE_DB_CACHE_DIR: `${scratch}/db` },
    settings: { "grype.yaml": "ignore: []\nfail-on-severity: ''\n" },
    okExits: [0],
    output: "stdout",
  }),
  parse: claimParser(
    jsonReport("grype", (document, context) => {
      const matches = dig(document, "matches");
      if (!Array.isArray(matches) || dig(document, "descriptor", "name") !== "grype") return "the report is not one of Grype";
      const problems: Problem[] = [];
      if (
        digText(document, "descriptor", "db", "built") === undefined &&
        digText(document, "descriptor", "db", "status", "built") === undefined
      )
        problems.push({ code: "no-advisories", message: "Grype does not say of which day its advisories are" });
      const hidden = digList(document, "ignoredMatches").flatMap((one) => toClaims(one, context, "ignored by a rule of Grype"));
      const claims = matches.flatMap((one) => toClaims(one, context, undefined));
      const placeless = claims.filter(({ place }) => place.path === "").length;
      if (placeless > 0) problems.push({ code: "no-place", message: `${placeless} matches name no file and were left out` });
      const version = digText(document, "descriptor", "version");
      return { claims: [...claims, ...hidden].filter(({ place }) => place.path !== ""), problems, version };
    }),
  ),
});

function toClaims(match: unknown, context: ParseContext, hidden: string | undefined): Claim[] {
  const name = digText(match, "artifact", "name") ?? "unnamed";
  const version = digText(match, "artifact", "version");
  const advisory = dig(match, "vulnerability");
  const related = digList(match, "relatedVulnerabilities");
  const paths = digList(match, "artifact", "locations").flatMap((one) => digText(one, "path") ?? []);
  const place = packagePlaces(context);
  return (paths.length === 0 ? [""] : paths).map((path) => {
    // Counted from the folder that was looked at.
    const inside = path.startsWith(context.staged) ? path : path.replace(/^\/+/u, "");
    const claim = advisoryClaim({
      id: digText(advisory, "id") ?? "unnamed",
      aliases: related.flatMap((one) => digText(one, "id") ?? []),
      name,
      version,
      cwe: cwesIn(
        [...digList(advisory, "cwes"), ...related.flatMap((one) => digList(one, "cwes"))].map((one) => dig(one, "cwe") ?? one),
      ),
      severity: severityOfWord(dig(advisory, "severity")) ?? "low",
      title: digText(advisory, "description") ?? digText(related[0], "description"),
      fixed: digList(advisory, "fix", "versions").filter((one) => typeof one === "string"),
      place: place(inside, name, version),
    });
    return hidden === undefined ? claim : { ...claim, hidden };
  });
}

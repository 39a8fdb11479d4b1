import { advisoryClaim, onlyLock, packagePlaces } from "#adapters/scanner-host/advisory-claim.ts";
import { claimParser, versionAtLeast } from "#adapters/scanner-host/claim-parser.ts";
import type { Claim } from "#adapters/scanner-host/formats/claim.ts";
import { dig, digList, digText } from "#adapters/scanner-host/formats/dig.ts";
import { jsonReport } from "#adapters/scanner-host/formats/json-report.ts";
import type { Problem } from "#domain/completeness.ts";
import { defineScanner } from "#ports/scanner.ts";

const READ = /(?:^|\/)requirements(?:[-_.][\w.-]+)?\.txt$/u;

export default defineScanner({
  kind: "command",
  id: "pip-audit",
  title: "pip-audit",
  languages: [],
  reads: (path) => READ.test(path),
  about: ["requirements.txt"],
  byName: true,
  homepage: "https://github.com/pypa/pip-audit",
  licence: "Apache-2.0",
  needsNetwork: true,
  install: "pipx install pip-audit (2.6 or newer)",
  executable: "pip-audit",
  versionArgs: ["--version"],
  parseVersion: (output) => /^pip-audit (\d+\.\d+\.\d+)/mu.exec(output)?.[1],
  refuses: (version) =>
    versionAtLeast(version, [2, 6]) ? undefined : `pip-audit ${version} builds packages to read them; 2.6 or newer is needed`,
  control: {},
  sentinel: {},
  oneRun: ({ path }) => path,
  // Neither pip nor a build of a package is started: the file's own words are believed, and must pin every version.
  command: ({ executable, staged, scratch, files }) => ({
    argv: [
      executable,
      "--format=json",
      "--strict",
      "--no-deps",
      "--disable-pip",
      "--progress-spinner=off",
      `--cache-dir=${scratch}/cache`,
      `--requirement=${staged}/${files[0]?.path ?? ""}`,
    ],
    env: { LANG: "C.UTF-8", PYTHONUTF8: "1", PYTHONSAFEPATH: "1" },
    settings: {},
    okExits: [0, 1],
    output: "stdout",
  }),
  parse: claimParser(
    jsonReport("pip-audit", (document, context) => {
      const packages = dig(document, "dependencies");
      if (!Array.isArray(packages)) return "the report is not one of pip-audit";
      const file = onlyLock(context, READ);
      if (file === undefined) return "no file of requirements was asked for";
      const place = packagePlaces(context);
      const problems: Problem[] = packages.flatMap((one) => {
        const reason = digText(one, "skip_reason");
        return reason === undefined ? [] : [{ path: file, code: "not-audited", message: reason.slice(0, 300) }];
      });
      if (packages.length === 0) problems.push({ path: file, code: "not-reported", message: "pip-audit names no package" });
      const claims = packages.flatMap((one): Claim[] => {
        const name = digText(one, "name") ?? "unnamed";
        const version = digText(one, "version");
        return digList(one, "vulns").map((vulnerability) =>
          advisoryClaim({
            id: digText(vulnerability, "id") ?? "unnamed",
            aliases: digList(vulnerability, "aliases").filter((alias) => typeof alias === "string"),
            name,
            version,
            cwe: [],
            // It tells no severity: the middle, until another tool says better.
            severity: "medium",
            title: digText(vulnerability, "description")?.split("\n")[0],
            fixed: digList(vulnerability, "fix_versions").filter((fixed) => typeof fixed === "string"),
            place: place(file, name, version),
          }),
        );
      });
      return { claims, problems };
    }),
  ),
});

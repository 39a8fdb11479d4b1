import { advisoryClaim, advisoryName, onlyLock, packagePlaces } from "#adapters/scanner-host/advisory-claim.ts";
import { claimParser, versionAtLeast } from "#adapters/scanner-host/claim-parser.ts";
import { type Claim, cwesIn, severityOfWord } from "#adapters/scanner-host/formats/claim.ts";
import { dig, digList, digText, digWhole, scalar } from "#adapters/scanner-host/formats/dig.ts";
import { jsonReport } from "#adapters/scanner-host/formats/json-report.ts";
import { defineScanner, type ParseContext } from "#ports/scanner.ts";

const LOCK = /(?:^|\/)(?:package-lock|npm-shrinkwrap)\.json$/u;
const READ = /(?:^|\/)(?:package-lock|npm-shrinkwrap|package)\.json$/u;

export default defineScanner({
  kind: "command",
  id: "npm-audit",
  title: "npm audit",
  languages: [],
  reads: (path) => READ.test(path) && !path.includes("node_modules/"),
  about: ["package-lock.json"],
  byName: true,
  homepage: "https://docs.npmjs.com/cli/commands/npm-audit",
  licence: "Artistic-2.0",
  needsNetwork: true,
  install: "comes with Node.js (npm 7 or newer)",
  executable: "npm",
  versionArgs: ["--version"],
  parseVersion: (output) => /^(\d+\.\d+\.\d+)$/mu.exec(output)?.[1],
  refuses: (version) =>
    versionAtLeast(version, [7, 0]) ? undefined : `npm ${version} writes another report; 7 or newer is needed`,
  control: {},
  sentinel: {},
  oneRun: ({ path }) => path.slice(0, path.lastIndexOf("/") + 1),
  // The settings of npm in the project could name another registry; only the two files that are read are copied.
  command: ({ executable, staged, scratch, files }) => ({
    argv: [
      executable,
      "audit",
      "--json",
      "--package-lock-only",
      "--ignore-scripts",
      "--audit-level=none",
      `--userconfig=${scratch}/npmrc`,
      `--cache=${scratch}/cache`,
      `--prefix=${staged}/${folderOf(files[0]?.path ?? "")}`,
    ],
    env: { LANG: "C.UTF-8", NO_UPDATE_NOTIFIER: "1" },
    settings: { npmrc: "" },
    okExits: [0, 1],
    output: "stdout",
  }),
  parse: claimParser(
    jsonReport("npm audit", (document, context) => {
      const error = dig(document, "error");
      const said = digText(error, "summary") ?? digText(error, "code") ?? digText(document, "message");
      if (error !== undefined) return `npm could not audit: ${said ?? "no reason is given"}`.slice(0, 300);
      const vulnerable = dig(document, "vulnerabilities");
      const total = digWhole(document, "metadata", "dependencies", "total");
      if (
        dig(document, "auditReportVersion") !== 2 ||
        typeof vulnerable !== "object" ||
        vulnerable === null ||
        total === undefined
      )
        return "the report is not one of npm audit";
      const lock = onlyLock(context, LOCK);
      if (lock === undefined) return "no package-lock.json was asked for";
      const claims = Object.values(vulnerable).flatMap((one) => toClaims(one, lock, context));
      const message = "npm counted no package in this lock file";
      return { claims, problems: total > 0 ? [] : [{ path: lock, code: "not-reported", message }] };
    }),
  ),
});

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}

/** Entries whose `via` are only names tell of packages that bring a weak one, which has an entry of its own. */
function toClaims(item: unknown, lock: string, context: ParseContext): Claim[] {
  const name = digText(item, "name") ?? "unnamed";
  const place = packagePlaces(context)(lock, name);
  const fix = digText(item, "fixAvailable", "version");
  return digList(item, "via").flatMap((via) => {
    if (typeof via !== "object" || via === null) return [];
    return advisoryClaim({
      id: advisoryName(via, `npm-${scalar(dig(via, "source"))}`),
      name,
      cwe: cwesIn(digList(via, "cwe")),
      severity: severityOfWord(dig(via, "severity")) ?? "medium",
      title: digText(via, "title"),
      fixed: fix === undefined || digText(item, "fixAvailable", "name") !== name ? [] : [fix],
      place,
    });
  });
}

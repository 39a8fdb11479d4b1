import { onlyLock } from "#adapters/scanner-host/advisory-claim.ts";
import { claimParser, versionAtLeast } from "#adapters/scanner-host/claim-parser.ts";
import { dig, digText, digWhole, scalar } from "#adapters/scanner-host/formats/dig.ts";
import { jsonLinesReport } from "#adapters/scanner-host/formats/json-report.ts";
import { npmAdvisory } from "#adapters/scanner-host/formats/npm-advisory.ts";
import { defineScanner } from "#ports/scanner.ts";

const LOCK = /(?:^|\/)yarn\.lock$/u;
const READ = /(?:^|\/)(?:yarn\.lock|package\.json)$/u;

export default defineScanner({
  kind: "command",
  id: "yarn-audit",
  title: "yarn audit",
  languages: [],
  reads: (path) => READ.test(path) && !path.includes("node_modules/"),
  about: ["yarn.lock"],
  byName: true,
  homepage: "https://classic.yarnpkg.com/docs/cli/audit",
  licence: "BSD-2-Clause",
  needsNetwork: true,
  install: "npm install --global yarn (1.22)",
  executable: "yarn",
  versionArgs: ["--version"],
  parseVersion: (output) => /^(\d+\.\d+\.\d+)$/mu.exec(output)?.[1],
  refuses: (version) =>
    versionAtLeast(version, [2, 0]) || !versionAtLeast(version, [1, 12])
      ? `yarn ${version} writes another report; 1.12 to 1.22 are read`
      : undefined,
  control: {},
  sentinel: {},
  oneRun: ({ path }) => path.slice(0, path.lastIndexOf("/") + 1),
  command: ({ executable, staged, files }) => {
    const path = files[0]?.path ?? "";
    return {
      argv: [executable, "audit", "--json", "--no-default-rc", `--cwd=${staged}/${path.slice(0, path.lastIndexOf("/") + 1)}`],
      env: { LANG: "C.UTF-8" },
      settings: {},
      // A sum of 1 (info), 2 (low), 4 (moderate), 8 (high), 16 (critical).
      okExits: Array.from({ length: 32 }, (_, code) => code),
      output: "stdout",
    };
  },
  parse: claimParser(
    jsonLinesReport("yarn audit", (lines, context) => {
      const kinds = lines.map((line) => digText(line, "type"));
      const failed = lines.find((line) => digText(line, "type") === "error");
      if (failed !== undefined) return `yarn could not audit: ${scalar(dig(failed, "data"))}`.slice(0, 300);
      if (kinds.some((kind) => kind === undefined)) return "the report is not one of yarn audit";
      // The sum is what comes last.
      if (kinds.indexOf("auditSummary") !== lines.length - 1) return "the report does not end as one of yarn audit does";
      const lock = onlyLock(context, LOCK);
      if (lock === undefined) return "no yarn.lock was asked for";
      const told = new Map<string, unknown>();
      for (const [at, line] of lines.entries())
        if (kinds[at] === "auditAdvisory") told.set(scalar(dig(line, "data", "advisory", "id")), dig(line, "data", "advisory"));
      const total = digWhole(lines.at(-1), "data", "totalDependencies") ?? 0;
      const message = "yarn counted no package in this lock file";
      return {
        claims: [...told.values()].flatMap((one) => npmAdvisory(one, lock, context)),
        problems: total > 0 ? [] : [{ path: lock, code: "not-reported", message }],
      };
    }),
  ),
});

import { onlyLock } from "#adapters/scanner-host/advisory-claim.ts";
import { claimParser, versionAtLeast } from "#adapters/scanner-host/claim-parser.ts";
import { dig, digText, digWhole } from "#adapters/scanner-host/formats/dig.ts";
import { jsonReport } from "#adapters/scanner-host/formats/json-report.ts";
import { npmAdvisory } from "#adapters/scanner-host/formats/npm-advisory.ts";
import { defineScanner } from "#ports/scanner.ts";

const LOCK = /(?:^|\/)pnpm-lock\.yaml$/u;
const READ = /(?:^|\/)(?:pnpm-lock\.yaml|package\.json)$/u;

export default defineScanner({
  kind: "command",
  id: "pnpm-audit",
  title: "pnpm audit",
  languages: [],
  reads: (path) => READ.test(path) && !path.includes("node_modules/"),
  about: ["pnpm-lock.yaml"],
  byName: true,
  homepage: "https://pnpm.io/cli/audit",
  licence: "MIT",
  needsNetwork: true,
  install: "npm install --global pnpm (8 or newer)",
  executable: "pnpm",
  versionArgs: ["--version"],
  parseVersion: (output) => /^(\d+\.\d+\.\d+)$/mu.exec(output)?.[1],
  refuses: (version) => (versionAtLeast(version, [8, 0]) ? undefined : `pnpm ${version} is too old; 8 or newer is needed`),
  control: {},
  sentinel: {},
  oneRun: ({ path }) => path.slice(0, path.lastIndexOf("/") + 1),
  command: ({ executable, staged, files }) => {
    const path = files[0]?.path ?? "";
    return {
      argv: [
        executable,
        "audit",
        "--json",
        "--ignore-registry-errors=false",
        `--dir=${staged}/${path.slice(0, path.lastIndexOf("/") + 1)}`,
      ],
      env: { LANG: "C.UTF-8" },
      settings: {},
      okExits: [0, 1],
      output: "stdout",
    };
  },
  parse: claimParser(
    jsonReport("pnpm audit", (document, context) => {
      const error = digText(document, "error", "message") ?? digText(document, "error", "code");
      if (error !== undefined) return `pnpm could not audit: ${error}`.slice(0, 300);
      const advisories = dig(document, "advisories");
      const total = digWhole(document, "metadata", "totalDependencies") ?? digWhole(document, "metadata", "dependencies");
      if (typeof advisories !== "object" || advisories === null || total === undefined)
        return "the report is not one of pnpm audit";
      const lock = onlyLock(context, LOCK);
      if (lock === undefined) return "no pnpm-lock.yaml was asked for";
      const message = "pnpm counted no package in this lock file";
      return {
        claims: Object.values(advisories).flatMap((one) => npmAdvisory(one, lock, context)),
        problems: total > 0 ? [] : [{ path: lock, code: "not-reported", message }],
      };
    }),
  ),
});

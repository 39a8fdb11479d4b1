import { claimParser, versionAtLeast } from "#adapters/scanner-host/claim-parser.ts";
import { readSarif } from "#adapters/scanner-host/formats/read-sarif.ts";
import { defineScanner } from "#ports/scanner.ts";

const SENTINEL = { statement: "char *assay_sentinel(char *assay_cell) { return gets(assay_cell); }", rule: "FF1014" };

/** Words are matched, not code: what Flawfinder calls an error is often right to be looked at, seldom a defect. */
const CONFIDENCE = { high: 0.35, medium: 0.2, low: 0.1 } as const;

export default defineScanner({
  kind: "command",
  id: "flawfinder",
  title: "Flawfinder",
  languages: ["c", "cpp"],
  byName: true,
  homepage: "https://dwheeler.com/flawfinder/",
  licence: "GPL-2.0-or-later",
  needsNetwork: false,
  install: "pipx install flawfinder, or apt-get install flawfinder (2.0.18 or newer)",
  executable: "flawfinder",
  versionArgs: ["--version"],
  parseVersion: (output) => /^(\d+\.\d+\.\d+)$/mu.exec(output)?.[1],
  refuses: (version) =>
    versionAtLeast(version, [2, 0]) ? undefined : `Flawfinder ${version} writes no SARIF; 2.0.18 or newer is needed`,
  control: {},
  sentinel: { c: SENTINEL, cpp: SENTINEL },
  command: ({ executable, staged }) => ({
    // --neverignore: comments do not silence. Folders with a dot in front are left out otherwise.
    argv: [executable, "--sarif", "--neverignore", "--followdotdir", "--minlevel=1", staged],
    env: { LANG: "C.UTF-8", PYTHONUTF8: "1", PYTHONDONTWRITEBYTECODE: "1" },
    settings: {},
    okExits: [0],
    output: "stdout",
  }),
  parse: claimParser(readSarif, (claim) => {
    const severity = claim.severity === "critical" ? "high" : claim.severity === "info" ? "low" : claim.severity;
    return { ...claim, severity: severity === "high" ? "medium" : "low", confidence: CONFIDENCE[severity] };
  }),
});

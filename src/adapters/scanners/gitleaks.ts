import { claimParser, versionAtLeast } from "#adapters/scanner-host/claim-parser.ts";
import { readsKinds } from "#analysis/languages/file-kinds.ts";
import type { ClaimedPlace } from "#adapters/scanner-host/formats/claim.ts";
import { readSarif } from "#adapters/scanner-host/formats/read-sarif.ts";
import { defineScanner } from "#ports/scanner.ts";

const REPORT = "report.sarif";
/** Put together here, so that no scanner takes this file for a leak. */
const KEY = ["AKIA", "QZ7RM4TN", "2WXB6C5D"].join("");
const CONTROL = { name: "control.txt", text: `aws_access_key_id = "${KEY}"\n`, rule: "aws-access-token" };
const LANGUAGES = ["c", "cpp", "go", "java", "javascript", "python", "tsx", "typescript"] as const;
const KINDS = ["dockerfile", "kotlin", "php", "ruby", "settings", "shell", "terraform"] as const;

export default defineScanner({
  kind: "command",
  id: "gitleaks",
  title: "Gitleaks",
  languages: LANGUAGES,
  reads: readsKinds(...KINDS),
  about: ["settings and other sources"],
  byName: true,
  homepage: "https://gitleaks.io",
  licence: "MIT",
  needsNetwork: false,
  install: "apt-get install gitleaks (newer than Debian 13), or a release of github.com/gitleaks/gitleaks (8.19 or newer)",
  executable: "gitleaks",
  versionArgs: ["version"],
  // Debian builds it without its version; the control file shows whether it works.
  parseVersion: (output) =>
    /^v?(\d+\.\d+\.\d+)$/mu.exec(output)?.[1] ?? (/^version is set by build process$/mu.test(output) ? "8" : undefined),
  refuses: (version) =>
    version === "8" || versionAtLeast(version, [8, 19]) ? undefined : `Gitleaks ${version} is too old; 8.19 or newer is needed`,
  control: Object.fromEntries([...LANGUAGES, ...KINDS].map((language) => [language, CONTROL])),
  sentinel: {},
  command: ({ executable, staged, scratch }) => ({
    argv: [
      executable,
      "detect",
      "--no-git",
      "--no-banner",
      "--redact",
      "--ignore-gitleaks-allow",
      `--gitleaks-ignore-path=${scratch}/none`,
      `--config=${scratch}/gitleaks.toml`,
      "--report-format=sarif",
      `--report-path=${scratch}/${REPORT}`,
      `--source=${staged}`,
    ],
    env: { LANG: "C.UTF-8" },
    settings: { "gitleaks.toml": 'title = "assay"\n[extend]\nuseDefault = true\n' },
    okExits: [0, 1],
    output: { file: REPORT },
  }),
  parse: claimParser(readSarif, (claim) => ({
    ...claim,
    cwe: ["CWE-798"],
    severity: claim.rule === "generic-api-key" ? "medium" : "high",
    confidence: claim.rule === "generic-api-key" ? 0.4 : 0.7,
    place: places(claim.place),
    title: "A secret stands in the code",
    message: `A value looks like what the rule ${claim.rule} describes.`,
    remedy: "Withdraw the secret where it is valid, and read its successor from the environment or a vault.",
  })),
});

/** Gitleaks counts the line end before a line as its first column, and the last character as the end. */
function places(place: ClaimedPlace): ClaimedPlace {
  const { startLine = 1, startColumn = 1, endLine = startLine, endColumn = startColumn } = place;
  return { ...place, startColumn: startColumn - (startLine > 1 ? 1 : 0), endColumn: endColumn + (endLine > 1 ? 0 : 1) };
}

import { claimParser, versionAtLeast } from "#adapters/scanner-host/claim-parser.ts";
import { readsKinds } from "#analysis/languages/file-kinds.ts";
import { type Claim, words } from "#adapters/scanner-host/formats/claim.ts";
import { dig, digList, digText, digWhole } from "#adapters/scanner-host/formats/dig.ts";
import { jsonReport } from "#adapters/scanner-host/formats/json-report.ts";
import { defineScanner } from "#ports/scanner.ts";

/** Put together here, so that no scanner takes this file for a leak. */
const KEY = ["ghp_", "q7Wm2ZtR9xKc4Vb8Nf3Ls6Jd1Hg5Ya0EuTiO"].join("");
const CONTROL = { name: "control.txt", text: `token: ${KEY}\n`, rule: "github" };
const LANGUAGES = ["c", "cpp", "go", "java", "javascript", "python", "tsx", "typescript"] as const;
const KINDS = ["dockerfile", "kotlin", "php", "ruby", "settings", "shell", "terraform"] as const;
const RULE = "@secretlint/secretlint-rule-";

export default defineScanner({
  kind: "command",
  id: "secretlint",
  title: "Secretlint",
  languages: LANGUAGES,
  reads: readsKinds(...KINDS),
  about: ["settings and other sources"],
  byName: true,
  homepage: "https://github.com/secretlint/secretlint",
  licence: "MIT",
  needsNetwork: false,
  install: "npm install --global secretlint @secretlint/secretlint-rule-preset-recommend (9.0 or newer)",
  executable: "secretlint",
  versionArgs: ["--version"],
  parseVersion: (output) => /^v?(\d+\.\d+\.\d+)$/mu.exec(output)?.[1],
  refuses: (version) =>
    versionAtLeast(version, [9, 0]) ? undefined : `Secretlint ${version} is too old; 9.0 or newer is needed`,
  control: Object.fromEntries([...LANGUAGES, ...KINDS].map((language) => [language, CONTROL])),
  sentinel: {},
  markers: [
    { words: /secretlint-disable-(?:next-line|line)/gu, hides: "line-and-next" },
    { words: /secretlint-disable(?!-(?:next-)?line)/gu, hides: "file" },
  ],
  command: ({ executable, staged, scratch }) => ({
    argv: [
      executable,
      `--secretlintrc=${scratch}/secretlintrc.json`,
      `--secretlintignore=${scratch}/none`,
      "--format=json",
      "--maskSecrets",
      `--output=${scratch}/report.json`,
      `${staged}/**/*`,
    ],
    env: { LANG: "C.UTF-8" },
    settings: {
      "secretlintrc.json": JSON.stringify({ rules: [{ id: `${RULE}preset-recommend` }] }),
      none: "",
    },
    okExits: [0, 1],
    output: { file: "report.json" },
  }),
  parse: claimParser(
    jsonReport("secretlint", (document) => {
      if (!Array.isArray(document) || document.length === 0) return "the report names no file";
      if (!document.every((file) => digText(file, "filePath") !== undefined && Array.isArray(dig(file, "messages"))))
        return "the report is not one of Secretlint";
      return {
        claims: document.flatMap((file) =>
          digList(file, "messages").map((item) => toClaim(digText(file, "filePath") ?? "", item)),
        ),
      };
    }),
  ),
});

function toClaim(path: string, item: unknown): Claim {
  const name = digText(item, "ruleId") ?? "unnamed";
  const rule = words(name.replace(RULE, ""), "unnamed");
  const [start, end] = [dig(item, "loc", "start"), dig(item, "loc", "end")];
  return {
    rule,
    cwe: ["CWE-798"],
    severity: dig(item, "severity") === "error" ? "high" : "medium",
    confidence: 0.7,
    title: "A secret stands in the code",
    message: `A value looks like what the rule ${rule} describes.`,
    remedy: "Withdraw the secret where it is valid, and read its successor from the environment or a vault.",
    place: {
      path,
      startLine: digWhole(start, "line") ?? 0,
      startColumn: plusOne(digWhole(start, "column")),
      endLine: digWhole(end, "line"),
      endColumn: plusOne(digWhole(end, "column")),
      unit: "utf16",
    },
  };
}

function plusOne(number: number | undefined): number | undefined {
  return number === undefined ? undefined : number + 1;
}

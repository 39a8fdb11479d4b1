import { claimParser, versionAtLeast } from "#adapters/scanner-host/claim-parser.ts";
import { readsKinds } from "#analysis/languages/file-kinds.ts";
import { type Claim, words } from "#adapters/scanner-host/formats/claim.ts";
import { dig, digText, digWhole } from "#adapters/scanner-host/formats/dig.ts";
import { jsonReport } from "#adapters/scanner-host/formats/json-report.ts";
import type { Problem } from "#domain/completeness.ts";
import type { Severity } from "#domain/severity.ts";
import { defineScanner } from "#ports/scanner.ts";

/** Weakness, severity and confidence by rule. What is not here is about size and order. */
const RULES: Readonly<Record<string, readonly [cwe: string, severity: Severity, confidence: number]>> = {
  DL3002: ["CWE-250", "medium", 0.6],
  DL3004: ["CWE-250", "medium", 0.6],
  DL3006: ["CWE-1357", "low", 0.5],
  DL3007: ["CWE-1357", "low", 0.5],
  DL3008: ["CWE-1357", "info", 0.5],
  DL3013: ["CWE-1357", "info", 0.5],
  DL3016: ["CWE-1357", "info", 0.5],
  DL3018: ["CWE-1357", "info", 0.5],
  DL3020: ["CWE-829", "low", 0.4],
  DL3026: ["CWE-829", "medium", 0.5],
  DL4000: ["CWE-477", "info", 0.5],
  DL4006: ["CWE-252", "low", 0.5],
  SC2086: ["CWE-88", "low", 0.4],
  SC2046: ["CWE-88", "low", 0.4],
};

export default defineScanner({
  kind: "command",
  id: "hadolint",
  title: "hadolint",
  languages: [],
  reads: readsKinds("dockerfile"),
  about: ["Dockerfile"],
  byName: true,
  homepage: "https://github.com/hadolint/hadolint",
  licence: "GPL-3.0-only",
  needsNetwork: false,
  install: "a release of github.com/hadolint/hadolint (2.9 or newer)",
  executable: "hadolint",
  versionArgs: ["--version"],
  parseVersion: (output) => /^Haskell Dockerfile Linter v?(\d+\.\d+\.\d+)/mu.exec(output)?.[1],
  refuses: (version) => (versionAtLeast(version, [2, 9]) ? undefined : `hadolint ${version} is too old; 2.9 or newer is needed`),
  control: {},
  sentinel: { dockerfile: { statement: "MAINTAINER assay sentinel", rule: "DL4000" } },
  markers: [
    { words: /#[ \t]*hadolint[ \t]+ignore[^\n]*/gu, hides: "line-and-next", named: true },
    { words: /#[ \t]*hadolint[ \t]+global[ \t]+ignore[^\n]*/gu, hides: "file", named: true },
  ],
  // Paths are absolute, so none is an option.
  command: ({ executable, staged, scratch, files }) => ({
    argv: [
      executable,
      "--no-fail",
      "--format=json",
      "--disable-ignore-pragma",
      `--config=${scratch}/hadolint.yaml`,
      ...files.map(({ path }) => `${staged}/${path}`),
    ],
    env: { LANG: "C.UTF-8" },
    settings: { "hadolint.yaml": "ignored: []\n" },
    okExits: [0],
    output: "stdout",
  }),
  parse: claimParser(
    jsonReport("hadolint", (document) => {
      if (!Array.isArray(document) || document.length === 0) return "the report says nothing, not even of the sentinels";
      if (!document.every((item) => digText(item, "code") !== undefined && digText(item, "file") !== undefined))
        return "the report is not one of hadolint";
      const said = document.map(toClaim);
      return {
        claims: said.flatMap((one) => (one !== undefined && "place" in one ? [one] : [])),
        problems: said.flatMap((one) => (one !== undefined && "code" in one ? [one] : [])),
      };
    }),
  ),
});

function toClaim(item: unknown): Claim | Problem | undefined {
  const rule = words(dig(item, "code"), "unnamed");
  const path = digText(item, "file") ?? "";
  const message = words(dig(item, "message"), rule);
  const startLine = digWhole(item, "line") ?? 0;
  if (rule === "DL1000") return { path, code: "syntax-error", message, ...(startLine > 0 ? { line: startLine } : {}) };
  const row = Object.hasOwn(RULES, rule) ? RULES[rule] : undefined;
  if (row === undefined) return undefined;
  return { rule, cwe: [row[0]], severity: row[1], confidence: row[2], message, place: { path, startLine, unit: "points" } };
}

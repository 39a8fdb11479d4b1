import { claimParser, versionAtLeast } from "#adapters/scanner-host/claim-parser.ts";
import { type Claim, words } from "#adapters/scanner-host/formats/claim.ts";
import { dig, digText, digWhole } from "#adapters/scanner-host/formats/dig.ts";
import { jsonReport } from "#adapters/scanner-host/formats/json-report.ts";
import type { Problem } from "#domain/completeness.ts";
import type { Severity } from "#domain/severity.ts";
import { defineScanner } from "#ports/scanner.ts";

/** Weakness, severity and confidence by message. What is not here is about style, or about packages that are not beside the copy. */
const RULES: Readonly<Record<string, readonly [cwe: string, severity: Severity, confidence: number]>> = {
  "exec-used": ["CWE-95", "medium", 0.4],
  "eval-used": ["CWE-95", "medium", 0.4],
  "bidirectional-unicode": ["CWE-1007", "medium", 0.7],
  "used-before-assignment": ["CWE-457", "low", 0.5],
  "possibly-used-before-assignment": ["CWE-457", "low", 0.3],
  "undefined-variable": ["CWE-457", "low", 0.5],
  unreachable: ["CWE-561", "low", 0.5],
  "assert-on-tuple": ["CWE-571", "medium", 0.8],
  "using-constant-test": ["CWE-571", "low", 0.5],
  "comparison-with-itself": ["CWE-571", "low", 0.6],
  "comparison-of-constants": ["CWE-571", "low", 0.5],
  "comparison-with-callable": ["CWE-571", "low", 0.5],
  "dangerous-default-value": ["CWE-1188", "low", 0.5],
  "bare-except": ["CWE-396", "low", 0.4],
  "lost-exception": ["CWE-755", "low", 0.6],
  "pointless-exception-statement": ["CWE-755", "medium", 0.7],
  "subprocess-run-check": ["CWE-252", "low", 0.3],
  "subprocess-popen-preexec-fn": ["CWE-362", "low", 0.5],
  "missing-timeout": ["CWE-400", "low", 0.5],
  "consider-using-with": ["CWE-772", "low", 0.4],
  "no-value-for-parameter": ["CWE-628", "low", 0.4],
  "too-many-function-args": ["CWE-628", "low", 0.4],
};

export default defineScanner({
  kind: "command",
  id: "pylint",
  title: "Pylint",
  languages: ["python"],
  byName: true,
  homepage: "https://pylint.readthedocs.io",
  licence: "GPL-2.0-or-later",
  needsNetwork: false,
  install: "pipx install pylint (3.0 or newer)",
  executable: "pylint",
  versionArgs: ["--version"],
  parseVersion: (output) => /^pylint (\d+\.\d+(?:\.\d+)?)/mu.exec(output)?.[1],
  refuses: (version) =>
    versionAtLeast(version, [3, 0]) ? undefined : `Pylint ${version} does not write this report; 3.0 or newer is needed`,
  control: {},
  sentinel: { python: { statement: "eval(assay_sentinel())", rule: "eval-used" } },
  markers: [
    { words: /#[^\n]*?\bpylint\s*:\s*skip-file/gu, hides: "file" },
    { words: /#[^\n]*?\bpylint\s*:\s*disable[^\n]*/gu, hides: "file", named: true },
  ],
  // The file of settings is ours, so that no plugin and no init-hook of the project runs. Paths are absolute, so none is an option.
  command: ({ executable, staged, scratch, files }) => ({
    argv: [
      executable,
      `--rcfile=${scratch}/pylintrc`,
      "--output-format=json2",
      `--enable=${["syntax-error", "astroid-error", "parse-error", "fatal", ...Object.keys(RULES)].join(",")}`,
      ...files.map(({ path }) => `${staged}/${path}`),
    ],
    env: { LANG: "C.UTF-8", PYTHONUTF8: "1", PYTHONDONTWRITEBYTECODE: "1", PYTHONSAFEPATH: "1", PYLINTHOME: scratch },
    settings: { pylintrc: "[MAIN]\npersistent=no\nunsafe-load-any-extension=no\njobs=1\n[MESSAGES CONTROL]\ndisable=all\n" },
    // A sum of 1 (fatal), 2 (error), 4 (warning), 8 (refactor), 16 (convention); 32 is wrong usage.
    okExits: Array.from({ length: 32 }, (_, code) => code),
    output: "stdout",
  }),
  parse: claimParser(
    jsonReport("pylint", (document) => {
      const messages = dig(document, "messages");
      if (!Array.isArray(messages) || dig(document, "statistics") === undefined) return "the report is not one of Pylint";
      const said = messages.map(toClaim);
      return {
        claims: said.flatMap((one) => (one !== undefined && "place" in one ? [one] : [])),
        problems: said.flatMap((one) => (one !== undefined && "code" in one ? [one] : [])),
      };
    }),
  ),
});

function toClaim(item: unknown): Claim | Problem | undefined {
  const rule = digText(item, "symbol") ?? "unnamed";
  const path = digText(item, "absolutePath") ?? digText(item, "path");
  const message = words(dig(item, "message"), rule);
  const line = digWhole(item, "line");
  if (digText(item, "type") === "fatal" || ["syntax-error", "parse-error", "astroid-error"].includes(rule)) {
    const at = { ...(path === undefined ? {} : { path }), ...(line !== undefined && line > 0 ? { line } : {}) };
    return { ...at, code: rule === "syntax-error" ? "syntax-error" : "engine-crashed", message };
  }
  const row = Object.hasOwn(RULES, rule) ? RULES[rule] : undefined;
  if (row === undefined) return undefined;
  if (path === undefined) return { code: "no-place", message };
  const [startColumn, endColumn] = [digWhole(item, "column"), digWhole(item, "endColumn")];
  const place = {
    path,
    startLine: line ?? 0,
    startColumn: startColumn === undefined ? undefined : startColumn + 1,
    endLine: digWhole(item, "endLine"),
    endColumn: endColumn === undefined ? undefined : endColumn + 1,
    unit: "points" as const,
  };
  return { rule, cwe: [row[0]], severity: row[1], confidence: row[2], message, place };
}

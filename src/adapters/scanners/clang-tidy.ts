import { isMap, isSeq, parseDocument } from "yaml";
import { claimParser, versionAtLeast } from "#adapters/scanner-host/claim-parser.ts";
import { CLANG_ATTRIBUTES, CLANG_SENTINEL, clangWorth } from "#adapters/scanner-host/clang-checkers.ts";
import { type Claim, words } from "#adapters/scanner-host/formats/claim.ts";
import { dig, digList, digText, digWhole } from "#adapters/scanner-host/formats/dig.ts";
import { reported } from "#adapters/scanner-host/formats/json-report.ts";
import { unitsBeforeByte } from "#adapters/scanner-host/source-text.ts";
import type { Problem } from "#domain/completeness.ts";
import type { Severity } from "#domain/severity.ts";
import { lineStarts, positionAt } from "#lib/text.ts";
import { defineScanner, type ParseContext } from "#ports/scanner.ts";

/** Weakness, severity and confidence by check; those of the static analyzer have a table of their own. What is in neither is about style. */
const RULES: Readonly<Record<string, readonly [cwe: string, severity: Severity, confidence: number]>> = {
  "bugprone-assert-side-effect": ["CWE-481", "low", 0.5],
  "bugprone-bad-signal-to-kill-thread": ["CWE-364", "low", 0.5],
  "bugprone-dangling-handle": ["CWE-416", "medium", 0.5],
  "bugprone-infinite-loop": ["CWE-835", "medium", 0.5],
  "bugprone-integer-division": ["CWE-682", "low", 0.5],
  "bugprone-misplaced-widening-cast": ["CWE-190", "low", 0.4],
  "bugprone-not-null-terminated-result": ["CWE-170", "medium", 0.5],
  "bugprone-signal-handler": ["CWE-479", "medium", 0.5],
  "bugprone-sizeof-expression": ["CWE-467", "medium", 0.5],
  "bugprone-suspicious-memset-usage": ["CWE-687", "medium", 0.5],
  "bugprone-suspicious-realloc-usage": ["CWE-401", "low", 0.5],
  "bugprone-too-small-loop-variable": ["CWE-190", "medium", 0.5],
  "bugprone-unused-return-value": ["CWE-252", "low", 0.4],
  "bugprone-use-after-move": ["CWE-416", "medium", 0.5],
  "cert-env33-c": ["CWE-78", "medium", 0.3],
  "cert-err33-c": ["CWE-252", "low", 0.4],
  "cert-err34-c": ["CWE-676", "low", 0.4],
  "cert-fio38-c": ["CWE-910", "low", 0.5],
  "cert-msc30-c": ["CWE-338", "low", 0.3],
  "cert-msc32-c": ["CWE-337", "medium", 0.5],
  "cert-msc50-cpp": ["CWE-338", "low", 0.3],
  "cert-msc51-cpp": ["CWE-337", "medium", 0.5],
  "cert-pos44-c": ["CWE-479", "low", 0.5],
  "cert-str34-c": ["CWE-704", "low", 0.4],
};
const CHECKS = [
  "-*",
  "clang-analyzer-*",
  "-clang-analyzer-security.insecureAPI.DeprecatedOrUnsafeBufferHandling",
  ...Object.keys(RULES),
];
const SENTINEL = { statement: CLANG_SENTINEL, rule: "clang-analyzer-core.NullDereference" };

export default defineScanner({
  kind: "command",
  id: "clang-tidy",
  title: "clang-tidy",
  languages: ["c", "cpp"],
  byName: true,
  homepage: "https://clang.llvm.org/extra/clang-tidy/",
  licence: "Apache-2.0 WITH LLVM-exception",
  needsNetwork: false,
  install: "apt-get install clang-tidy (14 or newer)",
  executable: "clang-tidy",
  versionArgs: ["--version"],
  parseVersion: (output) => /LLVM version (\d+\.\d+\.\d+)/u.exec(output)?.[1],
  refuses: (version) =>
    versionAtLeast(version, [14, 0]) ? undefined : `clang-tidy ${version} is too old; 14 or newer is needed`,
  control: {},
  sentinel: { c: SENTINEL, cpp: SENTINEL },
  markers: [
    CLANG_ATTRIBUTES,
    { words: /\bNOLINT(?:NEXTLINE)?\b/gu, hides: "line-and-next" },
    { words: /\bNOLINT(?:BEGIN|END)\b/gu, hides: "file" },
  ],
  oneRun: ({ language }) => language,
  // With --config no file of the project is looked for. Paths are absolute, so none is an option.
  command: ({ executable, staged, scratch, files }) => ({
    argv: [
      executable,
      "--quiet",
      `--config={Checks: '${CHECKS.join(",")}', WarningsAsErrors: '', HeaderFilterRegex: ''}`,
      `--export-fixes=${scratch}/report.yaml`,
      ...files.map(({ path }) => `${staged}/${path}`),
      "--",
      "-x",
      files[0]?.language === "cpp" ? "c++" : "c",
      "-w",
      "-U__clang_analyzer__",
      "-ferror-limit=0",
      "-I",
      staged,
      "-I",
      `${staged}/include`,
    ],
    env: { LANG: "C.UTF-8" },
    settings: {},
    okExits: [0, 1],
    output: { file: "report.yaml" },
  }),
  parse: claimParser((raw, context) => {
    const text = new TextDecoder("utf-8").decode(raw);
    // A document with its end marker: a list that is cut short is a list too.
    if (!/^---\r?\n[^]*\n\.\.\.\s*$/u.test(text)) return "the report is not one whole document of clang-tidy";
    const document = parseDocument(text, { strict: true, uniqueKeys: true });
    if (document.errors.length > 0 || !isMap(document.contents)) return "the report is not YAML";
    if (!isSeq(document.contents.get("Diagnostics"))) return "the report holds no list of diagnostics";
    const said = digList(document.toJS({ maxAliasCount: 0 }), "Diagnostics").map((item) => toClaim(item, context));
    return reported("clang-tidy", {
      claims: said.flatMap((one) => (one !== undefined && "place" in one ? [one] : [])),
      problems: said.flatMap((one) => (one !== undefined && "code" in one ? [one] : [])),
    });
  }),
});

function toClaim(item: unknown, { text, staged }: ParseContext): Claim | Problem | undefined {
  const rule = digText(item, "DiagnosticName") ?? "unnamed";
  const said = dig(item, "DiagnosticMessage");
  const path = digText(said, "FilePath") ?? "";
  const message = words(dig(said, "Message"), rule);
  if (dig(item, "Level") === "Error") return { path, code: "not-compiled", message };
  const row = Object.hasOwn(RULES, rule) ? RULES[rule] : undefined;
  const worth =
    row === undefined
      ? clangWorth(rule.replace("clang-analyzer-", ""), message)
      : { cwe: [row[0]], severity: row[1], confidence: row[2] };
  if (worth === undefined) return undefined;
  const source = text(path.startsWith(`${staged}/`) ? path.slice(staged.length + 1) : path);
  const offset = digWhole(said, "FileOffset") ?? -1;
  if (source === undefined || offset < 0 || offset > Buffer.byteLength(source))
    return { code: "report-unreadable", message: `a result of ${rule} lies nowhere` };
  const { line, column } = positionAt(lineStarts(source), unitsBeforeByte(source, offset));
  return {
    rule: words(rule, "unnamed"),
    ...worth,
    message,
    place: { path, startLine: line, startColumn: column, unit: "utf16" },
  };
}

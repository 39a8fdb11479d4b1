import { claimParser, versionAtLeast } from "#adapters/scanner-host/claim-parser.ts";
import { CLANG_ATTRIBUTES, CLANG_SENTINEL, clangWorth } from "#adapters/scanner-host/clang-checkers.ts";
import type { Claim } from "#adapters/scanner-host/formats/claim.ts";
import { reported } from "#adapters/scanner-host/formats/json-report.ts";
import type { Problem } from "#domain/completeness.ts";
import { defineScanner } from "#ports/scanner.ts";

const SENTINEL = { statement: CLANG_SENTINEL, rule: "core.NullDereference" };
const END = "assay-end.c";
const PACKAGES = ["core", "cplusplus", "security", "unix", "valist"];

export default defineScanner({
  kind: "command",
  id: "clang-analyzer",
  title: "clang --analyze",
  languages: ["c", "cpp"],
  byName: true,
  homepage: "https://clang.llvm.org/docs/ClangStaticAnalyzer.html",
  licence: "Apache-2.0 WITH LLVM-exception",
  needsNetwork: false,
  install: "apt-get install clang (14 or newer)",
  executable: "clang",
  versionArgs: ["--version"],
  parseVersion: (output) => /clang version (\d+\.\d+\.\d+)/u.exec(output)?.[1],
  refuses: (version) => (versionAtLeast(version, [14, 0]) ? undefined : `clang ${version} is too old; 14 or newer is needed`),
  control: {},
  sentinel: { c: SENTINEL, cpp: SENTINEL },
  markers: [CLANG_ATTRIBUTES],
  // Code can tell by a macro that the analyzer looks at it, and hide: the macro is taken away. A file of ours comes last: what it
  // holds must end the report. Paths are absolute, so none is an option.
  command: ({ executable, staged, scratch, files }) => ({
    argv: [
      executable,
      "--analyze",
      "-fno-caret-diagnostics",
      "-fno-color-diagnostics",
      "-ferror-limit=0",
      "-w",
      "-U__clang_analyzer__",
      "-Xclang",
      `-analyzer-output=text`,
      ...PACKAGES.flatMap((name) => ["-Xclang", `-analyzer-checker=${name}`]),
      "-Xclang",
      "-analyzer-disable-checker=security.insecureAPI.DeprecatedOrUnsafeBufferHandling",
      "-I",
      staged,
      "-I",
      `${staged}/include`,
      ...files.flatMap(({ path, language }) => ["-x", language === "cpp" ? "c++" : "c", `${staged}/${path}`]),
      "-x",
      "c",
      `${scratch}/${END}`,
    ],
    env: { LANG: "C.UTF-8" },
    settings: { [END]: "char assay_end(void) { char *assay_cell = 0; return *assay_cell; }\n" },
    okExits: [0, 1],
    output: "stderr",
  }),
  parse: claimParser((raw) => {
    const claims = new Map<string, Claim>();
    const problems: Problem[] = [];
    let ends = 0;
    const report = new TextDecoder("utf-8").decode(raw);
    for (const line of report.split(/\r?\n/u)) {
      const said = DIAGNOSTIC.exec(line)?.groups;
      if (said === undefined) {
        if (
          !/^(?:\d+ (?:warnings?|errors?)(?: and \d+ errors?)? generated\.|In file included from .*|\s*|clang: (?:warning|error): .*)$/u.test(
            line,
          )
        )
          return `a line that clang does not write: ${line.slice(0, 80)}`;
      } else if (ends > 0 && said["kind"] !== "note") return "words after the end of the report";
      else if (said["kind"] === "warning" && said["path"]?.endsWith(`/${END}`)) ends++;
      else if (said["kind"] === "warning") addTo(claims, line, said);
      else if (said["kind"] !== "note") problems.push(toProblem(said));
    }
    if (ends !== 1 || !report.endsWith("\n")) return "the report is cut: what stands last is not at its end";
    return reported("clang", { claims: [...claims.values()], problems });
  }),
});

const DIAGNOSTIC =
  /^(?<path>\/[^\n:]*):(?<line>\d{1,9}):(?<column>\d{1,9}): (?<kind>warning|note|error|fatal error): (?<message>.*?)(?: \[(?<rule>[\w.]+)\])?$/u;

/** A header's diagnostic comes once for each file that includes it. */
function addTo(claims: Map<string, Claim>, key: string, said: Readonly<Record<string, string>>): void {
  const { path = "", line, column, message = "", rule = "" } = said;
  const worth = clangWorth(rule, message);
  if (worth === undefined) return;
  const place = { path, startLine: Number(line), startColumn: Number(column), unit: "bytes" as const };
  claims.set(key, { rule, ...worth, message: message.slice(0, 2000), place });
}

function toProblem({ path = "", line, message = "" }: Readonly<Record<string, string>>): Problem {
  return { path, code: "not-compiled", message: message.slice(0, 300), line: Math.max(1, Number(line)) };
}

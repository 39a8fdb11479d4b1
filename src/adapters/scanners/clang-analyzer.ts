import { claimParser } from "#adapters/scanner-host/claim-parser.ts";
import { CLANG_ATTRIBUTES, CLANG_SENTINEL, clangWorth } from "#adapters/scanner-host/clang-checkers.ts";
import { CLANG, CLANG_END, clangPlan } from "#adapters/scanner-host/compiler-engines.ts";
import type { Claim } from "#adapters/scanner-host/formats/claim.ts";
import { reported } from "#adapters/scanner-host/formats/json-report.ts";
import type { Problem } from "#domain/completeness.ts";
import { defineScanner } from "#ports/scanner.ts";

const SENTINEL = { statement: CLANG_SENTINEL, rule: "core.NullDereference" };
const PACKAGES = ["core", "cplusplus", "security", "unix", "valist"];

const OPTIONS = [
  "--analyze",
  "-w",
  // Code can tell by this macro that the analyzer looks at it, and hide.
  "-U__clang_analyzer__",
  "-Xclang",
  "-analyzer-output=text",
  ...PACKAGES.flatMap((name) => ["-Xclang", `-analyzer-checker=${name}`]),
  "-Xclang",
  "-analyzer-disable-checker=security.insecureAPI.DeprecatedOrUnsafeBufferHandling",
];

export default defineScanner({
  ...CLANG,
  id: "clang-analyzer",
  title: "clang --analyze",
  homepage: "https://clang.llvm.org/docs/ClangStaticAnalyzer.html",
  sentinel: { c: SENTINEL, cpp: SENTINEL },
  markers: [CLANG_ATTRIBUTES],
  command: (request) => clangPlan(request, OPTIONS, "char assay_end(void) { char *assay_cell = 0; return *assay_cell; }"),
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
      else if (said["kind"] === "warning" && said["path"]?.endsWith(`/${CLANG_END}`)) ends++;
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

import type { ParseContext } from "#ports/scanner.ts";
import type { Problem } from "#domain/completeness.ts";
import { type Claim, type ToolReport, words } from "./claim.ts";

/** `/path/A.java:3: warning: [divzero] division by zero`, `/path/A.java:6: error: cannot find symbol`. */
const HEAD = /^(?<path>\/.+\.java):(?<line>\d+): (?<kind>warning|error): (?:\[(?<lint>[a-z-]+)\] )?(?<message>.*)$/u;
/** What javac ends with where it said anything. */
const COUNT = /^\d+ (?:error|warning)s?$/u;
const CARET = /^ *\^$/u;

/** Diagnostics of javac in English: a head, the line of code, a caret under the column, more words. Columns are those of the caret's line. */
export function readJavacText(raw: Uint8Array, _context: ParseContext): readonly ToolReport[] | string {
  const text = new TextDecoder("utf-8").decode(raw);
  const lines = text.split(/\r?\n/u);
  const claims: Claim[] = [];
  const problems: Problem[] = [];
  for (const [at, line] of lines.entries()) {
    const { path, line: number = "", kind, lint, message } = HEAD.exec(line)?.groups ?? {};
    if (path === undefined) continue;
    const startLine = Number(number);
    if (kind === "error") {
      problems.push({
        path,
        code: "not-compiled",
        message: words(message, "javac reports an error"),
        line: Math.max(1, startLine),
      });
      continue;
    }
    const caret = lines.slice(at + 1, at + 6).find((one) => CARET.test(one));
    const startColumn = caret === undefined ? undefined : caret.length;
    claims.push({
      rule: lint ?? "unnamed",
      cwe: [],
      severity: "low",
      confidence: 0.4,
      message: words(message, lint ?? "unnamed"),
      place: { path, startLine, startColumn, unit: "utf16" },
    });
  }
  // Each file has a statement of ours that it warns about, so it always counts.
  const counts = lines.filter((line) => COUNT.test(line)).map((line) => line.replace(/[\ds ]/gu, ""));
  const ends = text.endsWith("\n") && COUNT.test(lines.at(-2) ?? "") && new Set(counts).size === counts.length;
  if (!ends || !(HEAD.test(lines[0] ?? "") || /^(?:Note|warning|error): /u.test(lines[0] ?? "")))
    return "the report does not end as one of javac does";
  return [{ tool: "javac", version: "", claims, problems, roots: [] }];
}

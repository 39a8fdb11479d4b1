import type { Problem } from "#domain/completeness.ts";
import { type Claim, type ToolReport, words } from "./claim.ts";

const DIAGNOSTIC =
  /^(?<path>\/.+?):(?<line>\d{1,9}):(?<column>\d{1,9}): (?<kind>warning|note|error|fatal error): (?<message>.*?)(?: \[(?<rules>-W[^\]\s]+)\])?$/u;
const OTHER =
  /^(?:\d+ (?:warnings?|errors?)(?: and \d+ errors?)? generated\.|In file included from .*|clang: (?:warning|error): .*|\s*)$/u;

/**
 * Diagnostics of clang as lines of text, without carets and colours. Lines have no end of their own: the file `end`, compiled last, holds one thing to warn
 * of, and nothing may follow it.
 */
export function readClangText(raw: Uint8Array, end: string): readonly ToolReport[] | string {
  const text = new TextDecoder("utf-8").decode(raw);
  const claims = new Map<string, Claim>();
  const problems: Problem[] = [];
  let ends = 0;
  for (const line of text.split(/\r?\n/u)) {
    const { path, line: number = "", column, kind, message, rules = "" } = DIAGNOSTIC.exec(line)?.groups ?? {};
    if (path === undefined) {
      if (!OTHER.test(line)) return `a line that clang does not write: ${words(line, "").slice(0, 80)}`;
      continue;
    }
    if (kind === "note") continue;
    if (ends > 0) return "words after the end of the report";
    // A pragma can make an error of a warning: `[-Werror,-Wformat]`.
    const named = rules.split(",").findLast((rule) => rule !== "-Werror");
    if (path.endsWith(`/${end}`)) ends++;
    else if (kind === "warning" || rules.startsWith("-Werror"))
      // What stands in a header comes once for each file that includes it.
      claims.set(line, {
        rule: words(named, "warning"),
        cwe: [],
        severity: "medium",
        confidence: 0.4,
        message: words(message, "no message"),
        place: { path, startLine: Number(number), startColumn: Number(column), unit: "bytes" },
      });
    else
      problems.push({
        path,
        code: "not-compiled",
        message: words(message, "clang reports an error"),
        line: Math.max(1, Number(number)),
      });
  }
  if (ends !== 1 || !text.endsWith("\n")) return "the report is cut: what stands last is not at its end";
  return [{ tool: "clang", version: "", claims: claims.values(), problems, roots: [] }];
}

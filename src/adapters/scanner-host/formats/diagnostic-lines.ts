import type { Problem } from "#domain/completeness.ts";
import { type Claim, severityOfWord, type ToolReport, words } from "./claim.ts";

export interface LineFormat {
  /** One diagnostic a line. Named groups: `path`, `line`, optional `column`, `severity`, `message`, `rule`. Linear in the line's length. */
  readonly pattern: RegExp;
  /** Lines that are no diagnostics and mean nothing, such as a summary. */
  readonly ignored: RegExp;
  /** What columns count. */
  readonly unit: "utf16" | "points" | "bytes";
  /** The last line of a report that was written to its end; without it nothing is believed. Absent where the tool writes none. */
  readonly last?: RegExp;
  readonly confidence: number;
  /** Rules that say that a file was not understood. */
  readonly trouble?: RegExp;
}

const LONGEST = 4000;

/** Reads diagnostics of one line each, as compilers and type checkers write them. A line of no known form is a problem, not nothing. */
export function readLines(raw: Uint8Array, tool: string, format: LineFormat): readonly ToolReport[] | string {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(raw);
  } catch (error) {
    if (error instanceof TypeError) return "the report is not text";
    throw error;
  }
  const lines = text.split(/\r?\n/u).filter((line) => line.trim() !== "");
  if (format.last !== undefined && !format.last.test(lines.at(-1) ?? "")) return "the report ends in the middle";
  const claims: Claim[] = [];
  const problems: Problem[] = [];
  for (const whole of lines) {
    const line = whole.slice(0, LONGEST);
    const groups = format.pattern.exec(line)?.groups;
    if (groups !== undefined) {
      const { path = "", rule = "unnamed", message, severity } = groups;
      const startLine = Number(groups["line"]);
      const column = Number(groups["column"]);
      const told = words(message, "no message");
      if (format.trouble?.test(rule) === true)
        problems.push({ path, code: "not-analysed", message: told, line: Math.max(1, startLine) });
      else
        claims.push({
          rule: words(rule, "unnamed"),
          cwe: [],
          severity: LOWERED[severityOfWord(severity) ?? "medium"],
          confidence: format.confidence,
          message: told,
          place: { path, startLine, startColumn: column > 0 ? column : undefined, unit: format.unit },
        });
    } else if (!format.ignored.test(line))
      problems.push({ code: "report-unreadable", message: words(`a line of no known form: ${line.slice(0, 120)}`, "a line") });
  }
  return [{ tool, version: "", claims, problems, roots: [] }];
}

/** What breaks a build is not for that a weakness. */
const LOWERED = { critical: "medium", high: "medium", medium: "low", low: "low", info: "info" } as const;

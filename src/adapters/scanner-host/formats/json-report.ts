import type { Problem } from "#domain/completeness.ts";
import type { ParseContext } from "#ports/scanner.ts";
import type { Claim, ToolReport } from "./claim.ts";
import { jsonPieces } from "./json-pieces.ts";

/** What one report of a tool comes to. */
export interface Said {
  readonly claims: readonly Claim[];
  readonly problems?: readonly Problem[];
  readonly version?: string | undefined;
}

type ReadReport = (raw: Uint8Array, context: ParseContext) => readonly ToolReport[] | string;

/**
 * Reader of a report that is one JSON text.
 *
 * @param read what the text says; or why, though JSON, it is no report of the tool
 */
export function jsonReport(tool: string, read: (document: unknown, context: ParseContext) => Said | string): ReadReport {
  return (raw, context) => {
    const document = strictJson(raw);
    if (typeof document === "string") return `the report is not JSON: ${document}`;
    return reported(tool, read(document.value, context));
  };
}

/**
 * Reader of a report with one JSON text in each line. A line that stands twice is a fault: tools that write lines tell each thing once.
 *
 * @param read what all the lines say, in their order; or why they are no report of the tool
 */
export function jsonLinesReport(
  tool: string,
  read: (lines: readonly unknown[], context: ParseContext) => Said | string,
): ReadReport {
  return (raw, context) => {
    const lines = new TextDecoder("utf-8")
      .decode(raw)
      .split(/\r?\n/u)
      .filter((line) => line.trim() !== "");
    if (lines.length === 0) return `${tool} wrote nothing`;
    if (new Set(lines).size < lines.length) return "the report says the same twice";
    const values: unknown[] = [];
    for (const [at, line] of lines.entries()) {
      const document = strictJson(new TextEncoder().encode(line));
      if (typeof document === "string") return `line ${at + 1} of the report is not JSON: ${document}`;
      values.push(document.value);
    }
    return reported(tool, read(values, context));
  };
}

export function reported(tool: string, said: Said | string): readonly ToolReport[] | string {
  if (typeof said === "string") return said;
  return [{ tool, version: said.version ?? "", claims: said.claims, problems: said.problems ?? [], roots: [] }];
}

/** The one JSON text that a report is, read strictly: a key that stands twice is a fault. A text says what is wrong. */
export function strictJson(raw: Uint8Array): { readonly value: unknown } | string {
  let value: unknown;
  const pieces = jsonPieces({ paths: ["$"], onPiece: (_, whole) => void (value = whole) });
  pieces.write(raw);
  return pieces.end() ?? { value };
}

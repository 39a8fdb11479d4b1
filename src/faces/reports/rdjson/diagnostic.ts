import type { Location } from "#domain/location.ts";

export const SEVERITY = { critical: "ERROR", high: "ERROR", medium: "WARNING", low: "INFO", info: "INFO" } as const;

/** Lines and columns from 1, the end exclusive, columns in UTF-8 bytes, as the format's schema says; `text` gives a line's text. */
export function rangeIn(text: (path: string, line: number) => string) {
  return ({ path, startLine, startColumn, endLine, endColumn }: Location) => ({
    start: position(startLine, startColumn, text(path, startLine)),
    end: position(endLine, endColumn, text(path, endLine)),
  });
}

function position(line: number, column: number, text: string): { readonly line: number; readonly column: number } {
  return { line, column: Buffer.byteLength(text.slice(0, column - 1)) + 1 };
}

export function diagnosticsText(diagnostics: readonly object[], version: string): string {
  const source = { name: "assay", url: `https://www.npmjs.com/package/assay/v/${version}` };
  return `${JSON.stringify({ source, diagnostics }, undefined, 2)}\n`;
}

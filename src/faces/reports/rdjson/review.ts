import type { ReviewComment, ReviewOutcome } from "#app/api.ts";
import type { Location } from "#domain/location.ts";

const SEVERITY = { critical: "ERROR", high: "ERROR", medium: "WARNING", low: "INFO", info: "INFO" } as const;

/** Reviewdog Diagnostic Format (rdjson): lines and columns from 1, the end exclusive, columns in UTF-8 bytes as its schema says; `text` gives a line's text. */
export function reviewRdjson(outcome: ReviewOutcome, version: string, line: (path: string, line: number) => string): string {
  const range = (location: Location) => ({
    start: position(location.startLine, location.startColumn, line(location.path, location.startLine)),
    end: position(location.endLine, location.endColumn, line(location.path, location.endLine)),
  });
  const diagnostics = outcome.comments.map((comment) => ({
    message: messageOf(comment).toWellFormed(),
    location: { path: comment.location.path, range: range(comment.location) },
    severity: SEVERITY[comment.severity],
    code: {
      value: comment.rule,
      ...(comment.cwe === undefined ? {} : { url: `https://cwe.mitre.org/data/definitions/${comment.cwe.slice(4)}.html` }),
    },
    ...(comment.suggestion === undefined
      ? {}
      : {
          suggestions: comment.suggestion.edits.map((edit) => ({ range: range(edit.location), text: edit.text.toWellFormed() })),
        }),
  }));
  return `${JSON.stringify({ source: { name: "assay", url: `https://www.npmjs.com/package/assay/v/${version}` }, diagnostics }, undefined, 2)}\n`;
}

function position(line: number, column: number, text: string) {
  return { line, column: Buffer.byteLength(text.slice(0, column - 1)) + 1 };
}

function messageOf({ message, remedy, suggestion }: ReviewComment): string {
  const how =
    suggestion === undefined
      ? ""
      : `\n\nSuggested: ${suggestion.title}${suggestion.level === undefined ? "" : ` (reached ${suggestion.level})`}.`;
  return `${message}${remedy === undefined || message.includes(remedy) ? "" : `\n\n${remedy}`}${how}`;
}

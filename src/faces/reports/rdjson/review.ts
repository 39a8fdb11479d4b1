import type { ReviewComment, ReviewOutcome } from "#app/api.ts";
import { diagnosticsText, rangeIn, SEVERITY } from "./diagnostic.ts";

/** Reviewdog Diagnostic Format (rdjson): lines and columns from 1, the end exclusive, columns in UTF-8 bytes as its schema says; `text` gives a line's text. */
export function reviewRdjson(outcome: ReviewOutcome, version: string, line: (path: string, line: number) => string): string {
  const range = rangeIn(line);
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
  return diagnosticsText(diagnostics, version);
}

function messageOf({ message, remedy, suggestion }: ReviewComment): string {
  const how =
    suggestion === undefined
      ? ""
      : `\n\nSuggested: ${suggestion.title}${suggestion.level === undefined ? "" : ` (reached ${suggestion.level})`}.`;
  return `${message}${remedy === undefined || message.includes(remedy) ? "" : `\n\n${remedy}`}${how}`;
}

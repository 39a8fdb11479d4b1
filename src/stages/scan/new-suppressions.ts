import { descendants, type SyntaxTree } from "#analysis/parse/tree.ts";
import type { Finding } from "#domain/finding.ts";
import { NEW_SUPPRESSION, nameSuppression, type SuppressionEntry, SUPPRESSIONS_PATH } from "#domain/suppression.ts";
import { digestJson } from "#lib/digest.ts";
import { lineStarts, positionAt } from "#lib/text.ts";
import type { RawFinding } from "#ports/scanner.ts";
import { identifyFindings, sortFindings } from "./normalize.ts";

/** Words by which comments tell one of our engines to look away. */
const MARKER =
  /\b(?:nosemgrep|nosec|noqa|assay-ignore|eslint-disable(?:-next-line|-line)?)\b|\bruff\s*:\s*(?:disable|ignore|file-ignore)\b/gi;

/** Whether a text can hold a new marker at all: one that cannot needs no tree. */
export function mayHoldMarker(text: string): boolean {
  return text.search(MARKER) >= 0;
}

/** One file of a change: its text with the tree (undefined where it could not be parsed), before it (undefined for a new file) and after. */
export interface ChangedFile {
  readonly path: string;
  readonly before: { readonly text: string; readonly tree: SyntaxTree | undefined } | undefined;
  readonly after: { readonly text: string; readonly tree: SyntaxTree | undefined };
  /** True for the 1-based lines that the change touched. */
  readonly touched: (line: number) => boolean;
}

interface Mark {
  readonly start: number;
  readonly end: number;
  /** The marker and what follows it in its comment: equal for the same marker in another place. */
  readonly words: string;
}

/** What reviewers of a change must see: each marker on a touched line that the file did not hold before, and each new entry of the file. Sorted. */
export function newSuppressions(
  files: readonly ChangedFile[],
  entries: { readonly before: readonly SuppressionEntry[]; readonly after: readonly SuppressionEntry[] },
): Finding[] {
  const known = new Set(entries.before.map(({ suppression }) => digestJson(suppression)));
  const added = entries.after.filter(({ suppression }) => !known.has(digestJson(suppression)));
  return sortFindings(identifyFindings("assay", [...files.flatMap(newMarkers), ...added.map(entryFinding)]));
}

function newMarkers({ path, before, after, touched }: ChangedFile): RawFinding[] {
  const left = new Map<string, number>();
  for (const { words } of before === undefined ? [] : marksOf(before)) left.set(words, (left.get(words) ?? 0) + 1);
  const starts = lineStarts(after.text);
  const placed = marksOf(after).map((mark) => ({ mark, at: positionAt(starts, mark.start), to: positionAt(starts, mark.end) }));
  // Markers on untouched lines were there before: they use up what the file held.
  for (const { mark, at } of placed) if (!touched(at.line)) left.set(mark.words, (left.get(mark.words) ?? 0) - 1);
  return placed.flatMap(({ mark, at, to }) => {
    if (!touched(at.line)) return [];
    const count = left.get(mark.words) ?? 0;
    left.set(mark.words, count - 1);
    if (count > 0) return [];
    const location = { path, startLine: at.line, startColumn: at.column, endLine: to.line, endColumn: to.column };
    return [
      {
        ...COMMON,
        location,
        message: `This change adds \`${mark.words}\`, which hides findings of the code beside it.`,
      },
    ];
  });
}

const COMMON = {
  rule: NEW_SUPPRESSION,
  cwe: [],
  severity: "low",
  confidence: 1,
  title: "New suppression",
  remedy: "Mend what it hides, or let a reviewer agree that it needs no repair.",
} as const;

function marksOf({ text, tree }: ChangedFile["after"]): Mark[] {
  const comments =
    tree === undefined
      ? [{ start: 0, end: text.length }]
      : descendants(tree, 0, tree.pack.comments).map((node) => ({
          start: tree.starts[node] as number,
          end: tree.ends[node] as number,
        }));
  return comments.flatMap(({ start, end }) =>
    [...text.slice(start, end).matchAll(MARKER)].map((match) => {
      const from = start + match.index;
      const rest = text.slice(from, Math.min(end, from + 80));
      const words = (/^[^\r\n]*/.exec(rest)?.[0] ?? "").replace(/\s*\*\/$/, "").trim();
      return { start: from, end: from + match[0].length, words };
    }),
  );
}

function entryFinding({ suppression, line }: SuppressionEntry): RawFinding {
  const location = { path: SUPPRESSIONS_PATH, startLine: line, startColumn: 1, endLine: line, endColumn: 1 };
  const message = `This change suppresses ${nameSuppression(suppression)} until ${suppression.expires}, because: ${suppression.reason}. It takes effect for changes that are based on this one.`;
  return { ...COMMON, location, message };
}

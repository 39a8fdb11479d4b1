import { parsePatch } from "diff";
import { z } from "zod";
import { Severity } from "#domain/severity.ts";
import type { LineComment } from "#ports/publisher.ts";
import { code, fenced, prose } from "./escape.ts";

/** Characters; GitHub takes 65,536 for the whole comment. */
const LONGEST_DIFF = 20_000;

const Line = z.int().positive();
/** What is read of `assay review --format json`. Larger texts than any it writes are refused. */
export const ReviewDocument = z.object({
  comments: z
    .array(
      z.object({
        rule: z.string().max(300),
        cwe: z
          .string()
          .regex(/^CWE-\d+$/u)
          .optional(),
        severity: Severity,
        title: z.string().max(1000),
        message: z.string().max(10_000),
        remedy: z.string().max(10_000).optional(),
        location: z.object({ path: z.string().max(4096), startLine: Line, endLine: Line, endColumn: Line }),
        suggestion: z
          .object({
            title: z.string().max(1000),
            rationale: z.string().max(10_000),
            level: z.string().max(10).optional(),
            diff: z.string().max(100_000),
            options: z
              .array(
                z.object({
                  option: z.string().max(10),
                  title: z.string().max(1000),
                  tradeOffs: z.record(z.string().max(100), z.string().max(10_000)),
                  checked: z.boolean(),
                }),
              )
              .max(100)
              .optional(),
          })
          .optional(),
      }),
    )
    .max(1000),
});
export type ReviewDocument = z.infer<typeof ReviewDocument>;

type Comment = ReviewDocument["comments"][number];

/** Comments at lines of the new text, in the document's order. A repair within one stretch of lines of the file becomes a suggestion, a wider one is shown as a diff. */
export function reviewComments({ comments }: ReviewDocument): LineComment[] {
  return comments.map((comment) => {
    const { location, severity, suggestion } = comment;
    const stretch = suggestion && oneStretch(suggestion.diff, location.path);
    const endLine = location.endLine > location.startLine && location.endColumn === 1 ? location.endLine - 1 : location.endLine;
    const place = stretch ?? { startLine: location.startLine, endLine };
    const shown = suggestion !== undefined && stretch === undefined && suggestion.diff.length <= LONGEST_DIFF;
    const diff = shown ? ["", ...fenced(suggestion.diff, "diff")] : [];
    const { startLine } = place;
    return {
      path: location.path,
      startLine,
      endLine: place.endLine,
      severity,
      body: [...wordsOf(comment), ...diff].join("\n"),
      ...(stretch && { replacement: stretch.replacement }),
    };
  });
}

function wordsOf({ severity, title, cwe, rule, message, remedy, suggestion }: Comment): string[] {
  const weakness = cwe === undefined ? "" : ` · [${cwe}](https://cwe.mitre.org/data/definitions/${cwe.slice(4)}.html)`;
  const how =
    suggestion === undefined
      ? []
      : [
          "",
          `**Suggested:** ${prose(suggestion.title)}${suggestion.level === undefined ? "" : ` (reached ${prose(suggestion.level)})`}. ${prose(suggestion.rationale)}`,
          ...(suggestion.options ?? []).flatMap(({ option, title: other, tradeOffs, checked }) => {
            const costs = Object.values(tradeOffs).map((cost) => ` ${prose(cost)}`);
            return ["", `**Option ${prose(option)}:** ${prose(other)}${checked ? "" : " (not checked)"}.${costs.join("")}`];
          }),
        ];
  return [
    `**${severity}: ${prose(title)}**${weakness} · ${code(rule)}`,
    "",
    prose(message),
    ...(remedy === undefined || message.includes(remedy) ? [] : ["", prose(remedy)]),
    ...how,
  ];
}

interface Stretch {
  readonly startLine: number;
  readonly endLine: number;
  readonly replacement: string;
}

/** The lines that a diff takes away and what it puts there, when it touches one file at one stretch, takes a line away and keeps the last line end. */
function oneStretch(diff: string, path: string): Stretch | undefined {
  const [file, ...more] = parsePatch(diff);
  const [hunk, ...others] = file?.hunks ?? [];
  if (hunk === undefined || more.length > 0 || others.length > 0 || file?.newFileName !== `b/${path}`) return undefined;
  const first = hunk.lines.findIndex((line) => !line.startsWith(" "));
  const last = hunk.lines.findLastIndex((line) => !line.startsWith(" "));
  const changed = hunk.lines.slice(first, last + 1);
  if (changed.some((line) => line.startsWith("\\"))) return undefined;
  const before = changed.filter((line) => !line.startsWith("+")).length;
  if (before === 0) return undefined;
  const startLine = hunk.oldStart + first;
  const replacement = changed.filter((line) => !line.startsWith("-")).map((line) => line.slice(1));
  return { startLine, endLine: startLine + before - 1, replacement: replacement.join("\n") };
}

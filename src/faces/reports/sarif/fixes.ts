import type { Finding } from "#domain/finding.ts";
import { isUntried, optionLetter, tradeOffLines } from "#domain/option.ts";
import type { FilePatch } from "#domain/patch.ts";
import type { Attempt, Repair } from "#domain/report.ts";
import { digest } from "#lib/digest.ts";
import { lineStarts, positionAt } from "#lib/text.ts";
import type { CheckView } from "#faces/reports/view.ts";
import type { ArtifactChange, Fix } from "sarif";
import { message } from "./limits.ts";
import { artifact, region } from "./place.ts";

/**
 * The repairs of one defect that no check failed, the chosen one first; those that no check has seen because another was taken say so. A repair that was made on top of an earlier one (its
 * base is not the text that was analysed) is left out: its edits would not fit. So is one that would write a secret.
 */
export function sarifFixes(repair: Repair, { sources, mask = (text) => text }: Pick<CheckView, "sources" | "mask">): Fix[] {
  const order = repair.attempts.keys().toArray();
  const sorted = order.toSorted((a, b) => Number(b === repair.chosen) - Number(a === repair.chosen) || a - b);
  return sorted.flatMap((at) => {
    const attempt = repair.attempts[at];
    if (attempt === undefined || (attempt.decision.outcome === "reject" && !isUntried(attempt))) return [];
    if (attempt.candidate.patch.files.some(({ edits }) => edits.some(({ text }) => mask(text) !== text))) return [];
    const changes = attempt.candidate.patch.files.map((file) => fileChange(file, sources.get(file.path)));
    const known = changes.filter((change) => change !== undefined);
    return known.length === 0 || known.length < changes.length
      ? []
      : [sarifFix(attempt, known, repair.attempts.length > 1 ? `Option ${optionLetter(at)}: ` : "")];
  });
}

/** What rules of the engines suggest in place of the code; marked as unchecked, since no check has seen it. */
export function suggestedFixes(findings: readonly Finding[]): Fix[] {
  return findings.flatMap(({ engine, rule, location, suggestion }) => {
    if (suggestion === undefined) return [];
    const replacement = {
      deletedRegion: region(location),
      ...(suggestion === "" ? {} : { insertedContent: { text: suggestion } }),
    };
    return [
      {
        description: message(`Suggested by the rule ${rule} of ${engine}, not checked`, "suggestion"),
        artifactChanges: [{ artifactLocation: artifact(location.path), replacements: [replacement] }],
      },
    ];
  });
}

function sarifFix(attempt: Attempt, artifactChanges: ArtifactChange[], option: string): Fix {
  const { candidate, decision, level } = attempt;
  const reached = isUntried(attempt) ? " (not checked)" : level === undefined ? "" : ` (${decision.outcome}, reached ${level})`;
  const why = option === "" ? "" : [candidate.rationale, ...tradeOffLines(attempt).map(([, sentence]) => sentence)].join(" ");
  return {
    description: message(`${option}${candidate.title}${reached}${why === "" ? "" : `. ${why}`}`, "repair"),
    artifactChanges,
  };
}

function fileChange(file: FilePatch, text: string | undefined): ArtifactChange | undefined {
  if (text === undefined || digest(text) !== file.baseDigest) return undefined;
  const starts = lineStarts(text);
  return {
    artifactLocation: artifact(file.path),
    replacements: file.edits.map((edit) => {
      const [start, end] = [positionAt(starts, edit.start), positionAt(starts, edit.end)];
      return {
        deletedRegion: { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column },
        ...(edit.text === "" ? {} : { insertedContent: { text: edit.text.toWellFormed() } }),
      };
    }),
  };
}

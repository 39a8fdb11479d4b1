import type { Defect } from "#domain/defect.ts";
import type { Emit } from "#domain/event.ts";
import { isUntried, optionLetter } from "#domain/option.ts";
import type { Repair } from "#domain/report.ts";
import { severityRank } from "#domain/severity.ts";
import { lineStarts, positionAt } from "#lib/text.ts";
import { baseDigest, encode } from "#ports/overlay.ts";
import type { FixOutcome, ReviewComment, ReviewOutcome, ReviewRequest, Suggestion } from "./api.ts";
import { fixRun } from "./fix-run.ts";
import type { Project } from "./project.ts";
import { openTarget } from "./target.ts";

/**
 * Looks at code as a reviewer would: defects with the edits that the loop has verified for them, the worst and likeliest first, no more than asked for; how many
 * were held back is told, never hidden. Nothing is written.
 */
export async function reviewRun(
  project: Project,
  request: ReviewRequest,
  emit: Emit,
  signal: AbortSignal,
): Promise<ReviewOutcome> {
  const { target, most = project.config.noise.maxComments } = request;
  const fix = await fixRun(
    project,
    {
      target,
      apply: false,
      approve: false,
      only: [],
      ...(request.budget && { budget: request.budget }),
      ...(request.reviewer && { reviewer: request.reviewer }),
    },
    emit,
    signal,
  );
  const { minProbability } = project.config;
  // The loop knows of every defect in the files; a review speaks of the change.
  const { selects } = await openTarget(project, target, signal);
  const concerned = fix.defects.filter(selects);
  const likely = concerned.filter((defect) => defect.probability >= minProbability);
  const comments = await Promise.all(likely.map((defect) => commentOn(defect, fix)));
  const ranked = comments.toSorted(worstFirst);
  return {
    fix,
    comments: ranked.slice(0, most),
    held: { unlikely: concerned.length - likely.length, overLimit: Math.max(0, ranked.length - most) },
  };
}

/** Severity and probability first; of equals one with a suggestion, then by place. */
function worstFirst(a: ReviewComment, b: ReviewComment): number {
  return (
    severityRank(b.severity) - severityRank(a.severity) ||
    b.probability - a.probability ||
    Number(b.suggestion !== undefined) - Number(a.suggestion !== undefined) ||
    (a.location.path < b.location.path ? -1 : a.location.path > b.location.path ? 1 : a.location.startLine - b.location.startLine)
  );
}

async function commentOn(defect: Defect, fix: FixOutcome): Promise<ReviewComment> {
  const { id, rule, cwe, severity, probability, title, message, remedy, location, trace } = defect;
  const repair = fix.repairs.find((one) => one.defect === id);
  const suggestion = repair === undefined ? undefined : await suggestionOf(repair, fix);
  return {
    defect: id,
    rule,
    ...(cwe === undefined ? {} : { cwe }),
    severity,
    probability,
    location,
    title,
    message: message.startsWith(title) ? message : `${title}. ${message}`,
    ...(remedy === undefined ? {} : { remedy }),
    ...(trace === undefined ? {} : { trace }),
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

/** The chosen repair as edits of the text under review; undefined when it was made on top of an earlier one, or touches several files. */
async function suggestionOf(repair: Repair, fix: FixOutcome): Promise<Suggestion | undefined> {
  const attempt = repair.chosen === undefined ? undefined : repair.attempts[repair.chosen];
  const [file, other] = attempt?.candidate.patch.files ?? [];
  if (attempt === undefined || file === undefined || other !== undefined) return undefined;
  const text = await fix.text(file.path);
  if (text === undefined || baseDigest(encode(text)) !== file.baseDigest) return undefined;
  const starts = lineStarts(text);
  return {
    title: attempt.candidate.title,
    rationale: attempt.candidate.rationale,
    origin: attempt.candidate.origin,
    ...(attempt.level === undefined ? {} : { level: attempt.level }),
    waits: repair.status === "ask",
    diff: fix.attemptDiff(repair, repair.chosen ?? 0),
    options: repair.attempts.flatMap((other, at) => {
      if (other === attempt || (other.decision.outcome === "reject" && !isUntried(other))) return [];
      const { title, tradeOffs } = other.candidate;
      return [{ option: optionLetter(at), title, tradeOffs, checked: !isUntried(other), diff: fix.attemptDiff(repair, at) }];
    }),
    edits: file.edits.map((edit) => {
      const [start, end] = [positionAt(starts, edit.start), positionAt(starts, edit.end)];
      return {
        location: { path: file.path, startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column },
        text: edit.text,
      };
    }),
  };
}

import type { ReviewComment, ReviewOutcome } from "#app/api.ts";
import { wrap } from "#lib/display-width.ts";
import { oneLine, showInvisible } from "#lib/text.ts";
import { isIncomplete } from "#faces/reports/view.ts";
import { indent, place } from "./defect.ts";
import { codeFrame, source } from "./frame.ts";
import { plural } from "./plural.ts";
import { severityLabel, type TextStyle } from "./style.ts";

/** The comments of a review for people, worst first. `sources` holds the texts under review by path, as they may be shown. */
export function reviewText(outcome: ReviewOutcome, sources: ReadonlyMap<string, string>, style: TextStyle): string {
  const { paint } = style;
  const lines = style.quiet
    ? outcome.comments.map((comment) => `${place(comment.location)}: ${oneLine(comment.message)}`)
    : outcome.comments.flatMap((comment, at) => [...commentText(comment, at, sources, style), ""]);
  const { unlikely, overLimit } = outcome.held;
  const held = [
    ...(overLimit > 0 ? [`${overLimit} more beyond the limit (--max-comments)`] : []),
    ...(unlikely > 0 ? [`${unlikely} too unlikely (minProbability)`] : []),
  ];
  const suggested = outcome.comments.filter(({ suggestion }) => suggestion !== undefined).length;
  if (outcome.comments.length > 0)
    lines.push(paint("bold", `${plural(outcome.comments.length, "comment")}, ${suggested} with a verified suggestion`));
  if (held.length > 0) lines.push(`Held back: ${held.join(", ")}`);
  if (isIncomplete(outcome.fix.report))
    lines.push(`${paint(["bold", "yellow"], "Incomplete")}: not all code was analysed; silence about the rest says nothing.`);
  else if (outcome.comments.length === 0)
    lines.push(`${paint("green", "Nothing to remark")} in ${plural(outcome.fix.report.files.length, "file")}.`);
  return `${lines.join("\n")}\n`;
}

function commentText(comment: ReviewComment, at: number, sources: ReadonlyMap<string, string>, style: TextStyle): string[] {
  const { location, severity, cwe, probability, suggestion } = comment;
  const facts = [place(location), comment.rule, ...(cwe === undefined ? [] : [cwe]), `${Math.round(probability * 100)}% likely`];
  const text = sources.get(location.path);
  const wrapped = (words: string): string[] => indent(wrap(showInvisible(words), style.columns - 2));
  return [
    `${at + 1}. ${severityLabel(severity, style.paint)}  ${oneLine(comment.title)}`,
    `  ${style.paint("dim", oneLine(facts.join(" · ")))}`,
    ...(text === undefined ? [] : ["", ...codeFrame(source(text), location, style), ""]),
    ...wrapped(comment.message),
    ...(comment.remedy === undefined || comment.message.includes(comment.remedy) ? [] : wrapped(`→ ${oneLine(comment.remedy)}`)),
    ...(suggestion === undefined ? [] : ["", ...suggestionText(suggestion, style)]),
  ];
}

function suggestionText(
  { title, level, waits, diff, options }: NonNullable<ReviewComment["suggestion"]>,
  { paint, columns }: TextStyle,
): string[] {
  const proof = [...(level === undefined ? [] : [`reached ${level}`]), ...(waits ? ["a person must agree"] : [])].join(", ");
  const shown = showInvisible(diff)
    .trimEnd()
    .split("\n")
    .filter((line) => !/^(?:---|\+\+\+) /u.test(line))
    .map((line) => (line.startsWith("+") ? paint("green", line) : line.startsWith("-") ? paint("red", line) : line));
  const others = options.flatMap(({ option, title: other, tradeOffs, checked }) => {
    const costs = Object.values(tradeOffs).map((cost) => ` ${cost}`);
    const words = `Option ${option}: ${other}${checked ? "" : " (not checked)"}.${costs.join("")}`;
    return indent(wrap(oneLine(words), columns - 2)).map((line) => paint("dim", line));
  });
  return [`  ${paint("bold", "Suggested")}: ${oneLine(title)}${proof === "" ? "" : ` (${proof})`}`, ...indent(shown), ...others];
}

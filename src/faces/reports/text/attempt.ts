import { oneLine } from "#lib/text.ts";
import type { Attempt } from "#domain/report.ts";
import { isUntried, tradeOffLines } from "#domain/option.ts";
import { type Outcome, passedAbove, type Verdict } from "#domain/verdict.ts";
import { displayWidth, padDisplay, wrap } from "#lib/display-width.ts";
import type { Paint } from "#lib/paint.ts";
import { paintDiff } from "#lib/paint-diff.ts";
import { indent } from "./defect.ts";
import type { TextStyle } from "./style.ts";

/** `recipe python/cwe-089-sql-parameters`, `model qwen`, with the variant where there is one. */
function originOf({ candidate }: Attempt): string {
  return oneLine(`${candidate.origin} ${candidate.author}${candidate.variant === undefined ? "" : ` (${candidate.variant})`}`);
}

/** An attempt in full: title, why, diff, verdict table, level, decision, trade-offs. */
export function attemptText(attempt: Attempt, label: string, diff: string, style: TextStyle): string[] {
  const { candidate } = attempt;
  const [title, origin] = [oneLine(candidate.title), originOf(attempt)];
  const lines = [`${style.paint("dim", label.padEnd(9))} ${style.paint("bold", title)}`];
  if (10 + displayWidth(title) + 2 + displayWidth(origin) <= style.columns) lines[0] += `  ${style.paint("dim", origin)}`;
  else lines.push(" ".repeat(10) + style.paint("dim", origin));
  lines.push(...indent(wrap(oneLine(candidate.rationale), style.columns - 10), " ".repeat(10)));
  if (diff !== "") lines.push("", ...indent(paintDiff(diff, style.paint)));
  lines.push("", ...indent(verdictTable(attempt.verdicts, style)), "", ...decisionLines(attempt, style));
  for (const { aspect, weight, words } of attempt.concerns ?? [])
    lines.push(...hanging("Critic", `${weight}, ${aspect}: ${oneLine(words)}`, style));
  lines.push(...tradeOffLines(attempt).flatMap(([label, sentence]) => hanging(label, oneLine(sentence), style)));
  return lines;
}

/**
 * The ladder as a table: check, level, outcome, reason, seconds; the detail of what did not pass stands below its row. Rungs
 * that nothing is built for share one line, and checks that have no say about the touched files are left out, unless `verbose`.
 */
function verdictTable(verdicts: readonly Verdict[], style: TextStyle): string[] {
  const { paint } = style;
  const unbuilt = style.verbose ? [] : verdicts.filter((verdict) => verdict.reason === "not-built");
  const listed = verdicts.filter((verdict) => !unbuilt.includes(verdict) && (style.verbose || !isBeside(verdict, verdicts)));
  const checks = width("check", listed, (verdict) => verdict.check);
  const reasons = width("reason", listed, (verdict) => verdict.reason);
  const head = `${padDisplay("check", checks)}  level  ${padDisplay("reason", reasons + 2)}  ${"seconds".padStart(7)}`;
  const rows = listed.flatMap((verdict) => {
    const reason = `${outcomeMark(verdict.outcome, paint)} ${padDisplay(verdict.reason, reasons)}`;
    const row = `${padDisplay(oneLine(verdict.check), checks)}  ${verdict.level}     ${reason}  ${verdict.seconds.toFixed(2).padStart(7)}`;
    if (verdict.outcome === "pass" || verdict.detail === "") return [row];
    const detail = wrap(oneLine(verdict.detail), style.columns - checks - 13).map((line) => paint("dim", line));
    return [row, ...indent(detail, " ".repeat(checks + 11))];
  });
  if (unbuilt.length > 0) {
    const levels = [...new Set(unbuilt.map((verdict) => verdict.level))].join(" ");
    rows.push(`${padDisplay("not run", checks)}  ${levels}  ${outcomeMark("inconclusive", paint)} not-built`);
  }
  return [paint("dim", head), ...rows];
}

/** A check of another language: its rung was judged by one that applies. */
function isBeside(verdict: Verdict, verdicts: readonly Verdict[]): boolean {
  if (verdict.reason !== "not-applicable") return false;
  return verdicts.some((other) => other.level === verdict.level && other.reason !== "not-applicable");
}

function outcomeMark(outcome: Outcome, paint: Paint): string {
  return { pass: paint("green", "✓"), fail: paint("red", "✗"), inconclusive: paint("yellow", "–") }[outcome];
}

function width(head: string, verdicts: readonly Verdict[], cell: (verdict: Verdict) => string): number {
  return Math.max(head.length, ...verdicts.map((verdict) => displayWidth(cell(verdict))));
}

function decisionLines({ decision, level, verdicts }: Attempt, style: TextStyle): string[] {
  const color = { accept: "green", reject: "red", ask: "yellow" } as const;
  const outcome = style.paint(["bold", color[decision.outcome]], decision.outcome);
  const above = level === undefined ? [] : passedAbove(verdicts, level);
  const more = above.length === 0 ? "" : `, ${above.join(" and ")} passed too`;
  const reached = level === undefined ? "no level reached" : `reached ${style.paint("bold", level)}${more}`;
  const rule = `rule ${oneLine(decision.rule)}, tier ${decision.tier}`;
  return [
    `${style.paint("dim", "Decision".padEnd(9))} ${outcome}, ${reached}  ${style.paint("dim", rule)}`,
    ...indent(wrap(oneLine(decision.reason), style.columns - 10), " ".repeat(10)),
  ];
}

/** A label and a text wrapped beside it. */
export function hanging(label: string, text: string, style: TextStyle): string[] {
  return wrap(text, style.columns - 10).map((line, at) => `${style.paint("dim", (at === 0 ? label : "").padEnd(9))} ${line}`);
}

/** An attempt that was not chosen: what it is, how it ended, what it would cost. */
export function attemptLine(attempt: Attempt, label: string, style: TextStyle): string[] {
  const failed = attempt.verdicts.find((verdict) => verdict.outcome === "fail");
  const end =
    failed === undefined
      ? attempt.level === undefined
        ? ""
        : `, reached ${attempt.level}`
      : `, ${failed.check}: ${failed.reason}`;
  const outcome = isUntried(attempt) ? "not tried, another was taken" : `${attempt.decision.outcome}${end}`;
  const costs = tradeOffLines(attempt).map(([word, sentence]) => `${word}: ${oneLine(sentence)}`);
  const indented = costs.flatMap((cost) => indent(wrap(cost, style.columns - 10), " ".repeat(10)));
  return [
    ...hanging(label, `${oneLine(attempt.candidate.title)} · ${originOf(attempt)} · ${outcome}`, style),
    ...indented.map((line) => style.paint("dim", line)),
  ];
}

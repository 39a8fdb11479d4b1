import type { Problem } from "#domain/completeness.ts";
import type { Defect } from "#domain/defect.ts";
import { Severity } from "#domain/severity.ts";
import { isSuppressionProblem } from "#domain/suppression.ts";
import { lineStarts } from "#lib/text.ts";
import { type CheckView, indexView, isIncomplete, type ViewIndex, quotable } from "#faces/reports/view.ts";
import { plural } from "#faces/reports/text/plural.ts";
import { complianceMarkdown } from "./compliance.ts";
import { code, fenced, prose } from "./escape.ts";

/** Less than the 65,536 characters GitHub takes for one comment. */
const MOST_CHARACTERS = 60_000;
const QUOTED_LINES = 6;
const QUOTED_COLUMNS = 200;
const PROBLEMS = 10;

/** The report of a check as a comment on a change. */
export function checkMarkdown(view: CheckView): string {
  const index = indexView(view);
  return comment(
    [headline(view)],
    view.defects.map((defect) => defectSection(defect, view, index)),
    [...coverage(view), ...(view.compliance ?? []).flatMap((one) => ["", ...complianceMarkdown(one)])],
  );
}

/** Joins as many sections as fit into one comment; says how many did not. */
export function comment(head: readonly string[], sections: readonly (readonly string[])[], tail: readonly string[]): string {
  const end = tail.join("\n");
  let text = `${head.join("\n\n")}\n`;
  let shown = 0;
  for (const section of sections) {
    const next = `\n${section.join("\n")}\n`;
    if (text.length + next.length + end.length > MOST_CHARACTERS) break;
    text += next;
    shown++;
  }
  if (shown < sections.length) text += `\n*${sections.length - shown} more are left out here; the JSON report has them all.*\n`;
  return `${text}\n${end}\n`;
}

function headline(view: CheckView): string {
  const counts = Severity.options.flatMap((severity) => {
    const count = view.defects.filter((defect) => defect.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}`];
  });
  if (view.defects.length > 0) return `## assay: ${plural(view.defects.length, "defect")} (${counts.join(", ")})`;
  if (isIncomplete(view.report)) return "## assay: incomplete";
  return view.report.files.length === 0
    ? "## assay: nothing to analyse"
    : `## assay: no defects in ${plural(view.report.files.length, "file")}`;
}

/** Title, place, quoted code, message. */
export function defectSection(defect: Defect, view: CheckView, index: ViewIndex): string[] {
  const { location, severity, cwe, rule, probability } = defect;
  const facts = [
    code(`${location.path}:${location.startLine}:${location.startColumn}`),
    code(rule),
    ...(cwe === undefined ? [] : [`[${cwe}](https://cwe.mitre.org/data/definitions/${cwe.slice(4)}.html)`]),
    `${Math.round(probability * 100)}% likely`,
    ...index.engines(defect).map(code),
  ];
  return [`### ${severity}: ${prose(defect.title)}`, "", facts.join(" · "), "", ...quoted(defect, view), prose(defect.message)];
}

function quoted({ location }: Defect, view: CheckView): string[] {
  const text = quotable(view, location.path);
  if (text === undefined) return [];
  const starts = lineStarts(text);
  if (location.startLine > starts.length) return [];
  const last = Math.min(location.endLine, starts.length, location.startLine + QUOTED_LINES - 1);
  const lines: string[] = [];
  for (let line = location.startLine; line <= last; line++) {
    const whole = text.slice(starts[line - 1], starts[line] ?? text.length).replace(/[\r\n]+$/, "");
    lines.push(whole.length > QUOTED_COLUMNS ? `${whole.slice(0, QUOTED_COLUMNS)}…` : whole);
  }
  return [...fenced(lines.join("\n"), languageOf(location.path)), ""];
}

function languageOf(path: string): string {
  const extension = /\.([a-z]{1,4})$/.exec(path)?.[1] ?? "";
  return (
    { py: "python", js: "js", mjs: "js", cjs: "js", jsx: "jsx", ts: "ts", mts: "ts", cts: "ts", tsx: "tsx" }[extension] ?? ""
  );
}

/** What was looked at and what was not. */
export function coverage(view: CheckView): string[] {
  const { engines, problems, suppressed } = view.report;
  const lines = ["| engine | status | files |", "| --- | --- | ---: |"];
  for (const engine of engines)
    lines.push(`| ${code(`${engine.id} ${engine.version}`)} | ${engine.status} | ${engine.covered.length} |`);
  const unread = problems.filter((problem) => !isSuppressionProblem(problem));
  lines.push(...problemLines("Not analysed:", [...engines.flatMap((engine) => engine.reasons), ...unread]));
  lines.push(...problemLines("Suppressions to mend:", problems.filter(isSuppressionProblem)));
  if (suppressed.length > 0) lines.push("", `${plural(suppressed.length, "finding")} suppressed.`);
  if (isIncomplete(view.report)) lines.push("", "**Incomplete:** absence of defects is not known for what was not analysed.");
  return lines;
}

function problemLines(title: string, problems: readonly Problem[]): string[] {
  if (problems.length === 0) return [];
  const shown = problems
    .slice(0, PROBLEMS)
    .map(
      ({ path, message, code: reason }) => `- ${path === undefined ? "" : `${code(path)} `}${prose(message)} (${code(reason)})`,
    );
  return ["", title, "", ...shown, ...(problems.length > PROBLEMS ? [`- and ${problems.length - PROBLEMS} more`] : [])];
}

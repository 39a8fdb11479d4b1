import { oneLine } from "#lib/text.ts";
import { isSettled } from "#domain/completeness.ts";
import { isSuppressionProblem } from "#domain/suppression.ts";
import { displayWidth } from "#lib/display-width.ts";
import { type CheckView, indexView, isIncomplete, type ViewIndex } from "#faces/reports/view.ts";
import { complianceText } from "./compliance.ts";
import { defectText, place } from "./defect.ts";
import { sourcesOf } from "./frame.ts";
import { plural } from "./plural.ts";
import { severityLabel, type TextStyle } from "./style.ts";
import { countLine, coverageLines, labelled, step } from "./summary.ts";

/** The report of `assay check` for people. */
export function checkText(view: CheckView, style: TextStyle): string {
  const index = indexView(view);
  const body = style.quiet ? quietLines(view, index, style) : fullLines(view, index, style);
  return `${[...body, ...verdictLines(view, style)].join("\n")}\n`;
}

function quietLines(view: CheckView, index: ViewIndex, style: TextStyle): string[] {
  const defects = view.defects.map((defect) => {
    const facts = `${severityLabel(defect.severity, style.paint)}: ${oneLine(defect.title)} [${oneLine(defect.rule)}]`;
    return `${place(defect.location)}: ${facts} ${index.shortId(defect.id)}`;
  });
  return [...defects, ...quietGaps(view)];
}

/** One line for each reason why an engine did not see everything, in the form of the defects' lines. */
function quietGaps({ report }: CheckView): string[] {
  return report.engines.flatMap(({ id, reasons }) =>
    reasons.map(({ path, line, message, code }) => {
      const at = path === undefined ? "" : `${oneLine(path)}${line === undefined ? "" : `:${line}`}: `;
      return `${at}incomplete: ${oneLine(message)} [${oneLine(id)}/${code}]`;
    }),
  );
}

function fullLines(view: CheckView, index: ViewIndex, style: TextStyle): string[] {
  const sources = sourcesOf(view);
  const lines = view.defects.flatMap((defect) => [...defectText(defect, sources.get(defect.location.path), index, style), ""]);
  const coverage = coverageLines(view, style);
  const rule = style.paint(
    "dim",
    "─".repeat(Math.min(style.columns, Math.max(40, ...coverage.map((line) => displayWidth(line))))),
  );
  return [
    ...lines,
    ...(view.defects.length > 0 ? [rule] : []),
    ...coverage,
    ...(view.compliance ?? []).flatMap((one) => ["", ...complianceText(one, style)]),
    ...(view.compliance === undefined ? [] : [""]),
  ];
}

/** What the run proves, in one sentence, and the next step. Never says clean of code that was not analysed. */
export function verdictLines(view: CheckView, style: TextStyle): string[] {
  const { paint } = style;
  const files = plural(view.report.files.length, "file");
  const lines: string[] = [];
  if (view.defects.length > 0) lines.push(countLine(view, style));
  if (isIncomplete(view.report)) {
    lines.push(`${paint(["bold", "yellow"], "Incomplete")}: ${incompleteReason(view)}`);
  } else if (view.report.files.length === 0) {
    lines.push("Nothing to analyse here.");
  } else if (view.defects.length === 0) {
    lines.push(`${paint("green", "No defects")} in ${files}${aside(view)}.`);
  }
  return style.quiet ? lines : [...lines, ...labelled("Next", nextSteps(view, style), style)];
}

function aside(view: CheckView): string {
  const skipped = view.report.problems.filter((problem) => !isSuppressionProblem(problem)).length;
  return skipped === 0 ? "" : `; ${plural(skipped, "file")} skipped, see above`;
}

function incompleteReason(view: CheckView): string {
  const { engines, files, problems } = view.report;
  if (files.length === 0) return "no file was analysed, so nothing is known about this code.";
  const short = engines.filter((engine) => !isSettled(engine));
  const reasons = short.map((engine) => {
    const paths = new Set(engine.reasons.flatMap((problem) => problem.path ?? []));
    if (engine.status === "failed") return `${oneLine(engine.id)} failed`;
    return paths.size > 0
      ? `${oneLine(engine.id)} did not wholly analyse ${plural(paths.size, "file")}`
      : `${oneLine(engine.id)} is partial`;
  });
  if (reasons.length === 0) reasons.push(`${plural(problems.length, "file")} not analysed`);
  return `${reasons.join("; ")}. Absence of defects there is not known.`;
}

function nextSteps(view: CheckView, style: TextStyle): string[] {
  const steps: string[] = [];
  const fix = `assay fix${style.target === "" ? "" : ` ${style.target}`}`;
  if (view.defects.length > 0) steps.push(...step(fix, "shows verified repairs and changes nothing", style));
  if (view.report.engines.some((engine) => engine.status === "failed" && engine.imported === undefined))
    steps.push(...step("assay doctor", "says what each engine lacks", style));
  return steps;
}

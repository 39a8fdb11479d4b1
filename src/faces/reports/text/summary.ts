import type { EngineRun, Problem } from "#domain/completeness.ts";
import type { Defect } from "#domain/defect.ts";
import { atLeast, Severity } from "#domain/severity.ts";
import { isSuppressionProblem } from "#domain/suppression.ts";
import { displayWidth, padDisplay } from "#lib/display-width.ts";
import { oneLine, showInvisible } from "#lib/text.ts";
import { unreadText } from "#faces/reports/unread.ts";
import type { CheckView } from "#faces/reports/view.ts";
import { plural } from "./plural.ts";
import { severityLabel, type TextStyle } from "./style.ts";

const SHOWN = 4;

/** `3 defects: 1 critical, 2 high · 2 at or above medium`. */
export function countLine(view: CheckView, style: TextStyle): string {
  const { defects, failOn } = view;
  const counts = Severity.options.flatMap((severity) => {
    const count = defects.filter((defect) => defect.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severityLabel(severity, style.paint)}`];
  });
  const above = aboveThreshold(defects, view).length;
  const threshold = above === defects.length ? "" : ` · ${above} at or above ${failOn}`;
  return `${style.paint("bold", plural(defects.length, "defect"))}: ${counts.join(", ")}${threshold}`;
}

function aboveThreshold(defects: readonly Defect[], view: CheckView): Defect[] {
  return defects.filter((defect) => atLeast(defect.severity, view.failOn));
}

/** Which engines looked, how far they got and why not further; then the files no engine looked at. */
export function coverageLines(view: CheckView, style: TextStyle): string[] {
  const { engines, problems, suppressed, findings } = view.report;
  const width = Math.max(0, ...engines.map((engine) => engineName(engine).length));
  const lines = engines.flatMap((engine, at) =>
    engineLines(engine, findings.filter((one) => one.engine === engine.id).length, width, at === 0 ? "Engines" : "", style),
  );
  const skipped = problems.filter((problem) => !isSuppressionProblem(problem));
  if (skipped.length > 0) {
    lines.push(...labelled("Skipped", [plural(skipped.length, "file"), ...problemList(skipped)], style));
  }
  const unread = unreadText(view.report);
  if (unread !== undefined) lines.push(...labelled("Unread", [unread], style));
  if (suppressed.length > 0)
    lines.push(...labelled("Hidden", [`${plural(suppressed.length, "finding")} suppressed by a marker or file`], style));
  lines.push(...labelled("Mend", problemList(problems.filter(isSuppressionProblem)), style));
  const { beside = [] } = view;
  if (beside.length > 0)
    lines.push(...labelled("Beside", [`${plural(beside.length, "defect")} on lines that did not change`], style));
  const loose = findings.length - new Set([...view.defects, ...beside].flatMap((defect) => defect.witnesses)).size;
  if (loose > 0)
    lines.push(
      ...labelled("Unsure", [`${plural(loose, "finding")} too unlikely to be called a defect; see --format json`], style),
    );
  return lines;
}

export function labelled(label: string, lines: readonly string[], style: TextStyle): string[] {
  return lines.map((line, at) => `${style.paint("dim", (at === 0 ? label : "").padEnd(9))} ${line}`.trimEnd());
}

function engineName(engine: EngineRun): string {
  return showInvisible(`${engine.id} ${engine.version}`).trim();
}

function engineLines(engine: EngineRun, found: number, width: number, label: string, style: TextStyle): string[] {
  const { paint } = style;
  const mark = { complete: paint("green", "✓"), partial: paint("yellow", "!"), failed: paint("red", "✗") }[engine.status];
  const name = padDisplay(engineName(engine), width);
  const files = plural(engine.covered.length, "file");
  const source = engine.imported === undefined ? "" : `${plural(found, "finding")} of ${showInvisible(engine.imported)}, `;
  if (engine.status === "complete") {
    return labelled(
      label,
      [`${mark} ${name}  ${source}${files}${source === "" ? `, ${engine.seconds.toFixed(1)} s` : ""}`],
      style,
    );
  }
  const head = `${mark} ${name}  ${source}${engine.status}${source === "" ? `, ${files} analysed` : ""}`;
  return labelled(label, [head, ...problemList(engine.reasons).map((line) => `  ${line}`)], style);
}

/** The first few problems, one a line, and how many more there are. */
function problemList(problems: readonly Problem[]): string[] {
  // A line that says one is left out takes the place of that one.
  const most = problems.length === SHOWN + 1 ? SHOWN + 1 : SHOWN;
  const lines = problems.slice(0, most).map((problem) => {
    const path =
      problem.path === undefined ? "" : `${oneLine(problem.path)}${problem.line === undefined ? "" : `:${problem.line}`}: `;
    return `${path}${oneLine(problem.message)} (${problem.code})`;
  });
  if (problems.length > most) lines.push(`and ${problems.length - most} more; all with --format json`);
  return lines;
}

/** A command and what it does, beside it or below where there is no room. Goes after a label of nine columns. */
export function step(command: string, what: string, { paint, columns }: TextStyle): string[] {
  const fits = 10 + displayWidth(command) + 3 + displayWidth(what) <= columns;
  return fits ? [`${command}   ${paint("dim", what)}`] : [command, `  ${paint("dim", what)}`];
}

import type { Defect } from "#domain/defect.ts";
import { wrap } from "#lib/display-width.ts";
import { showInvisible } from "#lib/text.ts";
import type { ViewIndex } from "#faces/reports/view.ts";
import { codeFrame, type Source } from "./frame.ts";
import { severityLabel, type TextStyle } from "./style.ts";

const TRACE_SHOWN = 8;

/** `app/db.py:14:5`, printable. */
export function place(location: Defect["location"]): string {
  return `${showInvisible(location.path).replaceAll("\n", "\\n")}:${location.startLine}:${location.startColumn}`;
}

/** Severity, title, weakness, place, rule, probability and the engines that agree: two lines. */
export function defectHeader(defect: Defect, index: ViewIndex, style: TextStyle): string[] {
  const { paint } = style;
  const engines = index.engines(defect);
  const agree = engines.length > 1 ? `${engines.join(", ")} agree` : engines.join("");
  const facts = [
    paint("cyan", place(defect.location)),
    showInvisible(defect.rule),
    `${Math.round(defect.probability * 100)}% likely`,
    ...(agree === "" ? [] : [showInvisible(agree)]),
  ];
  const title = paint("bold", oneLine(defect.title));
  const weakness = defect.cwe === undefined ? "" : `  ${paint("dim", defect.cwe)}`;
  return [`${severityLabel(defect.severity, paint)}  ${title}${weakness}`, `  ${facts.join(paint("dim", " · "))}`];
}

/** One defect in full: header, code frame, message, data flow and what to do. */
export function defectText(defect: Defect, source: Source | undefined, index: ViewIndex, style: TextStyle): string[] {
  const { paint } = style;
  const lines = defectHeader(defect, index, style);
  const frame = source === undefined ? [] : codeFrame(source, defect.location, style);
  if (frame.length > 0) lines.push("", ...frame, "");
  if (defect.message !== defect.title) lines.push(...indent(wrap(showInvisible(defect.message), style.columns - 2)));
  lines.push(...traceLines(defect, style));
  const id = index.shortId(defect.id);
  lines.push(
    paint("dim", `  why: assay explain ${id}   repair: assay fix --only ${id}${style.target === "" ? "" : ` ${style.target}`}`),
  );
  return lines;
}

function traceLines(defect: Defect, style: TextStyle): string[] {
  const steps = defect.trace ?? [];
  if (steps.length < 2) return [];
  const hidden = steps.length - TRACE_SHOWN;
  const shown = hidden > 0 ? [...steps.slice(0, TRACE_SHOWN / 2), ...steps.slice(-TRACE_SHOWN / 2)] : steps;
  const lines = shown.map((step, at) => {
    const word = at === 0 ? "from" : at === shown.length - 1 ? "to  " : "via ";
    return `  ${style.paint("dim", word)} ${style.paint("cyan", place(step.location))} ${oneLine(step.note)}`;
  });
  if (hidden > 0) lines.splice(TRACE_SHOWN / 2, 0, style.paint("dim", `  …    ${hidden} more steps`));
  return lines;
}

export function oneLine(text: string): string {
  return showInvisible(text).replaceAll(/\s+/g, " ").trim();
}

export function indent(lines: readonly string[], by = "  "): string[] {
  return lines.map((line) => (line === "" ? "" : by + line));
}

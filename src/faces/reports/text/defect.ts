import type { Defect } from "#domain/defect.ts";
import type { Finding } from "#domain/finding.ts";
import { displayWidth, wrap } from "#lib/display-width.ts";
import { oneLine, showInvisible } from "#lib/text.ts";
import type { ViewIndex } from "#faces/reports/view.ts";
import { codeFrame, type Source } from "./frame.ts";
import { severityLabel, type TextStyle } from "./style.ts";

const TRACE_SHOWN = 8;
/** Lines of a suggestion. */
const SUGGESTION_SHOWN = 6;

/** `app/db.py:14:5`, printable. */
export function place(location: Defect["location"]): string {
  return `${showInvisible(location.path).replaceAll("\n", "\\n")}:${location.startLine}:${location.startColumn}`;
}

/** A painted label and the columns it takes. */
export interface Label {
  readonly painted: string;
  readonly width: number;
}

/** Severity, title and weakness; then place, rule, probability and the engines that agree. `status` stands before all. */
export function defectHeader(defect: Defect, index: ViewIndex, style: TextStyle, status?: Label): string[] {
  const { paint, columns } = style;
  const lead = (status === undefined ? 0 : status.width + 2) + defect.severity.length + 2;
  const [first = "", ...rest] = wrap(oneLine(defect.title), Math.max(20, columns - lead - 10));
  const weakness = defect.cwe === undefined ? "" : `  ${paint("dim", defect.cwe)}`;
  const labels = `${status === undefined ? "" : `${status.painted}  `}${severityLabel(defect.severity, paint)}`;
  const title = [`${labels}  ${paint("bold", first)}`, ...rest.map((line) => " ".repeat(lead) + paint("bold", line))];
  const engines = index.engines(defect);
  const agree = engines.length > 1 ? `${engines.join(", ")} agree` : engines.join("");
  const facts = [place(defect.location), oneLine(defect.rule), `${Math.round(defect.probability * 100)}% likely`, oneLine(agree)];
  return [...title.slice(0, -1), `${title.at(-1)}${weakness}`, ...factLines(facts, style)];
}

/** Facts joined by dots, broken between facts; the first one is the place. */
function factLines(facts: readonly string[], { paint, columns }: TextStyle): string[] {
  const lines: string[] = [];
  let [line, width] = ["", 0];
  facts.forEach((fact, at) => {
    if (fact === "") return;
    const shown = at === 0 ? paint("cyan", fact) : fact;
    if (width > 0 && 2 + width + 3 + displayWidth(fact) > columns) {
      lines.push(`  ${line}`);
      [line, width] = ["", 0];
    }
    line += width === 0 ? shown : `${paint("dim", " · ")}${shown}`;
    width += displayWidth(fact) + (width === 0 ? 0 : 3);
  });
  return [...lines, `  ${line}`];
}

/** One defect in full: header, code frame, message, data flow and what to do. */
export function defectText(defect: Defect, source: Source | undefined, index: ViewIndex, style: TextStyle): string[] {
  const { paint } = style;
  const lines = defectHeader(defect, index, style);
  const frame = source === undefined ? [] : codeFrame(source, defect.location, style);
  if (frame.length > 0) lines.push("", ...frame, "");
  const message = beyondTitle(defect);
  if (message !== "") lines.push(...indent(wrap(showInvisible(message), style.columns - 2)));
  if (defect.remedy !== undefined && !message.includes(defect.remedy)) {
    lines.push(...indent(wrap(`→ ${oneLine(defect.remedy)}`, style.columns - 2)));
  }
  lines.push(...suggestionLines(index.witnesses(defect), style), ...traceLines(defect, style));
  const id = index.shortId(defect.id);
  lines.push(
    paint("dim", `  why: assay explain ${id}   repair: assay fix --only ${id}${style.target === "" ? "" : ` ${style.target}`}`),
  );
  return lines;
}

/** What a rule's author would write there. Other suggestions for the same place are left to the formats for programs. */
function suggestionLines(findings: readonly Finding[], { paint, columns }: TextStyle): string[] {
  const found = findings.find(({ suggestion }) => suggestion !== undefined);
  if (found?.suggestion === undefined) return [];
  const text = showInvisible(found.suggestion.trim());
  const title = (what: string): string => paint("dim", `  ${oneLine(found.rule)} ${what}`);
  if (text === "") return [title("suggests to take it out, not checked")];
  const written = text.split("\n");
  const shown = written
    .slice(0, SUGGESTION_SHOWN)
    .flatMap((line) => (displayWidth(line) > columns - 4 ? wrap(line, columns - 4) : [line]));
  return [
    title("suggests, not checked:"),
    ...indent(shown, "    "),
    ...(written.length > SUGGESTION_SHOWN ? [paint("dim", `    … ${written.length - SUGGESTION_SHOWN} more lines`)] : []),
  ];
}

/** The message without a first sentence that is the title. */
function beyondTitle({ title, message }: Defect): string {
  return message.startsWith(title) ? message.slice(title.length).replace(/^[.:\s]+/, "") : message;
}

function traceLines(defect: Defect, style: TextStyle): string[] {
  const steps = defect.trace ?? [];
  if (steps.length < 2) return [];
  // A line that says one step is hidden takes the place of that step.
  const hidden = !style.verbose && steps.length > TRACE_SHOWN + 1 ? steps.length - TRACE_SHOWN : 0;
  const shown = hidden > 0 ? [...steps.slice(0, TRACE_SHOWN / 2), ...steps.slice(-TRACE_SHOWN / 2)] : steps;
  const lines = shown.map((step, at) => {
    const word = at === 0 ? "from" : at === shown.length - 1 ? "to  " : "via ";
    return `  ${style.paint("dim", word)} ${style.paint("cyan", place(step.location))} ${oneLine(step.note)}`;
  });
  if (hidden > 0) lines.splice(TRACE_SHOWN / 2, 0, style.paint("dim", `  …    ${hidden} more steps`));
  return lines;
}

export function indent(lines: readonly string[], by = "  "): string[] {
  return lines.map((line) => (line === "" ? "" : by + line));
}

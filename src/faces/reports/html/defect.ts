import type { Defect } from "#domain/defect.ts";
import { lineStarts } from "#lib/text.ts";
import { type CheckView, quotable, type ViewIndex } from "#faces/reports/view.ts";
import { html } from "./escape.ts";

const AROUND = 2;
const MOST_LINES = 14;
const MOST_COLUMNS = 240;
const MOST_STEPS = 30;

/** One defect: what it is, the code, how the data flows, and who says so. */
export function defectArticle(defect: Defect, view: CheckView, index: ViewIndex): string {
  const { location, severity, cwe, rule, title, message, remedy, probability, trace = [] } = defect;
  const facts = [
    `<code>${html(`${location.path}:${location.startLine}:${location.startColumn}`)}</code>`,
    `<code>${html(rule)}</code>`,
    ...(cwe === undefined ? [] : [html(cwe)]),
    `${Math.round(probability * 100)}% likely`,
    html(index.engines(defect).join(", ")),
  ];
  return [
    `<article class="${severity}" id="d-${html(index.shortId(defect.id))}">`,
    `<h3><span class="tag">${severity}</span> ${html(title)}</h3>`,
    `<p class="dim">${facts.join(" · ")}</p>`,
    quoted(defect, view),
    `<p>${html(message)}</p>`,
    remedy === undefined || message.includes(remedy) ? "" : `<p>→ ${html(remedy)}</p>`,
    trace.length === 0 ? "" : flow(trace),
    "</article>",
  ]
    .filter((part) => part !== "")
    .join("\n");
}

function quoted({ location }: Defect, view: CheckView): string {
  const text = quotable(view, location.path);
  if (text === undefined) return "";
  const starts = lineStarts(text);
  if (location.startLine > starts.length) return "";
  const first = Math.max(1, location.startLine - AROUND);
  const count = starts.at(-1) === text.length ? starts.length - 1 : starts.length;
  const last = Math.min(Math.max(count, location.startLine), location.endLine + AROUND, first + MOST_LINES - 1);
  const width = String(last).length;
  const lines: string[] = [];
  for (let line = first; line <= last; line++) {
    const whole = text.slice(starts[line - 1], starts[line] ?? text.length).replace(/[\r\n]+$/u, "");
    const shown = whole.length > MOST_COLUMNS ? `${whole.slice(0, MOST_COLUMNS)}…` : whole;
    const hit = line >= location.startLine && line <= location.endLine;
    lines.push(`<span${hit ? ' class="hit"' : ""}><i>${String(line).padStart(width)}  </i>${html(shown)}</span>`);
  }
  return `<pre>${lines.join("")}</pre>`;
}

function flow(trace: NonNullable<Defect["trace"]>): string {
  const steps = trace
    .slice(0, MOST_STEPS)
    .map(({ location, note }) => `<li><code>${html(`${location.path}:${location.startLine}`)}</code> ${html(note)}</li>`);
  const more = trace.length > MOST_STEPS ? `<p class="dim">and ${trace.length - MOST_STEPS} more steps</p>` : "";
  return `<details><summary>how the data flows, ${trace.length} steps</summary><ol>${steps.join("")}</ol>${more}</details>`;
}

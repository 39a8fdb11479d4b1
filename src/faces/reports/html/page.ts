import { createHash } from "node:crypto";
import type { GateOutcome } from "#app/api.ts";
import type { GateReason } from "#domain/gate.ts";
import { Severity } from "#domain/severity.ts";
import { plural } from "#faces/reports/text/plural.ts";
import { verdictWords } from "#faces/reports/text/gate.ts";
import { unreadText } from "#faces/reports/unread.ts";
import { type CheckView, indexView, isIncomplete } from "#faces/reports/view.ts";
import { complianceSection } from "./compliance.ts";
import { defectArticle } from "./defect.ts";
import { html } from "./escape.ts";
import { STYLE } from "./style.ts";

const MOST_DEFECTS = 2000;
const MOST_PROBLEMS = 200;
const POLICY = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'; base-uri 'none'; form-action 'none'`;

/** One file that needs nothing else: no script, no picture, no font, no link to follow. With a verdict where a change was judged. */
export function htmlPage(view: CheckView, gate: GateOutcome | undefined): string {
  const index = indexView(view);
  const { word, kind } = headline(view, gate);
  const shown = view.defects.slice(0, MOST_DEFECTS);
  const left = view.defects.length - shown.length;
  return `${[
    "<!doctype html>",
    '<html lang="en">',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    `<title>assay: ${html(word)}</title>`,
    `<style>${STYLE}</style>`,
    "<body>",
    `<header class="${kind}"><h1>assay${gate === undefined ? "" : " gate"}: <span class="tag">${html(word)}</span></h1>`,
    gate === undefined ? "" : `<p class="dim">${html(gateFacts(gate))}</p>`,
    tiles(view, gate),
    "</header>",
    gate === undefined ? "" : reasons(gate.verdict.reasons),
    shown.length === 0 ? "" : `<h2>${gate === undefined ? "Defects" : "New defects"}</h2>`,
    ...shown.map((defect) => defectArticle(defect, view, index)),
    left === 0 ? "" : `<p><b>${plural(left, "defect")} of lower rank are not shown here;</b> the JSON report has them all.</p>`,
    engines(view),
    ...(view.compliance ?? []).map(complianceSection),
    problems(view),
    suppressed(view),
    `<p class="dim">assay ${html(view.version)}${gate === undefined ? "" : ` · decision <code>${gate.record.id.slice(7, 19)}</code>`}</p>`,
    "</body>",
    "</html>",
  ]
    .filter((part) => part !== "")
    .join("\n")}\n`;
}

function headline(view: CheckView, gate: GateOutcome | undefined): { readonly word: string; readonly kind: string } {
  if (gate !== undefined) return { word: verdictWords(gate.verdict), kind: gate.verdict.outcome };
  if (view.defects.length > 0) return { word: plural(view.defects.length, "defect"), kind: view.defects[0]?.severity ?? "info" };
  return isIncomplete(view.report) ? { word: "incomplete", kind: "incomplete" } : { word: "no defects", kind: "pass" };
}

function gateFacts({ verdict, files, scope, record }: GateOutcome): string {
  const from = record.base === undefined ? "" : ` · policy of ${record.base.slice(0, 10)}`;
  return `tier ${verdict.tier}: ${verdict.why} · ${plural(files.length, "changed file")} · ${plural(scope.analysed, "file")} analysed${from}`;
}

function tiles(view: CheckView, gate: GateOutcome | undefined): string {
  const counts = Severity.options
    .map((severity) => ({ severity, count: view.defects.filter((defect) => defect.severity === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `<li class="${severity}"><b class="tag">${count}</b>${severity}</li>`);
  const more = [
    ...(gate === undefined ? [] : [`<li><b>${gate.verdict.rating}</b>rating</li>`]),
    `<li><b>${view.report.files.length}</b>files analysed</li>`,
    ...(isIncomplete(view.report) ? ['<li class="incomplete"><b class="tag">not all</b>was analysed</li>'] : []),
  ];
  return `<ul class="tiles">${[...counts, ...more].join("")}</ul>`;
}

function reasons(all: readonly GateReason[]): string {
  if (all.length === 0) return "";
  const items = all.map(({ outcome, message, path, line, rule, setting, decidedBy }) => {
    const place = path === undefined ? "" : ` · <code>${html(`${path}${line === undefined ? "" : `:${line}`}`)}</code>`;
    const by = setting === undefined ? html(rule) : `${html(setting)}, ${html(decidedBy ?? "default")}`;
    return `<div class="reason ${outcome}"><span class="tag">${outcome}</span> ${html(message)}<p class="dim">${by}${place}</p></div>`;
  });
  return `<h2>Why</h2>\n${items.join("\n")}`;
}

function engines({ report }: CheckView): string {
  const rows = report.engines.map(
    ({ id, version, status, covered, seconds }) =>
      `<tr><td>${html(id)} <span class="dim">${html(version)}</span></td><td>${status}</td><td class="n">${covered.length}</td><td class="n">${seconds.toFixed(2)}</td></tr>`,
  );
  const head = '<tr><th>engine</th><th>status</th><th class="n">files</th><th class="n">seconds</th></tr>';
  return rows.length === 0 ? "" : `<h2>Engines</h2>\n<table>${head}${rows.join("")}</table>`;
}

function problems({ report }: CheckView): string {
  const all = [...report.engines.flatMap(({ reasons }) => reasons), ...report.problems];
  const unread = unreadText(report);
  if (all.length === 0 && unread === undefined) return "";
  const items = [...(unread === undefined ? [] : [{ path: undefined, message: unread }]), ...all]
    .slice(0, MOST_PROBLEMS)
    .map(({ path, message }) => `<li>${path === undefined ? "" : `<code>${html(path)}</code> `}${html(message)}</li>`);
  const more = all.length > MOST_PROBLEMS ? `<p class="dim">and ${all.length - MOST_PROBLEMS} more</p>` : "";
  return `<h2>Not analysed, and other problems</h2>\n<ul>${items.join("")}</ul>${more}`;
}

function suppressed({ report }: CheckView): string {
  if (report.suppressed.length === 0) return "";
  const items = report.suppressed
    .slice(0, MOST_PROBLEMS)
    .map(
      ({ finding, reason }) =>
        `<li><code>${html(`${finding.location.path}:${finding.location.startLine}`)}</code> ${html(finding.rule)}: ${html(reason)}</li>`,
    );
  return `<h2>Suppressed</h2>\n<details><summary>${plural(report.suppressed.length, "finding")}</summary><ul>${items.join("")}</ul></details>`;
}

import type { Compliance, RuleCompliance } from "#domain/compliance.ts";
import { byReason, lookedWords, NO_CERTIFICATE, standardName, STATUS_WORDS, statusCounts } from "#faces/reports/compliance.ts";
import { plural } from "#faces/reports/text/plural.ts";
import { html } from "./escape.ts";

const PLACES = 20;

/** What the scan says about a standard: a table, and what nobody looked for. */
export function complianceSection(compliance: Compliance): string {
  const { rules, changeOnly, source } = compliance;
  const rows = STATUS_WORDS.flatMap(([status, words]) =>
    rules.filter((rule) => rule.status === status && status !== "not-checkable").map((rule) => row(rule, words)),
  );
  const head = "<tr><th>rule</th><th>about</th><th>status</th><th></th></tr>";
  const reasons = byReason(rules).map(([reason, ids]) => `<li>${html(reason)}: ${html(ids.join(", "))}</li>`);
  return [
    `<h2>${html(standardName(compliance))}</h2>`,
    `<p>${html(statusCounts(compliance))}.${changeOnly ? " Only changed lines were judged." : ""}</p>`,
    rows.length === 0 ? "" : `<table>${head}${rows.join("")}</table>`,
    reasons.length === 0 ? "" : `<details><summary>Not checkable here</summary><ul>${reasons.join("")}</ul></details>`,
    `<p class="dim">${html(NO_CERTIFICATE)} ${html(source)}</p>`,
  ]
    .filter((part) => part !== "")
    .join("\n");
}

function row(rule: RuleCompliance, words: string): string {
  const { id, about, places, suppressed, narrower } = rule;
  const left = places.length - PLACES;
  const shown = places.slice(0, PLACES).map((place) => `<code>${html(place)}</code>`);
  const details = [
    ...(places.length === 0
      ? []
      : [`${plural(places.length, "defect")}: ${shown.join(", ")}${left > 0 ? ` and ${left} more` : ""}`]),
    ...(suppressed === 0 ? [] : [`${plural(suppressed, "finding")} suppressed`]),
    `<span class="dim">${html([lookedWords(rule), ...(narrower === undefined ? [] : [`only ${narrower}`])].filter((text) => text !== "").join("; "))}</span>`,
  ];
  return `<tr><td>${html(id)}</td><td>${html(about)}</td><td>${html(words)}</td><td>${details.join("<br>")}</td></tr>`;
}

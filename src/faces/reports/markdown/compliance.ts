import type { Compliance, RuleCompliance } from "#domain/compliance.ts";
import { byReason, lookedWords, NO_CERTIFICATE, standardName, STATUS_WORDS, statusCounts } from "#faces/reports/compliance.ts";
import { plural } from "#faces/reports/text/plural.ts";
import { code, prose } from "./escape.ts";

const ROWS = 60;
const PLACES = 5;

/** What the scan says about a standard, as a table; what nobody looked for stands below it. */
export function complianceMarkdown(compliance: Compliance): string[] {
  const { rules, changeOnly } = compliance;
  const words = new Map(STATUS_WORDS);
  const looked = STATUS_WORDS.flatMap(([status]) => rules.filter((rule) => rule.status === status && status !== "not-checkable"));
  const rows = looked.slice(0, ROWS).map((rule) => {
    const { id, about, status } = rule;
    return `| ${prose(id)} | ${prose(about)} | ${words.get(status)} | ${details(rule)} |`;
  });
  return [
    `### ${prose(standardName(compliance))}`,
    "",
    `${statusCounts(compliance)}.${changeOnly ? " Only changed lines were judged." : ""}`,
    "",
    ...(rows.length === 0 ? [] : ["| rule | about | status | |", "| --- | --- | --- | --- |", ...rows, ""]),
    ...(looked.length > ROWS ? [`and ${looked.length - ROWS} more; the JSON report has them all.`, ""] : []),
    ...byReason(rules).map(([reason, ids]) => `- not checkable here, ${prose(reason)}: ${ids.map(prose).join(", ")}`),
    "",
    NO_CERTIFICATE,
  ];
}

function details(rule: RuleCompliance): string {
  const { places, suppressed, narrower } = rule;
  const left = places.length - PLACES;
  return [
    ...(places.length === 0
      ? []
      : [
          `${plural(places.length, "defect")}: ${places.slice(0, PLACES).map(code).join(", ")}${left > 0 ? ` and ${left} more` : ""}`,
        ]),
    ...(suppressed === 0 ? [] : [`${plural(suppressed, "finding")} suppressed`]),
    prose(lookedWords(rule)),
    ...(narrower === undefined ? [] : [prose(`only ${narrower}`)]),
  ]
    .filter((text) => text !== "")
    .join("; ");
}

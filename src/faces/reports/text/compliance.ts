import type { Compliance, ComplianceStatus, RuleCompliance } from "#domain/compliance.ts";
import { byReason, lookedWords, NO_CERTIFICATE, standardName, STATUS_WORDS, statusCounts } from "#faces/reports/compliance.ts";
import { displayWidth, padDisplay, wrap } from "#lib/display-width.ts";
import { oneLine } from "#lib/text.ts";
import { plural } from "./plural.ts";
import type { TextStyle } from "./style.ts";

const PLACES = 3;

/** What the scan says about each rule of a standard; those that nobody looked for stand together by the reason why. */
export function complianceText(compliance: Compliance, style: TextStyle): string[] {
  const { paint, columns } = style;
  const { rules, changeOnly } = compliance;
  const width = Math.max(...rules.map(({ id }) => id.length));
  const lines = [paint("bold", standardName(compliance)), ...wrap(statusCounts(compliance), columns)];
  if (changeOnly) lines.push("Only changed lines were judged.");
  for (const [status, words] of STATUS_WORDS) {
    const group = rules.filter((rule) => rule.status === status);
    if (group.length === 0) continue;
    lines.push("", paint("dim", words));
    if (status === "not-checkable") lines.push(...reasonLines(group, style));
    else lines.push(...group.flatMap((rule) => ruleLines(rule, width, style)));
  }
  return [...lines, "", ...wrap(NO_CERTIFICATE, columns).map((line) => paint("dim", line))];
}

function ruleLines(rule: RuleCompliance, width: number, { paint, columns, verbose }: TextStyle): string[] {
  const { id, about, status, narrower } = rule;
  const marks: Readonly<Record<ComplianceStatus, string>> = {
    violated: paint("red", "✗"),
    deviated: paint("yellow", "~"),
    incomplete: paint("yellow", "!"),
    checked: paint("green", "✓"),
    "not-checkable": "–",
  };
  const margin = width + 6;
  const room = Math.max(20, columns - margin);
  const found = status === "violated" || status === "deviated" ? [foundWords(rule, verbose)] : [];
  const by = [lookedWords(rule), ...(narrower === undefined ? [] : [`only ${narrower}`])].filter((text) => text !== "");
  const head = `  ${marks[status]} ${padDisplay(id, width)}  `;
  const beside = [about, ...by].join(" · ");
  const dim = (text: string): string[] => wrap(text, room).map((line) => " ".repeat(margin) + paint("dim", line));
  if (found.length === 0 && displayWidth(beside) <= room) return [`${head}${about}${paint("dim", beside.slice(about.length))}`];
  const [first = "", ...rest] = wrap(about, room);
  return [
    `${head}${first}`,
    ...rest.map((line) => " ".repeat(margin) + line),
    ...found.flatMap((text) => wrap(text, room).map((line) => " ".repeat(margin) + line)),
    ...dim(by.join(" · ")),
  ];
}

function foundWords({ places, suppressed }: RuleCompliance, verbose: boolean): string {
  const shown = verbose ? places : places.slice(0, PLACES);
  const left = places.length - shown.length;
  const where = `${shown.map(oneLine).join(", ")}${left === 0 ? "" : `, and ${left} more with --verbose`}`;
  return [
    ...(places.length === 0 ? [] : [`${plural(places.length, "defect")}: ${where}`]),
    ...(suppressed === 0 ? [] : [`${plural(suppressed, "finding")} suppressed`]),
  ].join("; ");
}

function reasonLines(rules: readonly RuleCompliance[], { columns }: TextStyle): string[] {
  return byReason(rules).flatMap(([reason, ids]) => [
    ...wrap(`${reason}:`, columns - 4).map((line) => `  – ${line}`),
    ...wrap(ids.join(", "), columns - 6).map((line) => `      ${line}`),
  ]);
}

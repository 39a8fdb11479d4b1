import type { Compliance, ComplianceStatus, RuleCompliance } from "#domain/compliance.ts";
import { plural } from "./text/plural.ts";

/** In the order reports show them, with a heading that claims no more than was seen. */
export const STATUS_WORDS: readonly (readonly [status: ComplianceStatus, words: string])[] = [
  ["violated", "violated"],
  ["deviated", "found and suppressed"],
  ["incomplete", "looked at in part"],
  ["checked", "checked, nothing found"],
  ["not-checkable", "not checkable here"],
];

export const NO_CERTIFICATE =
  "Checked means that rules looked and found nothing. It is no certificate: what no rule looks for is not known.";

/** `CERT C, 2016`. */
export function standardName({ title, edition }: Compliance): string {
  return `${title}, ${edition}`;
}

/** How many rules have each status that occurs: `2 violated, 30 checked, nothing found`. */
export function statusCounts({ rules }: Compliance): string {
  return STATUS_WORDS.flatMap(([status, words]) => {
    const count = rules.filter((rule) => rule.status === status).length;
    return count === 0 ? [] : [`${count} ${words}`];
  }).join(" · ");
}

/** Who looked, and where nobody did: `3 rules for c; none for python`. */
export function lookedWords({ looked, unlooked, incomplete }: RuleCompliance): string {
  const by = Object.entries(looked).map(([family, count]) => `${plural(count, "rule")} for ${family}`);
  const none = unlooked.length === 0 ? "" : `${by.length === 0 ? "" : "; "}none for ${unlooked.join(", ")}`;
  const part = incomplete === 0 ? "" : `; ${plural(incomplete, "file")} not wholly analysed`;
  return `${by.join(", ")}${none}${part}`;
}

/** Rules that nobody looked for, by the reason why, most first. */
export function byReason(rules: readonly RuleCompliance[]): readonly (readonly [reason: string, ids: readonly string[]])[] {
  const groups = Map.groupBy(
    rules.filter(({ reason }) => reason !== undefined),
    ({ reason }) => reason?.words ?? "",
  );
  return Array.from(groups, ([words, list]) => [words, list.map(({ id }) => id)] as const).toSorted(
    ([, a], [, b]) => b.length - a.length,
  );
}

import type { Suppressed } from "#domain/report.ts";
import { SUPPRESSIONS_PATH } from "#domain/suppression.ts";
import type { SuppressedFact } from "#stages/decide/change-facts.ts";
import type { Suppressions } from "./suppressions.ts";

const DAY_MS = 86_400_000;

/** Hidden findings with the owner and the remaining days of the entry that hides them. */
export function suppressedFacts(suppressed: readonly Suppressed[], { all }: Suppressions): SuppressedFact[] {
  const entries = new Map(all.map((entry) => [`${SUPPRESSIONS_PATH}:${entry.line}`, entry.suppression]));
  const today = Date.parse(new Date().toISOString().slice(0, 10));
  return suppressed.map(({ finding, note }) => {
    const entry = note === undefined ? undefined : entries.get(note);
    return {
      rule: finding.rule,
      severity: finding.severity,
      path: finding.location.path,
      line: finding.location.startLine,
      ...(note === undefined ? {} : { entry: note }),
      ...(entry === undefined ? {} : { owner: entry.owner, days: Math.round((Date.parse(entry.expires) - today) / DAY_MS) }),
    };
  });
}

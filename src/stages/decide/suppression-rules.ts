import type { GateReason } from "#domain/gate.ts";
import type { PolicySettings } from "#domain/policy.ts";
import { atLeast } from "#domain/severity.ts";
import type { SuppressedFact } from "./change-facts.ts";

/** Hidden findings that `policy.suppressions` does not let anyone hide, or not by this entry. */
export function suppressionReasons(suppressed: readonly SuppressedFact[], policy: PolicySettings): GateReason[] {
  const { severity, days, owners } = policy.suppressions;
  return suppressed.flatMap((hidden): GateReason[] => {
    const { path, line, rule, entry } = hidden;
    const by = entry === undefined ? "a comment" : entry;
    const refuse = (name: string, setting: string, why: string): GateReason => ({
      rule: name,
      outcome: "refuse",
      message: `${by} hides ${rule}, ${why}`,
      setting: `policy.suppressions.${setting}`,
      path,
      line,
    });
    if (atLeast(hidden.severity, severity))
      return [
        refuse("suppression-severity", "severity", `a ${hidden.severity} finding; ${severity} and above may not be hidden`),
      ];
    if (days !== undefined && hidden.days !== undefined && hidden.days > days)
      return [refuse("suppression-expiry", "days", `for ${hidden.days} more days; ${days} are allowed`)];
    if (owners !== undefined && hidden.owner !== undefined && !owners.includes(hidden.owner))
      return [refuse("suppression-owner", "owners", `owned by ${hidden.owner}, who may not own one`)];
    return [];
  });
}

import type { AuditOutcome } from "#app/evidence-api.ts";
import { plural } from "./plural.ts";
import type { TextStyle } from "./style.ts";
import { claimLines, verdictOf } from "./verify.ts";

/** What does not hold, one line each; then how much was looked at, and the head to note down. */
export function auditText(outcome: AuditOutcome, style: TextStyle): string {
  const { runs, entries, bundles, approvals, head, claims } = outcome;
  const special = claims.filter(({ claim, state }) => state !== "holds" || claim === "ledger" || claim === "head");
  const looked = `${plural(runs, "run")} with ${plural(entries, "log entry", "log entries")}, ${plural(bundles, "bundle")}, ${plural(approvals, "approval")}`;
  return `${[
    ...claimLines(special, style),
    verdictOf(outcome, style, "What was recorded holds"),
    style.paint("dim", `Looked at ${looked}.`),
    style.paint("dim", `Head: ${head}`),
  ].join("\n")}\n`;
}

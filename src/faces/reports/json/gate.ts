import type { GateOutcome } from "#app/api.ts";
import type { CheckView } from "#faces/reports/view.ts";
import { checkDocument } from "./check.ts";

/** The document of a check with the verdict on the change before it. */
export function gateDocument(outcome: GateOutcome, view: CheckView): unknown {
  const { schemaVersion, tool, ...check } = checkDocument(view);
  const { verdict, record, files, scope, approvals, notes } = outcome;
  const fresh = outcome.defects.filter(outcome.isNew).map(({ id }) => id);
  return { schemaVersion, tool, gate: { verdict, record, files, scope, newDefects: fresh, approvals, notes }, ...check };
}

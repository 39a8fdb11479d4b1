import type { GateOutcome } from "#app/api.ts";
import { withinNoise } from "#domain/noise.ts";
import type { CheckView } from "#faces/reports/view.ts";
import { checkDocument } from "./check.ts";

/** The document of a check with the verdict on the change before it. */
export function gateDocument(outcome: GateOutcome, view: CheckView): unknown {
  const { schemaVersion, tool, ...check } = checkDocument(view);
  const { verdict, record, files, scope, approvals, notes } = outcome;
  const added = outcome.defects.filter(outcome.isNew);
  const fresh = added.map(({ id }) => id);
  const held = view.noise === undefined ? {} : { held: withinNoise(added, view.noise).held };
  return { schemaVersion, tool, gate: { verdict, record, files, scope, newDefects: fresh, ...held, approvals, notes }, ...check };
}

import type { TouchedFile } from "#adapters/checks/kit/touched-files.ts";
import { digest, digestJson } from "#lib/digest.ts";
import type { CheckContext } from "#ports/check.ts";
import { differenceOf } from "./compare.ts";
import { counterpartOf } from "./counterpart.ts";
import { prepare } from "./drive.ts";
import { makeInputs } from "./inputs.ts";
import { showCall } from "./judge-calls.ts";
import { runCalls } from "./run-calls.ts";
import type { Target } from "./targets.ts";

/** What came of giving results to the function of the file that takes them back. */
export interface RoundTrip {
  readonly broken: boolean;
  /** One sentence. */
  readonly note: string;
}

const MOST_CALLS = 8;

/**
 * Values may change where that is the repair; what verifies or decrypts them must still take them. Undefined where the file holds no such function, or
 * its calls say nothing on the unchanged code.
 */
export async function roundTrip(
  context: CheckContext,
  sandbox: NonNullable<CheckContext["sandbox"]>,
  file: TouchedFile,
  target: Target,
  family: string,
  signal: AbortSignal,
): Promise<RoundTrip | undefined> {
  const back = file.trees && counterpartOf(file.trees.after, target.fresh);
  if (back === undefined) return undefined;
  const prepared = await prepare(context, file, target, family, signal);
  if (prepared === undefined) return undefined;
  const drive = { ...prepared.drive, entry: { ...prepared.drive.entry, back } };
  const calls = makeInputs(prepared.signature, false).slice(0, MOST_CALLS);
  const [old, fresh] = await Promise.all([
    context.once(`round trip ${digest(file.before)} ${digestJson({ drive, calls })}`, () =>
      runCalls(context, sandbox, context.before, drive, calls, signal),
    ),
    runCalls(context, sandbox, context.after, drive, calls, signal),
  ]);
  if (old.kind === "problem" || fresh.kind === "problem") return undefined;
  const worked = calls.filter(({ id }) => old.observations.get(id)?.outcome === "returned");
  for (const call of worked) {
    const [one, other] = [old.observations.get(call.id), fresh.observations.get(call.id)];
    if (one === undefined || other === undefined || other.outcome === "unrun") continue;
    const difference = differenceOf({ ...one, effects: [] }, undefined, { ...other, effects: [] }, new Set());
    if (difference === undefined) continue;
    const shown = showCall(target.label, target.definition, call, prepared.signature.request !== undefined);
    return {
      broken: true,
      note: `${back.name} no longer takes what ${shown} gives: it ${difference.old} before, ${difference.fresh} now.`,
    };
  }
  if (worked.length === 0) return undefined;
  return { broken: false, note: `${back.name} takes what ${target.label} makes as before (${worked.length} calls).` };
}

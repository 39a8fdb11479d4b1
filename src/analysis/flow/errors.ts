import type { Span } from "#analysis/ir/expression.ts";
import { ALL, maskOf } from "#analysis/models/compile.ts";
import type { Kind } from "#analysis/models/schema.ts";
import { reaching } from "./sinks.ts";
import { nextStep } from "./taint.ts";
import type { Frame, Given, Taint, Value } from "./types.ts";
import { deepTaints, joinTaints } from "./value.ts";

/** Errors of these calls repeat in their messages what the calls were given. */
export function noteEchoes(
  frame: Frame,
  references: readonly string[],
  self: Value | undefined,
  given: readonly Given[],
  site: Span,
): void {
  if (!references.some((reference) => frame.unit.models.echoes.has(reference))) return;
  if (self !== undefined) noteError(frame, deepTaints(self), site);
  const asks = askedBy(frame, references);
  // What follows a fixed host is encoded before anything is asked, and the message shows it so.
  for (const { value } of given)
    if (asks === undefined || reaching(value, asks).length > 0) noteError(frame, deepTaints(value), site);
}

/** The kind of a call that asks an address. */
function askedBy({ unit: { models } }: Frame, references: readonly string[]): Kind | undefined {
  const asks = references.some((reference) => models.callSinks.get(reference)?.some(({ kind }) => kind === "ssrf") === true);
  return asks ? models.kinds.find(({ kind }) => kind === "ssrf") : undefined;
}

/** The message of an error that may leave here repeats these. What stands in a message harms the page that shows it and nothing else. */
export function noteError(frame: Frame, taints: readonly Taint[], { start, end }: Span): void {
  if (taints.length === 0) return;
  const { models, path } = frame.unit;
  const page = maskOf(models, ["xss"]);
  frame.thrown = joinTaints(
    frame.thrown,
    taints
      .filter((taint) => (taint.cleared & page) === 0)
      .map((taint) => ({
        ...taint,
        cleared: taint.cleared | (ALL & ~page),
        facet: "part",
        embedded: true,
        step: nextStep(taint.step, path, { start, end }, "repeated in the error's message"),
      })),
  );
}

import type { Span } from "#analysis/ir/expression.ts";
import { ALL, maskOf } from "#analysis/models/compile.ts";
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
  for (const { value } of given) noteError(frame, deepTaints(value), site);
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

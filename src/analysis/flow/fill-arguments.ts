import type { Call } from "#analysis/ir/expression.ts";
import { maskOf } from "#analysis/models/compile.ts";
import type { PropagatorModel, SourceModel } from "#analysis/models/schema.ts";
import { fillPlace } from "./assign.ts";
import type { Engine } from "./engine.ts";
import { fill } from "./fill.ts";
import { valuesAt } from "./places.ts";
import { calleeName } from "./sinks.ts";
import { asFacet, concatenate, sourceTaint, through } from "./taint.ts";
import { comesFromOutside } from "./threat-model.ts";
import type { Frame, Given, Prepared, Value } from "./types.ts";
import { deepTaints, withTaints } from "./value.ts";

/** What is untrusted now lies in the arguments. */
export function fillFrom(engine: Engine, frame: Frame, source: SourceModel, { self, given }: Prepared, node: Call): void {
  if (comesFromOutside(source.label)) engine.sourceMet();
  for (const place of source.fills ?? []) {
    for (const { given: one } of valuesAt(place, self, given)) {
      if (one?.node === undefined) continue;
      const taint = sourceTaint(frame.unit, node, `${source.note} ${node.start}`, source.label, source.note);
      fillPlace(engine, frame, one.node, withTaints([taint]));
    }
  }
}

/** The argument that a call fills; it gives the same back. */
export function written(engine: Engine, frame: Frame, model: PropagatorModel, { self, given }: Prepared, node: Call): Value {
  const whole = wholeOf(model, self, given);
  const clears = model.clears === undefined ? 0 : maskOf(frame.unit.models, model.clears);
  const result: Value = { ...whole, taints: asFacet(whole.taints, model.facet ?? "value", clears) };
  const noted = result.taints.length === 0 ? result : through(result, frame.unit, node, `through ${calleeName(node.callee)}`);
  const [target] = valuesAt(model.to ?? "0", self, given);
  if (target?.given?.node !== undefined) fillPlace(engine, frame, target.given.node, noted);
  return noted;
}

/** What a propagator puts together: a template that is filled, or one value after the other. */
export function wholeOf(model: PropagatorModel, self: Value | undefined, given: readonly Given[]): Value {
  const values = model.from.flatMap((place) => valuesAt(place, self, given));
  const [template] = model.template === undefined ? [] : valuesAt(model.template, self, given);
  return template === undefined
    ? concatenate(values.map(({ value }) => (value.taints.length > 0 || value.constant !== undefined ? value : inOrder(value))))
    : fill(
        template.value,
        values.map(({ value, given: one }) => ({ value, name: "", spread: false, node: one?.node })),
        false,
      );
}

/** A list as one text: its elements in order as far as they are known. */
function inOrder(value: Value): Value {
  if (value.type !== "List" || value.fields === undefined || value.elements !== undefined) return withTaints(deepTaints(value));
  const pieces = [...value.fields.values()];
  return concatenate(
    pieces.map((piece) => (piece.taints.length > 0 || piece.constant !== undefined ? piece : withTaints(deepTaints(piece)))),
  );
}

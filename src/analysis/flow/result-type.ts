import type { Call } from "#analysis/ir/expression.ts";
import { rewrite } from "./assign.ts";
import type { Engine } from "./engine.ts";
import { valuesAt } from "./places.ts";
import type { Frame, Prepared, Value } from "./types.ts";
import { EMPTY } from "./value.ts";
import { holds } from "./when.ts";

/** The type that models give the result, and the object where a method changes it. */
export function resultType(
  engine: Engine,
  frame: Frame,
  { references, self, given, object }: Prepared,
  node: Call,
): { type: string; fields: Value["fields"] } {
  for (const reference of references) {
    for (const fact of frame.unit.models.callTypes.get(reference) ?? []) {
      if (!holds(fact.when, self, given, object)) continue;
      if (fact.changes === true && self !== undefined && node.callee.kind === "member")
        rewrite(engine, frame, node.callee.object, { ...self, type: fact.type });
      if (fact.declares !== undefined) {
        declareField(engine, frame, fact.declares, fact.type, { self, given }, node);
        continue;
      }
      const [whole] = fact.fields === undefined ? [] : valuesAt(fact.fields, self, given);
      return { type: fact.type, fields: whole?.value.fields };
    }
  }
  return { type: "", fields: undefined };
}

/** From now on the object has a field of the type; options such as `--user-name` are fields without the dashes. */
function declareField(
  engine: Engine,
  frame: Frame,
  place: string,
  type: string,
  { self, given }: Pick<Prepared, "self" | "given">,
  { callee }: Call,
): void {
  const [name] = valuesAt(place, self, given);
  if (self === undefined || callee.kind !== "member" || typeof name?.value.constant !== "string") return;
  const field = name.value.constant.replace(/^-+/u, "").replaceAll("-", "_");
  rewrite(engine, frame, callee.object, { ...self, fields: new Map([...(self.fields ?? []), [field, { ...EMPTY, type }]]) });
}

import type { Expression } from "#analysis/ir/expression.ts";
import { maskOf } from "#analysis/models/compile.ts";
import { rewrite } from "./assign.ts";
import type { Engine } from "./engine.ts";
import { addGuard } from "./frame.ts";
import type { Frame, Value } from "./types.ts";
import { mapTaints } from "./value.ts";

/** What the expression stands for was shown to be harmless for these kinds, but for what came in by the keys that are `kept`. */
export function cleared(
  engine: Engine,
  frame: Frame,
  node: Expression,
  value: Value,
  mask: number,
  kept?: ReadonlySet<string>,
): void {
  if (value.taints.length === 0) return;
  const host = maskOf(frame.unit.models, ["ssrf", "redirect"]);
  for (const taint of value.taints) {
    if (taint.facet === "part" || kept?.has(taint.key)) continue;
    const own = taint.facet === "host" || taint.facet === "address" ? mask & host : mask;
    if (!taint.embedded || taint.facet === "normal" || taint.facet === "relative") addGuard(frame.state, taint.key, own);
  }
  // A member is read afresh, and by then the key tells.
  if (node.kind !== "name" && !(node.kind === "member" && value.taints.some((taint) => taint.embedded))) return;
  const less = (own: number, facet: string): number => own | (facet === "host" ? mask & host : mask);
  const after = mapTaints(value, (one) => (kept?.has(one.key) ? one : { ...one, cleared: less(one.cleared, one.facet) }));
  rewrite(engine, frame, node, after);
}

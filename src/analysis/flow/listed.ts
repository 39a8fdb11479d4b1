import type { Call, Expression } from "#analysis/ir/expression.ts";
import type { Value } from "./types.ts";
import { deepTaints, isOwn } from "./value.ts";

/** `common([base, path]) == base`: what the answer is held against is one of the call's own list, and callers choose it, not whoever sends a request. */
export function isListed(test: Call, other: Expression, value: Value): boolean {
  if (deepTaints(value).some((taint) => taint.origin.kind === "source" && !isOwn([taint]))) return false;
  const list = test.arguments[0]?.value;
  return list?.kind === "list" && list.items.some((item) => isSamePlace(item.value, other));
}

/** Whether both are one name, or the member of one name. */
function isSamePlace(a: Expression, b: Expression): boolean {
  if (a.kind === "name") return b.kind === "name" && a.name === b.name;
  return a.kind === "member" && b.kind === "member" && a.name === b.name && isSamePlace(a.object, b.object);
}

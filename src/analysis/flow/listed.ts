import type { Call, Expression } from "#analysis/ir/expression.ts";
import type { GuardModel } from "#analysis/models/schema.ts";
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

/** What a guard speaks of: a whole value of its facet, or those entries of a list that are of it. */
export function fitting({ facet, argument }: GuardModel, value: Value): Value {
  if (facet === undefined) return value;
  const taints = value.taints.filter((taint) => taint.facet === facet);
  return { ...value, taints: argument.endsWith("[]") || taints.length === value.taints.length ? taints : [] };
}

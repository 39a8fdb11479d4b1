import { concatenate } from "./taint.ts";
import type { Given, Value } from "./types.ts";
import { constantValue, deepTaints, EMPTY, isKnown, withTaints } from "./value.ts";

const WITH_BRACES = /%(?:\((\w+)\))?[-+ #0-9.]*[a-zA-Z]|\{([^{}]*)\}/gu;
/** Widths may be arguments too. */
const PERCENT = /%(?:\((\w+)\))?[-+ #0-9.*]*(?:hh?|ll?|[jztLq])?[a-zA-Z]/gu;

/** A template with its place-holders filled; values beyond those found stand at the end. */
export function fill(template: Value, values: readonly Given[], braces = true): Value {
  if (typeof template.constant !== "string") {
    const all = [template, ...values.map((one) => withTaints(deepTaints(one.value)))];
    return concatenate(all);
  }
  const pieces: Value[] = [];
  let last = 0;
  let position = 0;
  for (const hole of template.constant.matchAll(braces ? WITH_BRACES : PERCENT)) {
    if (hole[0].includes("*")) position++;
    const name = hole[1] ?? /^\w*/u.exec(hole[2] ?? "")?.[0] ?? "";
    const given = /^\D/u.test(name)
      ? values.find((one) => one.name === name || one.spread)
      : name === ""
        ? values[position++]
        : values[Number(name)];
    pieces.push(constantValue(template.constant.slice(last, hole.index)));
    last = hole.index + hole[0].length;
    if (/%[-+ #0-9.*hlqjzt]*[dfiuxXoc]$/u.test(hole[0])) continue;
    pieces.push(given === undefined ? EMPTY : put(given.value));
  }
  pieces.push(constantValue(template.constant.slice(last)));
  return concatenate(pieces);
}

/** A value as text: of a collection what it carries. */
function put(value: Value): Value {
  if (value.taints.length > 0) return value;
  const inside = deepTaints(value);
  return inside.length === 0 && isKnown(value) ? value : withTaints(inside);
}

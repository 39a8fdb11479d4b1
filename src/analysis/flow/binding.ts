import type { FunctionIr } from "#analysis/ir/file.ts";
import type { Given, Value } from "./types.ts";
import { anyElement, EMPTY, join, joinTaints } from "./value.ts";

/** The value of each parameter in a call, EMPTY where none is given. */
export function bindArguments(code: FunctionIr, self: Value | undefined, given: readonly Given[]): Value[] {
  const bound: (Value | undefined)[] = code.parameters.map(() => undefined);
  let next = 0;
  if (self !== undefined && code.class >= 0 && !code.static) bound[next++] = self;
  for (const one of given) {
    if (one.name === "**" && one.spread) spreadNames(code, one.value, bound);
    else if (one.name !== "") named(code, one, bound);
    else if (one.spread) {
      for (let place = 0; next < code.parameters.length && place < 16; place++) {
        if (code.parameters[next]?.takes !== "one") break;
        bound[next++] =
          one.value.fields?.get(String(place)) ?? join(anyElement(one.value), { ...EMPTY, taints: one.value.taints });
      }
      collectRest(code, anyElement(one.value), bound);
    } else {
      if (code.parameters[next]?.takes === "one") bound[next++] = one.value;
      else collectRest(code, one.value, bound);
    }
  }
  return bound.map((value) => value ?? EMPTY);
}

function collectRest(code: FunctionIr, value: Value, bound: (Value | undefined)[]): void {
  const at = code.parameters.findIndex((parameter) => parameter.takes === "rest");
  if (at < 0) return;
  const before = bound[at]?.elements;
  bound[at] = { ...EMPTY, type: "List", elements: before === undefined ? value : join(before, value) };
}

function named(code: FunctionIr, one: Given, bound: (Value | undefined)[]): void {
  const at = code.parameters.findIndex((parameter) => parameter.name === one.name && parameter.takes === "one");
  if (at >= 0) {
    bound[at] = one.value;
    return;
  }
  const rest = code.parameters.findIndex((parameter) => parameter.takes === "keywords");
  if (rest < 0) return;
  bound[rest] = { ...EMPTY, type: "Record", fields: new Map([...(bound[rest]?.fields ?? []), [one.name, one.value]]) };
}

function spreadNames(code: FunctionIr, value: Value, bound: (Value | undefined)[]): void {
  for (const [at, parameter] of code.parameters.entries()) {
    if (bound[at] !== undefined || parameter.takes === "rest") continue;
    if (parameter.takes === "keywords") bound[at] = value;
    else {
      const field = value.fields?.get(parameter.name);
      const taints = joinTaints(field?.taints ?? [], value.taints);
      if (field !== undefined || taints.length > 0) bound[at] = { ...(field ?? EMPTY), taints };
    }
  }
}

/** Keys in the caller of what a parameter's key `parameter 1 a.b` stands for. */
export function guardKeys(bound: readonly Value[], key: string): string[] {
  const match = /^parameter (\d+) (.*)$/u.exec(key);
  if (match === null) return [];
  const path = match[2] === "" ? [] : (match[2] as string).split(".");
  let value = bound[Number(match[1])];
  let rest = 0;
  for (; rest < path.length; rest++) {
    const field: Value | undefined = value?.fields?.get(path[rest] as string);
    if (field === undefined) break;
    value = field;
  }
  const tail = path.slice(rest);
  return (value?.taints ?? [])
    .filter((taint) => !taint.embedded && taint.facet !== "part")
    .map((taint) => (tail.length === 0 ? taint.key : `${taint.key}.${tail.join(".")}`));
}

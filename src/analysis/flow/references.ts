import type { ClassUnit, Value } from "./types.ts";

/** References under which models may speak of a member. */
export function memberReferences(value: Value, name: string, libraries?: ReadonlySet<string>): string[] {
  const found: string[] = [];
  if (value.path !== "") found.push(`${value.path}.${name}`);
  const foreign =
    libraries !== undefined &&
    value.type === "" &&
    value.path !== "" &&
    (!libraries.has(value.path.split(/[.(]/u)[0] as string) || value.path.endsWith(")"));
  if (value.type !== "") found.push(`${value.type}#${name}`);
  for (const base of value.instance === undefined ? [] : basePaths(value.instance)) found.push(`${base}#${name}`);
  if (
    (found.length === 0 || foreign || (value.taints.length > 0 && value.type === "")) &&
    value.class === undefined &&
    value.module === undefined
  )
    found.push(`*#${name}`);
  return found;
}

function basePaths(unit: ClassUnit, depth = 4): readonly string[] {
  const own = unit.type === "" ? unit.basePaths : [unit.type, ...unit.basePaths];
  return depth === 0 ? own : [...own, ...unit.bases.flatMap((base) => basePaths(base, depth - 1))];
}

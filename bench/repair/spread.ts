import type { RepairCase } from "./case.ts";

/** At most `limit` cases, taken in turns from every weakness and group and in that order, so that any first part stands for the whole. */
export function spread(cases: readonly RepairCase[], limit: number): RepairCase[] {
  const lines = [...Map.groupBy(cases, ({ cwe }) => cwe).values()].map((of) =>
    turns([...Map.groupBy(of, ({ group }) => group).values()]),
  );
  return turns(lines).slice(0, limit);
}

function turns<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, at) => lists.flatMap((list) => list.slice(at, at + 1))).flat();
}

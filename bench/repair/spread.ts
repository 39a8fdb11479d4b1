import type { RepairCase } from "./case.ts";

/** At most `limit` cases in their order, taken in turns from every weakness and group, so that a part stands for the whole. */
export function spread(cases: readonly RepairCase[], limit: number): RepairCase[] {
  const lines = [...Map.groupBy(cases, ({ cwe }) => cwe).values()].map((of) =>
    turns([...Map.groupBy(of, ({ group }) => group).values()]),
  );
  const taken = new Set(turns(lines).slice(0, limit));
  return cases.filter((item) => taken.has(item));
}

function turns<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, at) => lists.flatMap((list) => list.slice(at, at + 1))).flat();
}

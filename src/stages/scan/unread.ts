/** Endings of programming languages that no language pack covers; an engine may yet read them by their names. */
const CODE =
  /\.(?:ipp|cs|clj|dart|ex|exs|erl|f90|fs|groovy|hs|jl|kt|kts|lua|m|mm|ml|php|pl|pm|ps1|r|rb|rs|scala|sol|swift|vb|zig)$/iu;

/** How many files of code nothing covered, by ending in lower case, sorted; undefined for none. */
export function unreadCode(
  others: readonly string[],
  covered: ReadonlySet<string>,
): Readonly<Record<string, number>> | undefined {
  const counts = new Map<string, number>();
  for (const path of others) {
    const ending = CODE.exec(path)?.[0].toLowerCase();
    if (ending !== undefined && !covered.has(path)) counts.set(ending, (counts.get(ending) ?? 0) + 1);
  }
  const sorted = [...counts].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return sorted.length === 0 ? undefined : Object.fromEntries(sorted);
}

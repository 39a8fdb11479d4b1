/** How often each key occurs. */
export type Multiset = ReadonlyMap<string, number>;

export function multiset(keys: Iterable<string>): Multiset {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

/** Keys that occur in `all` more often than in `known`, each once, in order of first occurrence. */
export function surplus(all: Multiset, known: Multiset): string[] {
  return [...all].filter(([key, count]) => count > (known.get(key) ?? 0)).map(([key]) => key);
}

/** How many occurrences a multiset holds. */
export function size(counts: Multiset): number {
  return counts.values().reduce((total, count) => total + count, 0);
}

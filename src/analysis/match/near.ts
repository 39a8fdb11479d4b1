/** Tells whether a place has anything in common with some of the places it was made from. */
export type Near = (start: number, end: number) => boolean;

/** Half-open ranges; an empty place has its own offset in common with others. */
export function nearTo(places: readonly { readonly start: number; readonly end: number }[]): Near {
  const sorted = places.toSorted((a, b) => a.start - b.start);
  const starts: number[] = [];
  const ends: number[] = [];
  for (const { start, end } of sorted) {
    const last = ends.length - 1;
    if (last >= 0 && start <= (ends[last] as number)) ends[last] = Math.max(ends[last] as number, end);
    else {
      starts.push(start);
      ends.push(end);
    }
  }
  return (start, end) => {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] as number) < start) low = middle + 1;
      else high = middle;
    }
    return low < ends.length && (starts[low] as number) <= end;
  };
}

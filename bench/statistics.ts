/** Of several runs of one thing. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** Throws for an empty list: nothing measured is not zero. */
export function spreadOf(values: readonly number[]): Spread {
  if (values.length === 0) throw new Error("a spread of no values");
  const sorted = values.toSorted((a, b) => a - b);
  const at = (index: number): number => sorted[index] as number;
  const middle = sorted.length >> 1;
  return {
    median: sorted.length % 2 === 1 ? at(middle) : (at(middle - 1) + at(middle)) / 2,
    min: at(0),
    max: at(sorted.length - 1),
  };
}

/**
 * McNemar's test for pairs, exact: how likely so uneven a split of `won + lost` pairs, in which two ways differ, is when neither is better. Two-sided, from 0 to 1.
 */
export function mcnemar(won: number, lost: number): number {
  const pairs = won + lost;
  // Logarithms: two to the power of the pairs leaves the numbers that there are.
  let [term, tail] = [-pairs * Math.LN2, 0];
  for (let at = 0; at <= Math.min(won, lost); at++) {
    tail += Math.exp(term);
    term += Math.log(pairs - at) - Math.log(at + 1);
  }
  return Math.min(1, 2 * tail);
}

/** A generator that gives the same numbers in every run. */
export interface Random {
  /** A whole number from 0 to below `limit`; 0 where that is 0. */
  below(limit: number): number;
}

/** Park and Miller's generator (minimal standard). */
export function createRandom(seed: number): Random {
  let state = (seed * 2654435761) % 2147483647 || 1;
  return {
    below(limit) {
      state = (state * 48271) % 2147483647;
      return limit === 0 ? 0 : state % limit;
    },
  };
}

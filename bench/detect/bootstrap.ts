import { seededRandom } from "./random.ts";

/** Counts by name; what is not named is zero. */
export type Tally = Readonly<Record<string, number>>;

/** A figure computed from counts; undefined where its denominator is zero. */
export interface Measure {
  readonly id: string;
  readonly title: string;
  readonly of: (tally: Tally) => number | undefined;
}

export interface Estimate {
  /** Undefined where the figure does not exist for these counts. */
  readonly value: number | undefined;
  /** 95 % interval; undefined for fewer than two groups, or where the figure exists in too few samples. */
  readonly low: number | undefined;
  readonly high: number | undefined;
}

export interface BootstrapOptions {
  /** Samples; 0 leaves the intervals out. */
  readonly rounds: number;
  readonly seed: number;
}

/** Least share of samples in which a figure must exist for its interval to be given. */
const LEAST_DEFINED = 0.9;

export function addTallies(tallies: Iterable<Tally>): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const tally of tallies) for (const [key, count] of Object.entries(tally)) sum[key] = (sum[key] ?? 0) + count;
  return sum;
}

/**
 * Each measure over all groups together, with its percentile bootstrap interval (Efron 1979): as many groups as there are, drawn with
 * replacement, never rows, because rows of one group are variants of one case.
 */
export function estimate(groups: readonly Tally[], measures: readonly Measure[], { rounds, seed }: BootstrapOptions): Estimate[] {
  const total = addTallies(groups);
  const samples = groups.length < 2 ? [] : resample(groups, Object.keys(total), rounds, seed);
  return measures.map((measure) => {
    const values = samples.map(measure.of).filter((value) => value !== undefined);
    const usable = values.length > 0 && values.length >= samples.length * LEAST_DEFINED;
    const sorted = Float64Array.from(usable ? values : []).toSorted();
    return { value: measure.of(total), low: percentile(sorted, 0.025), high: percentile(sorted, 0.975) };
  });
}

function resample(groups: readonly Tally[], keys: readonly string[], rounds: number, seed: number): Tally[] {
  const random = seededRandom(seed);
  const rows = groups.map((group) => Float64Array.from(keys, (key) => group[key] ?? 0));
  const samples: Tally[] = [];
  for (let round = 0; round < rounds; round++) {
    const sums = new Float64Array(keys.length);
    for (let draw = 0; draw < rows.length; draw++) {
      const row = rows[Math.floor(random() * rows.length)] as Float64Array;
      for (let at = 0; at < sums.length; at++) sums[at] = (sums[at] as number) + (row[at] as number);
    }
    samples.push(Object.fromEntries(keys.map((key, at) => [key, sums[at] as number])));
  }
  return samples;
}

/** By linear interpolation between closest ranks; undefined for no values. */
function percentile(sorted: Float64Array, share: number): number | undefined {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  return below === undefined || above === undefined ? undefined : below + (above - below) * (place - Math.floor(place));
}

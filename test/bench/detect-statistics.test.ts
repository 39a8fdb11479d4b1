import { expect, test } from "vitest";
import { estimate, type Tally } from "../../bench/detect/bootstrap.ts";
import { CLASSIFICATION, share } from "../../bench/detect/measures.ts";
import { seededRandom } from "../../bench/detect/random.ts";

function figures(tally: Tally): Record<string, number | undefined> {
  return Object.fromEntries(CLASSIFICATION.map(({ id, of }) => [id, of(tally)]));
}

test("classification figures follow their definitions", () => {
  const found = figures({ tp: 6, fp: 2, tn: 8, fn: 4 });

  expect(found).toEqual({
    precision: 0.75,
    recall: 0.6,
    falsePositiveRate: 0.2,
    f1: 12 / 18,
    balancedAccuracy: (0.6 - 0.2 + 1) / 2,
    youden: 0.6 - 0.2,
  });
});

test("a figure without a denominator does not exist", () => {
  expect(figures({ tp: 0, fp: 0, tn: 3, fn: 0 })).toEqual({
    precision: undefined,
    recall: undefined,
    falsePositiveRate: 0,
    f1: undefined,
    balancedAccuracy: undefined,
    youden: undefined,
  });
});

test("random numbers depend on the seed alone and spread over [0, 1)", () => {
  const draw = (seed: number): number[] => {
    const random = seededRandom(seed);
    return Array.from({ length: 2000 }, random);
  };

  const numbers = draw(7);

  expect(numbers).toEqual(draw(7));
  expect(numbers).not.toEqual(draw(8));
  expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
  expect(numbers.reduce((sum, number) => sum + number, 0) / 2000).toBeCloseTo(0.5, 1);
});

const HITS = share("hits", "hits", "hit", "rows");

test("the interval holds the figure, is the same for the same seed, and comes from the groups", () => {
  const groups = Array.from({ length: 40 }, (_, index) => ({ rows: 1, hit: index % 4 === 0 ? 1 : 0 }));

  const [found] = estimate(groups, [HITS], { rounds: 2000, seed: 1 });

  expect(found?.value).toBe(0.25);
  // The exact binomial quantiles of 40 draws at 0.25 are 5 and 16.
  expect(found?.low).toBeCloseTo(5 / 40, 1);
  expect(found?.high).toBeCloseTo(16 / 40, 1);
  expect(estimate(groups, [HITS], { rounds: 2000, seed: 1 })).toEqual([found]);
});

test("rows of one group count as one case: the interval is wider than over rows", () => {
  const rows = Array.from({ length: 40 }, (_, index) => ({ rows: 1, hit: index < 20 ? 1 : 0 }));
  const families = [0, 1, 2, 3].map((at) => ({ rows: 10, hit: at < 2 ? 10 : 0 }));

  const [single] = estimate(rows, [HITS], { rounds: 500, seed: 1 });
  const [grouped] = estimate(families, [HITS], { rounds: 500, seed: 1 });

  expect(grouped?.value).toBe(single?.value);
  expect((grouped?.high ?? 0) - (grouped?.low ?? 0)).toBeGreaterThan(2 * ((single?.high ?? 0) - (single?.low ?? 0)));
});

test.each([
  ["one group", [{ rows: 5, hit: 2 }], 100],
  [
    "no samples",
    [
      { rows: 5, hit: 2 },
      { rows: 5, hit: 2 },
    ],
    0,
  ],
  ["a figure that most samples lack", [{ rows: 5, hit: 2 }, ...Array.from({ length: 9 }, () => ({ rows: 0 }))], 100],
])("gives no interval for %s", (_, groups, rounds) => {
  expect(estimate(groups, [HITS], { rounds, seed: 1 })).toEqual([{ value: 0.4, low: undefined, high: undefined }]);
});

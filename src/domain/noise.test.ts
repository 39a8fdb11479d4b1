import { expect, test } from "vitest";
import { heldWords, withinNoise } from "./noise.ts";

const defect = (severity: "low" | "medium" | "high", probability: number) => ({ severity, probability });
const DEFECTS = [defect("low", 0.9), defect("high", 0.2), defect("high", 0.5), defect("medium", 0.9), defect("high", 0.8)];

test("the worst and likeliest are told, and why the others are not", () => {
  const budget = { maxComments: 2, minProbability: 0.3 };

  const { told, held } = withinNoise(DEFECTS, budget);

  expect(told).toEqual([defect("high", 0.8), defect("high", 0.5)]);
  expect(held).toEqual({ unlikely: 1, overLimit: 2 });
  expect(heldWords(held, budget)).toEqual([
    "2 more than the 2 that are told (noise.maxComments)",
    "1 less likely than 0.3 (minProbability)",
  ]);
});

test("nothing is held back where there is room", () => {
  const budget = { maxComments: 9, minProbability: 0 };

  expect(withinNoise(DEFECTS, budget).told).toHaveLength(5);
  expect(heldWords(withinNoise(DEFECTS, budget).held, budget)).toEqual([]);
});

import { expect, test } from "vitest";
import { DEFAULT_BUDGET, withLimits } from "./budget.ts";

test("limits that are said take the place of those of the budget, undefined ones do not", () => {
  expect(withLimits(DEFAULT_BUDGET, { tokens: 0, money: undefined, seconds: 5 })).toEqual({
    ...DEFAULT_BUDGET,
    tokens: 0,
    seconds: 5,
  });
});

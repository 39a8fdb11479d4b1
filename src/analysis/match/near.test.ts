import { expect, test } from "vitest";
import { nearTo } from "./near.ts";

test("tells places that have something in common with others", () => {
  const near = nearTo([
    { start: 40, end: 50 },
    { start: 10, end: 20 },
    { start: 15, end: 30 },
  ]);

  expect([near(0, 9), near(12, 13), near(25, 35), near(0, 100), near(31, 39), near(45, 45), near(51, 60)]).toEqual([
    false,
    true,
    true,
    true,
    false,
    true,
    false,
  ]);
});

test("nothing is near to no place", () => {
  expect(nearTo([])(0, 10)).toBe(false);
});

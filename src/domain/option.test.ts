import { expect, test } from "vitest";
import { optionLetter, optionNamed } from "./option.ts";

test("an option is named by its letter in either case or by its variant", () => {
  const candidates = [{ variant: "fallback" }, { variant: "refuse" }, {}];

  expect(["A", "b", "refuse", "fallback", "D", "", "C"].map((word) => optionNamed(word, candidates))).toEqual([
    0, 1, 1, 0, -1, -1, 2,
  ]);
});

test("after Z come numbers, so that every attempt has a name of its own", () => {
  const names = Array.from({ length: 60 }, (_, at) => optionLetter(at));

  expect(names.slice(0, 3)).toEqual(["A", "B", "C"]);
  expect(new Set(names).size).toBe(60);
});

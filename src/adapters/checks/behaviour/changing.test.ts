import { expect, it } from "vitest";
import { differenceOf } from "./compare.ts";
import { changesResults, isOtherValue } from "./changing.ts";
import type { Canon, Observation } from "./plan.ts";

const seen = (value: Canon, outcome: Observation["outcome"] = "returned"): Observation => ({
  id: 0,
  outcome,
  value,
  effects: [],
});

function judged(old: Observation, fresh: Observation): boolean | undefined {
  const difference = differenceOf(old, undefined, fresh, new Set());
  return difference && isOtherValue(old, fresh, difference);
}

const MD5 = "d41d8cd98f00b204e9800998ecf8427e";
const SHA = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

it.each<[string, Canon, Canon]>([
  ["another digest", ["str", MD5], ["str", MD5.toUpperCase().toLowerCase().split("").toReversed().join("")]],
  ["a longer digest", ["str", MD5], ["str", SHA]],
  ["bytes of another digest", ["bytes", "\u0000".repeat(16)], ["bytes", "\u00ff\u0001".repeat(16)]],
  [
    "a pair of both",
    [
      "tuple",
      [
        ["bytes", "a\u0000".repeat(16)],
        ["bytes", "b\u0000".repeat(8)],
      ],
    ],
    [
      "tuple",
      [
        ["bytes", "c\u0001".repeat(16)],
        ["bytes", "d\u0001".repeat(8)],
      ],
    ],
  ],
  ["another number", ["int", "12"], ["int", "91823"]],
])("%s is a value of the same making", (_, old, fresh) => {
  expect(judged(seen(old), seen(fresh))).toBe(true);
});

it.each<[string, Canon, Canon]>([
  ["another type", ["str", MD5], ["bytes", MD5]],
  ["no value", ["str", MD5], ["none", ""]],
  ["a digest in other letters", ["str", MD5], ["str", "1B2M2Y8AsgTpgAmY7PhCfg=="]],
  ["a shorter text", ["str", MD5], ["str", "d41d8"]],
  ["other words", ["str", "hello to all"], ["str", "good bye all"]],
  ["another number of parts", ["list", [["str", MD5]]], ["list", []]],
])("%s is not", (_, old, fresh) => {
  expect(judged(seen(old), seen(fresh))).toBe(false);
});

it("what failed over its input may return, what was refused may not", () => {
  expect(judged(seen(["IndexError", ""], "raised"), seen(["str", MD5]))).toBe(true);
  expect(judged(seen(["ValueError", ""], "raised"), seen(["str", MD5]))).toBe(false);
  expect(judged(seen(["str", MD5]), seen(["ValueError", ""], "raised"))).toBe(false);
});

it("only some kinds of weakness need other values", () => {
  expect(["fixed-salt", "weak-hash", "weak-random", "CWE-329"].every(changesResults)).toBe(true);
  expect(["sql-injection", "path-traversal", "CWE-1"].some(changesResults)).toBe(false);
});

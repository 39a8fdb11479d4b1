import { expect, test } from "vitest";
import { LEVELS, levelReached, passedAbove, type Verdict } from "./verdict.ts";

const verdict = (level: Verdict["level"], outcome: Verdict["outcome"]): Verdict => ({
  check: level,
  level,
  outcome,
  reason: outcome === "pass" ? "ok" : "no-tests",
  detail: "",
  seconds: 0,
});

test("what passed above a rung that did not run is told, and does not raise the level", () => {
  const verdicts = LEVELS.map((level) => verdict(level, level === "E4" ? "inconclusive" : "pass"));

  expect(levelReached(verdicts, LEVELS)).toBe("E3");
  expect(passedAbove(verdicts, "E3")).toEqual(["E5", "E6"]);
});

test("a candidate without level has nothing above it", () => {
  const verdicts = [verdict("E0", "pass"), verdict("E5", "fail")];

  expect(passedAbove(verdicts, levelReached(verdicts, LEVELS))).toEqual([]);
});

import { describe, expect, test } from "vitest";
import { holds, parseComparison } from "./comparison.ts";

const VALUES: Readonly<Record<string, number | string>> = { X: 10, S: "md5" };

describe("conditions over metavariables", () => {
  test.each([
    ["$X < 11", true],
    ["$X <= 9 or $X == 10", true],
    ["not $X == 10", false],
    ["$X * 2 + 1 == 21 and $X % 3 == 1", true],
    ["2 ** 3 == 8", true],
    ["-$X < 0", true],
    ["($X - 4) / 2 >= 3", true],
    ["$S == 'md5'", true],
    ["$S < 3", false],
    ["$MISSING < 3", false],
    ["not $MISSING < 3", false],
    ["0x10 == 16", true],
  ])("%s", (source, expected) => {
    expect(holds(parseComparison(source), (name) => VALUES[name])).toBe(expected);
  });

  test.each([
    ["len($X) > 3", '"len"'],
    ["$X in [1]", '"in"'],
    ["re.match('a', $X)", '"re"'],
    ["$X <", "ends too early"],
    ["($X", "bracket"],
    ["", "ends too early"],
    ["$X & 1", '"&'],
  ])("%s is refused by name", (source, named) => {
    expect(() => parseComparison(source)).toThrow(named);
  });
});

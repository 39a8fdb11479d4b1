import { describe, expect, test } from "vitest";
import { holds } from "./comparison.ts";
import { parseComparison } from "./parse-comparison.ts";

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
    ["$X in [1, 10]", true],
    ["$X not in (1, 10)", false],
    ["'d5' in $S", true],
    ["int('12') + 1 == 13", true],
    ["int('0x1f') == 31", true],
    ["int('twelve') == 12", false],
    ["float('1.5') > 1", true],
    ["str($X) == '10'", true],
    ["upper($S) == 'MD5' and $S.upper().lower() == $S", true],
    ["re.match('^m.\\d$', $S)", true],
    ["re.match(r'd', $S)", false],
    ["$S < 'n' and True", true],
    ["$S + 'x' == 'md5x'", true],
  ])("%s", (source, expected) => {
    expect(holds(parseComparison(source), (name) => VALUES[name])).toBe(expected);
  });

  test.each([
    ["len($X) > 3", '"len"'],
    ["today() > 3", '"today"'],
    ["strptime($X)", '"strptime"'],
    ["re.search('a', $X)", '"re.search"'],
    ["re.match('(?=a)', $X)", "look-around"],
    ["re.match($X, 'a')", "needs a text"],
    ["$S.strip() == 1", '".strip"'],
    ["$X not 3", '"not"'],
    ["int(1, 2)", "one argument"],
    ["$X <", "ends too early"],
    ["($X", "bracket"],
    ["", "ends too early"],
    ["$X & 1", '"&'],
  ])("%s is refused by name", (source, named) => {
    expect(() => parseComparison(source)).toThrow(named);
  });
});

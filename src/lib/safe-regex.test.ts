import { describe, expect, test } from "vitest";
import { safeRegex } from "./safe-regex.ts";

function compiled(source: string, multiline = false) {
  const outcome = safeRegex(source, { multiline });
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.regex;
}

describe("what RE2 has", () => {
  test("searching, and matching from the start", () => {
    const regex = compiled("b+");

    expect([regex.test("abb"), regex.testStart("abb"), regex.testStart("bba"), regex.testStart("bba")]).toEqual([
      true,
      false,
      true,
      true,
    ]);
  });

  test("matches with groups, in UTF-16 offsets", () => {
    expect([...compiled("(x)|(y)").matches("😀x y")]).toEqual([
      { start: 2, end: 3, groups: [{ start: 2, end: 3 }, undefined] },
      { start: 4, end: 5, groups: [undefined, { start: 4, end: 5 }] },
    ]);
  });

  test("lines on demand", () => {
    expect([compiled("^b", true).test("a\nb"), compiled("^b").test("a\nb")]).toEqual([true, false]);
  });

  test("empty matches are left out", () => {
    expect([...compiled("a*").matches("baab")]).toEqual([{ start: 1, end: 3, groups: [] }]);
  });
});

describe("what it lacks is refused with a reason", () => {
  test.each([
    ["(?=a)b", "look-around"],
    ["(?!a)b", "look-around"],
    ["(?<=a)b", "look-around"],
    ["(?<!a)b", "look-around"],
    ["(a)\\1", "back-reference"],
    ["a(", "missing"],
    ["a".repeat(10_001), "longer"],
  ])("%s", (source, reason) => {
    expect(safeRegex(source)).toMatchObject({ ok: false, reason: expect.stringContaining(reason) as string });
  });

  test("an escaped bracket is no look-around", () => {
    expect(safeRegex("\\(?=a")).toMatchObject({ ok: true });
  });
});

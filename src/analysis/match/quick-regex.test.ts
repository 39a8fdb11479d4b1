import { assert, constantFrom, property, string, stringMatching } from "fast-check";
import { describe, expect, test } from "vitest";
import { safeRegex } from "#lib/safe-regex.ts";
import { quickRegex } from "./quick-regex.ts";

const SOURCES = [
  "(?i)^(\\w+_)?(pass(word|wd)|secret|token)s?$",
  "^(?:[a-z_]\\w*$)",
  "(?s)^[rub]*[\"'].*%s",
  "(?is)^select\\s.*from\\b",
  "a.c$",
  "^[^\"'\\s]+\\.(js|css)$",
  "[\\w.-]+@[^@]+",
  "x{2,3}y|\\bz\\B",
  "(a|b|ab)*c",
  "(?:a|aa)+$",
] as const;
const WARM = "-".repeat(5000);

describe("an expression that is used much", () => {
  test.each(SOURCES)("finds what RE2 finds: %s", (source) => {
    const outcome = safeRegex(source, { multiline: true });
    if (!outcome.ok) throw new Error(outcome.reason);
    const quick = quickRegex(source, true);
    quick.test(WARM);
    const alike = (text: string): void => {
      expect([text, quick.test(text), quick.testStart(text)]).toEqual([
        text,
        outcome.regex.test(text),
        outcome.regex.testStart(text),
      ]);
    };
    assert(property(stringMatching(/^[a-cxyz_"'%s.@\n\r k\u212a\u2028]{0,12}$/), alike));
    assert(property(string({ unit: "grapheme" }), alike));
    assert(
      property(
        constantFrom("password", "a\rc", "a\nc", "user_Tokens", "select *\nfrom t", "x.js\n", "\u212aey", "ab\n", "r'a%s"),
        alike,
      ),
    );
  });

  test("stays with RE2 where another engine could be kept busy", () => {
    const quick = quickRegex("^(a|b|ab)*c", true);
    quick.test(WARM);

    expect(quick.testStart("ab".repeat(1500))).toBe(false);
    expect(quick.testStart(`${"ab".repeat(1500)}c`)).toBe(true);
  });
});

test.each(["(?=a)", "(a", "a{2000}"])("what RE2 refuses is refused: %s", (source) => {
  expect(() => quickRegex(source, true)).toThrow("regular expression");
});

import { assert, constantFrom, property, stringMatching } from "fast-check";
import { describe, expect, test } from "vitest";
import { safeRegex } from "#lib/safe-regex.ts";
import { regexLiterals } from "./regex-literals.ts";

describe("literals that a match must hold", () => {
  test.each([
    ["password", [["password"]]],
    ["(?i)^(\\w+_)?(PassWord|pwd|secret_?key)$", [["password", "pwd", "secret"]]],
    ["abc\\.def", [["abc.def"]]],
    ["abcd?ef", [["abc"]]],
    ["(abc)+x", [["abc"]]],
    ["[abc]xyz[^]]", [["xyz"]]],
    ["ab{2}cde", [["cde"]]],
    ["abc\\s+(def|ghi)\\w*jkl|mno", [["abc", "mno"]]],
    ["abc\\s+(def|ghi)\\w*jkl", [["abc"], ["def", "ghi"], ["jkl"]]],
    ["(abc.*def|ghi)", [["abc", "ghi"]]],
    ["ab\\s+`[^`]*\\$\\{\\w+\\}", [["`"], ["${"], ["}"]]],
  ])("%s", (source, literals) => {
    expect(regexLiterals(source)).toEqual(literals);
  });

  test.each(["\\w+", "ab", "a.b-?", "abc|.", "(abc)?", "(abc)*def?", ".*", "(?x) a b c", "", "(abc", "abc{0,3}"])(
    "%s has none that can be told, or few",
    (source) => {
      expect(
        regexLiterals(source)
          .flat()
          .every((literal) => literal.length > 3 || /\W/.test(literal)),
      ).toBe(true);
    },
  );

  test("whatever matches holds one of each set", () => {
    const sources = ["(?i)(abc|bcd+)e?", "a(bc|cd)*dab", "[ab]+(?:cab|bad){1,2}", "^(?:abc)?bcda?$", "abc\\b|cab."] as const;
    assert(
      property(constantFrom(...sources), stringMatching(/^[a-eA-E ]{0,12}$/), (source, text) => {
        const outcome = safeRegex(source);
        if (!outcome.ok || !outcome.regex.test(text)) return;
        for (const set of regexLiterals(source)) expect(set.some((literal) => text.toLowerCase().includes(literal))).toBe(true);
      }),
      { numRuns: 2000, seed: 1 },
    );
  });
});

import { array, assert, constantFrom, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { safeRegex } from "#lib/safe-regex.ts";
import { quickRegex } from "./quick-regex.ts";
import { tailOf } from "./regex-tail.ts";

describe("the tail of an expression", () => {
  test.each([
    ["(?is)/\\*\\*([^*]|\\*+[^*/])*\\*/\\s*function", "(?is)\\*/\\s*function"],
    ["a+b{2}(c|d)*->[e\\]]f", "->[e\\]]f"],
    ["x*return y", "return y"],
  ])("of %s is %s", (source, tail) => {
    expect(tailOf(source)).toBe(tail);
  });

  test.each([
    ["alternatives of the whole", "a*->|b"],
    ["fixed text in front of every loop", "=>a*"],
    ["fixed text that need not be there", "a*(->)?(=>)*"],
    ["text whose last character repeats", "a*-[>]"],
    ["text in a quotation", "a*\\Q->\\E"],
    ["a group that never ends", "a*(->"],
  ])("is not told for %s: %s", (_, source) => {
    expect(tailOf(source)).toBeUndefined();
  });

  test.each(["(?i)/\\*([^*]|\\*+[^*/])*\\*/\\s*f\\(", "\\bx[^)]*\\)=>\\w", "^x.*->$"])(
    "leaves the matches as they are: %s",
    (source) => {
      const outcome = safeRegex(source, { multiline: true });
      if (!outcome.ok) throw new Error(outcome.reason);
      const { regex } = outcome;
      const quick = quickRegex(source, true);
      const pieces = constantFrom("/*", "*/", "*", "f(", "F(", " ", "x", ")", "=>", "->", "\n", "-".repeat(500));
      assert(
        property(array(pieces, { maxLength: 14 }), (parts) => {
          const text = `${"-".repeat(990)}\n${parts.join("")}`;
          expect([...quick.matches(text)]).toEqual([...regex.matches(text)]);
        }),
      );
    },
  );
});

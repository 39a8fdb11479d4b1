import { describe, expect, test } from "vitest";
import { matchedCode } from "./match-code.ts";

const RULE = `patterns:
  - pattern: get("$ADDRESS")
  - metavariable-regex:
      metavariable: $ADDRESS
      regex: ^http://
`;
/** So many places to look at that the texts of the file are looked at first. */
const MANY = "get(other)\n".repeat(1500);

describe("a condition on a text, in a file with many places", () => {
  test.each([
    ["a literal", 'get("http://a")', 'get("http://a")'],
    ["a name bound to a literal", 'place = "http://a"\nget(place)', "get(place)"],
    ["nothing where the text is another", 'get("https://a")', undefined],
    ["nothing where the text stands in a comment", '# http://a\nget("a")', undefined],
  ])("finds %s", async (_, code, expected) => {
    expect(await matchedCode("python", RULE, `${MANY}${code}\n`)).toEqual(expected === undefined ? [] : [expected]);
  });

  test.each([
    ["literals that are joined", '^"a" "http', 'get("a" "http://b")'],
    ["a sum", '^"a" [+]', 'get("a" + "b")'],
  ])("is asked of the code of %s", async (_, regex, code) => {
    const rule = RULE.replace("^http://", () => `'${regex}'`);
    expect(await matchedCode("python", rule, `${MANY}${code}\n`)).toEqual([code]);
  });

  test.each([
    ["a literal in parentheses", 'get(("a"))'],
    ["a name bound to one", 'place = ("a")\nget(place)'],
    ["joined literals in parentheses", 'get(("a" "b"))'],
  ])("finds as much as in a file with few: %s", async (_, code) => {
    for (const regex of ['^[(]"a', "^a", '^"a"', "^ab"]) {
      const rule = RULE.replace("^http://", () => `'${regex}'`);
      expect(await matchedCode("python", rule, `${MANY}${code}\n`)).toEqual(await matchedCode("python", rule, `${code}\n`));
    }
  });
});

import { expect, test } from "vitest";
import { jsonFlaw } from "./json-flaw.ts";

test.each([
  ["duplicate-key", '{"a":1,"b":{"a":1,"\\u0061":2}}'],
  ["duplicate-key", '[{"a":[{}],"a":1}]'],
  ["not-finite", '{"a":[1,NaN]}'],
  ["not-finite", '{"a":-Infinity}'],
  ["trailing-text", '{"a":1} {"b":2}'],
  ["trailing-text", "[]\n\0"],
  ["too-deep", `${"[".repeat(9)}${"]".repeat(9)}`],
  ["too-deep", '{"a":'.repeat(9)],
])("%s in %s", (kind, text) => {
  expect(jsonFlaw(text, 8)?.kind).toBe(kind);
});

test.each([
  "",
  "{",
  '{"a',
  '"NaN"',
  '{"NaN":"Infinity, {[","b":["a","a"],"c":{"a":"a"}}',
  '{"a":{"b":1},"b":{"a":1}}\n ',
  "[[[[[[[[]]]]]]]]",
  '{"\\x":1}',
  "]]]]",
])("nothing in %j", (text) => {
  expect(jsonFlaw(text, 8)).toBeUndefined();
});

test("a million brackets are read without recursion", () => {
  expect(jsonFlaw("[".repeat(1_000_000), Number.POSITIVE_INFINITY)).toBeUndefined();
});

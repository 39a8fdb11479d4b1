import { expect, test } from "vitest";
import { kindOf } from "./file-kinds.ts";
import { LANGUAGES } from "./registry.ts";

test("what a language pack covers is no further kind: a scanner's languages speak of it", () => {
  for (const { extensions } of LANGUAGES) for (const ending of extensions) expect(kindOf(`a${ending}`)).toBeUndefined();
});

test.each([
  ["src/Dockerfile", "dockerfile"],
  ["a/b.rb", "ruby"],
  [".env.local", "settings"],
  ["main.tf", "terraform"],
  ["README", undefined],
])("%s is of kind %s", (path, kind) => {
  expect(kindOf(path)).toBe(kind);
});

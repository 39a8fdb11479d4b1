import { expect, test } from "vitest";
import { LANGUAGES } from "#analysis/languages/registry.ts";
import { MODEL_FOLDERS } from "#analysis/models/load.ts";
import { RULE_FOLDERS } from "#rules/builtin.ts";

test("every family of languages has its rules and models", () => {
  const families = [...new Set(LANGUAGES.map((pack) => pack.family))].toSorted();

  expect(RULE_FOLDERS).toEqual(families);
  expect(MODEL_FOLDERS).toEqual(families);
});

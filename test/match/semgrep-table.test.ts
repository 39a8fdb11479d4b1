import { expect, test } from "vitest";
import { SEMGREP_GROUPS } from "../../scripts/reference-semgrep.ts";
import { ruleErrors, ruleText } from "./match-code.ts";

const PARTS = SEMGREP_GROUPS.flatMap(({ title, parts }) => parts.map((part) => [`${title}: ${part.name}`, part] as const));

/** The example in a rule; one that names its languages replaces the usual ones. */
function ruleOf(example: string): string {
  const text = ruleText("python", example);
  return example.includes("languages:") ? text.replace("    languages: [python]\n", "") : text;
}

test.each(PARTS.filter(([, { supported }]) => supported === "yes"))("%s is accepted", async (_, { example }) => {
  expect(await ruleErrors(ruleOf(example))).toEqual([]);
});

test.each(PARTS.filter(([, { supported }]) => supported === "no"))("%s is refused with a line", async (_, { example }) => {
  const errors = await ruleErrors(ruleOf(example));

  expect(errors).not.toEqual([]);
  expect(errors.every((error) => /^\d+: ./u.test(error))).toBe(true);
});

test("the table has both", () => {
  for (const supported of ["yes", "no"])
    expect(PARTS.filter(([, part]) => part.supported === supported).length).toBeGreaterThan(10);
});

import { expect, test } from "vitest";
import type { CChecks } from "#ports/c-checks.ts";
import { checkContext } from "#testing/check-contract.ts";
import { depthOf, notProved } from "./depth.ts";

const subject = { files: { "a.c": "int a;\n" }, patched: { "a.c": "int b;\n" } };

async function barred(prove: CChecks["prove"] | undefined, severity: "high" | "medium", tier: number | undefined) {
  const context = await checkContext(subject, {
    ...(prove !== undefined && { c: { fuzzer: "libfuzzer", fuzzSeconds: 4, prove } }),
    ...(tier !== undefined && { tierOf: () => tier }),
  });
  return notProved({ ...context, defect: { ...context.defect, severity } });
}

test.each<[CChecks["prove"] | undefined, "high" | "medium", number | undefined, boolean]>([
  ["off", "high", 3, false],
  ["by-risk", "high", 0, true],
  ["by-risk", "medium", 1, false],
  ["by-risk", "medium", 2, true],
  ["always", "medium", 0, true],
  [undefined, "medium", 0, false],
  [undefined, "medium", undefined, true],
])("setting %s, a %s defect, tier %s: solvers are asked: %s", async (prove, severity, tier, asked) => {
  const why = await barred(prove, severity, tier);

  expect(why === undefined).toBe(asked);
});

test("why nobody was asked is told with its setting", async () => {
  expect(await barred("off", "high", 3)).toBe("No solver was asked: the setting c.prove is off.");
  expect(await barred("by-risk", "medium", 1)).toContain(
    "the defect is medium and the change is small (setting c.prove: by-risk)",
  );
});

test("without settings the defaults hold", () => {
  expect(depthOf({})).toEqual({ fuzzer: "libfuzzer", fuzzSeconds: 4, prove: "by-risk" });
});

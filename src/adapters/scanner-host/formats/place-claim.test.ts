import { expect, test } from "vitest";
import { sourceText } from "#adapters/scanner-host/source-text.ts";
import type { Claim, ClaimedPlace } from "./claim.ts";
import { placeClaim } from "./place-claim.ts";

const source = sourceText("a.py", "def f():\n    bad(1)\n");
const claim = (place: Omit<ClaimedPlace, "path" | "unit">): Claim => ({
  rule: "r",
  cwe: [],
  severity: "high",
  confidence: 0.5,
  message: "m",
  suggestion: "good(1)",
  place: { path: "a.py", unit: "points", ...place },
});
const suggested = (place: Omit<ClaimedPlace, "path" | "unit">): string | undefined => {
  const placed = placeClaim(claim(place), () => source);
  return typeof placed === "string" ? placed : placed.suggestion;
};

test("a replacement is kept for exactly the region that was claimed", () => {
  expect(suggested({ startLine: 2, startColumn: 5, endLine: 2, endColumn: 11 })).toBe("good(1)");
});

test.each([
  ["columns past the end", { startLine: 2, startColumn: 5, endLine: 2, endColumn: 99 }],
  ["an end before the start", { startLine: 2, startColumn: 9, endLine: 2, endColumn: 6 }],
  ["a whole line", { startLine: 2 }],
  ["no end", { startLine: 2, startColumn: 5 }],
])("a replacement is dropped with %s", (_, place) => {
  expect(suggested(place)).toBeUndefined();
});

import { expect, test } from "vitest";
import { Digest } from "#domain/ids.ts";
import { applyEdits, type TextEdit } from "#domain/patch.ts";
import { digest } from "#lib/digest.ts";
import { coverageOf, patchedLines } from "./patched-lines.ts";

const BEFORE = "one\ntwo\nthree\nfour\n";

function lines(...edits: TextEdit[]): number[] {
  const after = applyEdits(BEFORE, edits);
  return patchedLines({ path: "a.py", baseDigest: Digest.parse(digest("")), edits }, after.ok ? after.text : "");
}

test.each([
  ["a word", [{ start: 4, end: 7, text: "TWO" }], [2]],
  ["a line put in before it", [{ start: 4, end: 4, text: "new\n" }], [2]],
  ["a line end and a line", [{ start: 3, end: 3, text: "\n  new" }], [2]],
  [
    "two places, the second shifted by the first",
    [
      { start: 0, end: 3, text: "a\nb" },
      { start: 14, end: 18, text: "FOUR" },
    ],
    [1, 2, 5],
  ],
  ["what is only taken out", [{ start: 4, end: 8, text: "" }], []],
  ["only blanks", [{ start: 4, end: 4, text: "\n\n" }], []],
])("%s", (_, edits, expected) => {
  expect(lines(...edits)).toEqual(expected);
});

test("counts the lines that can run, and knows nothing of a file that nobody watched", () => {
  const known = { ran: new Set([1, 2]), can: (line: number) => line !== 3 };

  expect(coverageOf(new Map([["a.py", [2, 3, 4]]]), new Map([["a.py", known]]))).toEqual({ ran: 1, of: 2, missed: ["a.py:4"] });
  expect(coverageOf(new Map([["b.py", [1]]]), new Map([["a.py", known]]))).toBeUndefined();
});

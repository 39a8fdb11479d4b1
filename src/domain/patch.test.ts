import fc from "fast-check";
import { expect, test } from "vitest";
import { applyEdits, spanningEdit } from "./patch.ts";

test("applies edits in order of place, whatever order they come in", () => {
  const edits = [
    { start: 6, end: 11, text: "there" },
    { start: 0, end: 5, text: "Hi" },
    { start: 11, end: 11, text: "!" },
  ];

  expect(applyEdits("hello world", edits)).toEqual({ ok: true, text: "Hi there!" });
});

test.each([
  [
    "overlap",
    [
      { start: 0, end: 3, text: "" },
      { start: 2, end: 4, text: "" },
    ],
    /overlaps/,
  ],
  ["run out of the text", [{ start: 3, end: 9, text: "" }], /outside/],
  ["are reversed", [{ start: 3, end: 2, text: "" }], /outside/],
  ["split a character", [{ start: 5, end: 5, text: "x" }], /splits/],
])("refuses edits that %s", (_, edits, reason) => {
  expect(applyEdits("abcd\u{1f600}", edits)).toEqual({ ok: false, reason: expect.stringMatching(reason) });
});

test("a spanning edit turns one text into the other and touches no common end", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (before, after) => {
      const edits = spanningEdit(before, after);
      expect(applyEdits(before, edits)).toEqual({ ok: true, text: after });
      expect(edits.length).toBe(before === after ? 0 : 1);
    }),
  );
});

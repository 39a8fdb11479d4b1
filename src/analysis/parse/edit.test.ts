import { expect, test } from "vitest";
import { editBetween } from "./edit.ts";

test("an edit is the range that differs", () => {
  expect(editBetween("a = 1\nb = 2\n", "a = 1\nbc\n = 2\n")).toEqual({
    startIndex: 7,
    oldEndIndex: 7,
    newEndIndex: 9,
    startPosition: { row: 1, column: 1 },
    oldEndPosition: { row: 1, column: 1 },
    newEndPosition: { row: 2, column: 0 },
  });
  expect(editBetween("one\ntwo\nthree", "one\nthree")).toMatchObject({ startIndex: 5, oldEndIndex: 9, newEndIndex: 5 });
  expect(editBetween("same", "same")).toBeUndefined();
  expect(editBetween("", "x")).toMatchObject({ startIndex: 0, oldEndIndex: 0, newEndIndex: 1 });
});

test("what repeats is not counted twice, and no character is cut in two", () => {
  expect(editBetween("aa", "aaa")).toMatchObject({ startIndex: 2, oldEndIndex: 2, newEndIndex: 3 });
  expect(editBetween("'\u{1F600}'", "'\u{1F601}'")).toMatchObject({ startIndex: 1, oldEndIndex: 3, newEndIndex: 3 });
  expect(editBetween("'\u{1F600}'", "'\u{1FA00}'")).toMatchObject({ startIndex: 1, oldEndIndex: 3, newEndIndex: 3 });
});

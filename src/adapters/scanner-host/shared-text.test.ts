import { expect, test } from "vitest";
import { openText, shareText } from "./shared-text.ts";

test.each(["", "plain = 1\n", "é\xff\0", "\u0100", "'\u{1F600}' \ud800 lone", "a".repeat(10_000)])(
  "a shared text is the text, unit for unit: %j",
  (text) => {
    expect(openText(shareText(text))).toBe(text);
  },
);

test("a text takes two bytes a unit only where it must", () => {
  expect(shareText("é").units.byteLength).toBe(1);
  expect(shareText("é\u0100").units.byteLength).toBe(4);
});

import { expect, it } from "vitest";
import { decodeSource, locationFault, markerFor, sourceText, unitsBeforeByte, wholeLine } from "./source-text.ts";

it.each([
  ["eval(x)", 4, 4],
  ["é = eval(x)", 5, 4],
  ["'💶'; eval(x)", 8, 6],
  ["'💶'", 3, 1],
  ["ab", 9, 2],
])("counts UTF-16 units before a byte of %s", (line, byte, units) => {
  expect(unitsBeforeByte(line, byte)).toBe(units);
});

it("keeps a byte order mark and says what is not UTF-8", () => {
  expect(decodeSource(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toEqual({ text: "\ufeffa", valid: true });
  expect(decodeSource(Uint8Array.of(0x61, 0xe9))).toEqual({ text: "a\ufffd", valid: false });
});

const source = sourceText("a.py", "  one # nosec \r\ntwo\rthree\n");

it("knows lines by every line end", () => {
  expect([source.lines, source.line(1), source.line(2), source.line(3), source.line(4), source.line(9)]).toEqual([
    4,
    "  one # nosec ",
    "two",
    "three",
    "",
    "",
  ]);
  expect(wholeLine(source, 1)).toEqual({ path: "a.py", startLine: 1, startColumn: 3, endLine: 1, endColumn: 14 });
});

it.each([
  [{ startLine: 1, startColumn: 1, endLine: 3, endColumn: 6 }, undefined],
  [{ startLine: 1, startColumn: 1, endLine: 5, endColumn: 1 }, "line 5 of 4"],
  [{ startLine: 2, startColumn: 1, endLine: 2, endColumn: 5 }, "a column past the end of its line"],
  [{ startLine: 2, startColumn: 3, endLine: 2, endColumn: 2 }, "the end is before the start"],
  [{ startLine: 0, startColumn: 1, endLine: 1, endColumn: 1 }, "not positive whole numbers"],
])("finds the fault of %j", (region, fault) => {
  expect(locationFault(source, { path: "a.py", ...region })).toBe(fault);
});

it("names the nearest marker at or above a finding", () => {
  const place = { path: "a.py", startLine: 3, startColumn: 1, endLine: 3, endColumn: 2 };

  expect(markerFor(source, place, /#\s*nosec/)).toBe("# nosec");
});

import { expect, it } from "vitest";
import { jsonPieces, type JsonPath } from "./json-pieces.ts";

function read(text: string, paths: readonly string[], cut = text.length) {
  const pieces: [string, unknown][] = [];
  const opened: string[] = [];
  const reader = jsonPieces({
    paths,
    onPiece: (path, value) => pieces.push([path.join("."), value]),
    onOpen: (path: JsonPath, kind) => opened.push(`${path.join(".")} ${kind}`),
  });
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += cut) reader.write(bytes.subarray(at, at + cut));
  return { fault: reader.end(), pieces, opened };
}

it("hands out what was asked for, wherever the text is cut, and drops the rest", () => {
  const text = '{"runs":[{"results":[{"x":1},{"y":["é"]}],"tool":{"a":{}}},{"results":[]}],"more":[1,2,3]}';
  const paths = ["$.runs.*.results.*", "$.runs.*.tool"];

  const whole = read(text, paths);

  expect(whole.fault).toBeUndefined();
  expect(whole.pieces).toEqual([
    ["runs.0.results.0", { x: 1 }],
    ["runs.0.results.1", { y: ["é"] }],
    ["runs.0.tool", { a: {} }],
  ]);
  expect(whole.opened).toContain("runs.1.results array");
  for (const cut of [1, 2, 7]) expect(read(text, paths, cut)).toEqual(whole);
});

it.each([
  ["nothing", "", /ends in the middle/],
  ["a text cut short", '{"a":[1,2', /ends in the middle/],
  ["words before", 'warning\n{"a":1}', /Unexpected/],
  ["words after", '{"a":1}\ndone', /Unexpected/],
  ["two texts", '{"a":1}{"a":1}', /Unexpected/],
  ["no number", '{"a":NaN}', /Unexpected/],
  ["a comma too many", "[1,]", /Unexpected/],
  ["bytes of no text", "\0\u0001", /Unexpected/],
  ["a key that stands twice", '{"a":[{"b":1,"c":2,"b":3}]}', /"b" stands twice/],
  ["a pit", "[".repeat(100_000), /more than 200 deep/],
])("refuses %s", (_, text, reason) => {
  expect(read(text, ["$.*"]).fault).toMatch(reason);
});

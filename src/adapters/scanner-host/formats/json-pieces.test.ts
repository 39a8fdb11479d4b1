import { expect, it } from "vitest";
import { jsonPieces, type JsonPath } from "./json-pieces.ts";

function read(text: string | Uint8Array, paths: readonly string[], cut = text.length) {
  const pieces: [string, unknown][] = [];
  const opened: string[] = [];
  const reader = jsonPieces({
    paths,
    onPiece: (path, value) => pieces.push([path.join("."), value]),
    onOpen: (path: JsonPath, kind) => opened.push(`${path.join(".")} ${kind}`),
  });
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
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
  ["a key that stands twice on the way", '{"a":1,"b":2,"\\u0061":3}', /"a" stands twice/],
  ["a key that stands twice in what is dropped", '{"a":{"b":[{"c":1,"c":1}]}}', /"c" stands twice/],
  ["brackets that do not fit", '{"a":[1}', /Unexpected/],
  ["a member without a value", '{"a":}', /Unexpected/],
  ["half a byte order mark", new Uint8Array([0xef, 0xbb, 0x31]), /Unexpected/],
  ["bytes that are not UTF-8", new Uint8Array([0x5b, 0x22, 0xff, 0x22, 0x5d]), /not UTF-8/],
  ["a pit in a value", `{"a":${"[".repeat(300)}${"]".repeat(300)}}`, /more than 200 deep/],
  ["a pit", "[".repeat(100_000), /more than 200 deep/],
])("refuses %s", (_, text, reason) => {
  expect(read(text, ["$.*"]).fault).toMatch(reason);
});

it.each([["$.other"], ["$.large.*.a"]])("judges what is too large to be held as strictly, asked for %s", (path) => {
  const large = (last: string): string => `{"large":[${`{"a":"${"x".repeat(70_000)}"},`.repeat(16)}${last}]}`;

  for (const cut of [1 << 18, 1 << 24]) {
    expect(read(large('{"a":1}'), [path], cut).fault).toBeUndefined();
    expect(read(large('{"a":1,"a":1}'), [path], cut).fault).toMatch(/"a" stands twice/);
    expect(read(large("NaN"), [path], cut).fault).toMatch(/Unexpected/);
    expect(read(large('{"a":1}').slice(0, -2), [path], cut).fault).toMatch(/ends in the middle/);
  }
});

it.each([1, 3, 100])("reads a text behind a byte order mark, cut every %i bytes", (cut) => {
  expect(read('\ufeff{"a":"é\\"\\ud83d\\ude00"}', ["$.a"], cut)).toMatchObject({ fault: undefined, pieces: [["a", 'é"😀']] });
});

it.each(["12", "null", '"a"', "[]", ' {"a" : 1 } '])("hands out the whole of %j", (text) => {
  for (const cut of [1, 100])
    expect(read(text, ["$"], cut)).toMatchObject({ fault: undefined, pieces: [["", JSON.parse(text)]] });
});

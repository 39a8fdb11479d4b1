import { expect, it } from "vitest";
import { knownWords } from "./known-words.ts";

it.each([
  ["if kind == 'png':\n", "", ["png"]],
  ["if 'png' != kind or \"gif\" === kind:\n", "", ["png", "gif"]],
  ["if kind not in ('a', \"b\"):\n", "", ["a", "b"]],
  ["if (![\"a\", 'b'].includes(kind)) return;\n", "", ["a", "b"]],
  ["switch (kind) {\n case 'x': case \"y\": }", "", ["x", "y"]],
  ["return table[kind]\n", "table = {\n  'one': 'Un',\n  'two': 'Deux',\n}\n", ["one", "two"]],
  ["if (!table.hasOwnProperty(kind)) {}\n", "const table = { one: 'Un', 'two': 'Deux' };\n", ["one", "two"]],
  ["if kind not in KINDS:\n", "KINDS: set[str] = {'a', 'b'}\n", ["a", "b"]],
  ["if (KINDS.has(kind)) {}\n", "const KINDS = new Set(['a', 'b']);\n", ["a", "b"]],
  ["if other == 'x' and mankind == 'y':\n", "", []],
])("%j", (body, around, words) => {
  expect(knownWords("kind", body, body + around)).toEqual(words);
});

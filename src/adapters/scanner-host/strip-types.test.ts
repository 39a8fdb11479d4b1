import { expect, it } from "vitest";
import { stripTypes } from "./strip-types.ts";

function places(source: string, words: readonly string[]): (readonly [number, number])[] {
  const result = stripTypes(source);
  if (result.kind !== "stripped") throw new Error(result.message);
  return words.map((word) => [result.original(result.text.indexOf(word)), source.indexOf(word)] as const);
}

it.each([
  ["ASCII types", "const a: string = b as unknown as string; eval(a!);"],
  ["types with characters of two, three and four bytes", 'const a: "é€💶" = b as "💶é"; eval(a);'],
  ["a byte order mark", "\ufeffconst a: string = b; eval(a as any);"],
  ["a type over several lines", "type A =\r\n  | 'x'\r\n  | '💶';\r\nlet a: A; eval(a);"],
  ["a line separator in a type", "const a: '\u2028' = b; eval(a);"],
])("keeps every place: %s", (_, source) => {
  const result = stripTypes(source);

  expect(result.kind === "stripped" && result.text.length).toBe(source.length);
  expect(places(source, ["eval"])).toEqual([[source.indexOf("eval"), source.indexOf("eval")]]);
});

it.each([
  ["an enum", 'enum A { B = "💶" }\nfunction f(x) { eval(x); }'],
  ["a namespace", "namespace A { export const b = 1; }\neval(A.b);"],
  ["a parameter property", 'class A {\n  constructor(private x: string) { const s = "💶"; eval(s); }\n}'],
  ["a byte order mark before an enum", "\ufeffenum A { B }\neval(A.B);"],
])("leads back to the place where it must rewrite: %s", (_, source) => {
  const [[found, expected] = [-1, 0]] = places(source, ["eval"]);

  expect(found).toBe(expected);
});

it("tells a syntax error", () => {
  expect(stripTypes("export function broken( {")).toMatchObject({ kind: "syntax" });
});

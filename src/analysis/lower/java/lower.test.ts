import { expect, test } from "vitest";
import { everyFunction, type FileIr } from "#analysis/ir/file.ts";
import { languageById } from "#analysis/languages/registry.ts";
import type { LanguagePack } from "#analysis/parse/language-pack.ts";
import { createParser } from "#analysis/parse/parser.ts";
import { loadGrammar } from "../../../../test/match/match-code.ts";
import { numberOf, textIn } from "./literal.ts";
import { lowerJava } from "./lower.ts";

const parser = await createParser(loadGrammar);

async function lowered(code: string): Promise<FileIr> {
  const result = await parser.parse(languageById("java") as LanguagePack, code);
  if (result.kind !== "tree") throw new Error(result.message);
  return lowerJava("A.java", result.tree);
}

test("literals", () => {
  expect(["0x1F", "0b11", "017", "1_000L", "1.5f", "x"].map(numberOf)).toEqual([31, 3, 15, 1000, 1.5, undefined]);
  expect(textIn('"a\\n\\u0041\\101\\s"')).toBe("a\nAA ");
  expect(textIn('"""\n    select\n      x\n    """')).toBe("select\n  x\n");
});

test("classes, what they extend, and methods with their object", async () => {
  const { classes, functions } = await lowered(
    "package a.b; public class A extends x.B<C> implements D { A(int x) {} static void s() {} void m(String... r) {} class I { void n() {} } }",
  );

  expect(classes.map(({ name }) => name).toSorted()).toEqual(["A", "I"]);
  expect(classes.find(({ name }) => name === "A")?.bases.map((base) => base.kind === "name" && base.name)).toEqual(["B", "D"]);
  expect(
    functions.slice(1).map((code) => [code.name, code.static, code.parameters.map(({ name, takes }) => `${name} ${takes}`)]),
  ).toEqual([
    ["n", false, ["this one"]],
    ["<init>", false, ["this one", "x one"]],
    ["s", true, []],
    ["m", false, ["this one", "r rest"]],
  ]);
});

test("bare names find their object", async () => {
  const file = await lowered("class A { int f; static int g; void m(int p) { use(f, g, p, q); } static void use(int... x) {} }");
  const call = JSON.stringify(everyFunction(file).find(({ name }) => name === "m")?.body);

  expect([...call.matchAll(/"kind":"name","start":\d+,"end":\d+,"name":"(\w+)"/gu)].map(([, name]) => name)).toEqual([
    "A",
    "this",
    "A",
    "p",
    "q",
  ]);
});

test("a text under construction is a text", async () => {
  const file = await lowered(
    'class A { void m(String p) { StringBuilder s = new StringBuilder("a"); s.append(p).append("b"); } }',
  );
  const [, second] = everyFunction(file).find(({ name }) => name === "m")?.body ?? [];

  expect(second).toMatchObject({
    kind: "assign",
    target: { kind: "name", name: "s" },
    value: { kind: "text", parts: [{ kind: "assignment", value: { kind: "text" } }, { value: "b" }] },
  });
});

test("code that does not parse is lowered as far as it goes", async () => {
  const file = await lowered("class A { void m() { int x = ; foo(x); } void n( { } }\nint lost(String q) { return q; }");

  expect(everyFunction(file).map(({ name }) => name)).toContain("m");
});

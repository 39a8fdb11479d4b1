import { describe, expect, test } from "vitest";
import { matchedCode } from "./match-code.ts";

const within = (body: string): string => `class A {\n  void m(String p) {\n    ${body}\n  }\n}\n`;

const STATEMENTS: readonly (readonly [patterns: string, body: string, expected: readonly string[]])[] = [
  ["pattern: $X.foo(...)", "a.b().foo(1, 2); foo(3);", ["a.b().foo(1, 2)"]],
  ["pattern: foo($X)", "foo(1); this.foo(2); foo(1, 2);", ["foo(1)"]],
  ["pattern: new File($X, ...)", 'new File("a"); new File(b, c); new Files("a");', ['new File("a")', "new File(b, c)"]],
  ["pattern: new ArrayList(...)", "var x = new ArrayList<String>(3);", ["new ArrayList<String>(3)"]],
  ['pattern: $X = "..."', 'String s = "a"; s = "b"; s = c;', ['s = "a"', 's = "b"']],
  ["pattern: (String $S).trim()", "String a = x; int b = 1; a.trim(); b.trim(); p.trim();", ["a.trim()", "p.trim()"]],
  ["pattern: |\n  $X.open();\n  ...\n  $X.close();", "a.open(); go(); a.close();", ["a.open(); go(); a.close();"]],
  ["pattern: |\n  if ($X == null) { ... }", "if (a == null) { go(); }", ["if (a == null) { go(); }"]],
  [
    "pattern: |\n  try { ... } catch ($E $N) { }",
    "try { go(); } catch (IOException e) { }",
    ["try { go(); } catch (IOException e) { }"],
  ],
  ['pattern: foo("""\n  ...\n  """)', "foo(1);", []],
  ['pattern: foo("=~/select/")', 'foo("""\n  select 1\n  """); foo("insert");', ['foo("""\n  select 1\n  """)']],
  ["pattern: foo(<... p ...>)", "foo(a + p.b()); foo(q);", ["foo(a + p.b())"]],
];

describe("patterns of statements and expressions", () => {
  test.each(STATEMENTS)("%s in %s", async (patterns, body, expected) => {
    expect(await matchedCode("java", patterns, within(body))).toEqual(expected);
  });
});

test("names are known by their imports", async () => {
  const code = "import java.io.File;\nclass A { Object a = new File(x), b = new java.io.File(y), c = new Dir(z); }\n";

  expect(await matchedCode("java", "pattern: new java.io.File($X)", code)).toEqual(["new File(x)", "new java.io.File(y)"]);
});

test("methods are found by their parameters and annotations", async () => {
  const method = "@Get(path = 1) public int f(String a, Request r) { return 1; }";
  const code = `class A {\n  ${method}\n  int g(int b) { return 2; }\n  void h();\n}\n`;

  expect(await matchedCode("java", "pattern: |\n  $T $F(..., Request $R, ...) { ... }", code)).toEqual([method]);
  expect(await matchedCode("java", "pattern: |\n  @Get(...) $T $F(...) { ... }", code)).toEqual([method]);
  expect(await matchedCode("java", "pattern: |\n  @Post(...) $T $F(...) { ... }", code)).toEqual([]);
  expect(await matchedCode("java", "pattern: |\n  $T $F(int $X) { ... }", code)).toEqual(["int g(int b) { return 2; }"]);
});

test("classes are found by what they hold", async () => {
  const code = "@Deprecated public class A extends B { int x; void f() { g(); } }\n";

  expect(await matchedCode("java", "pattern: |\n  class $C { ... void $M() { ... } ... }", code)).toEqual([code.trim()]);
  expect(await matchedCode("java", "pattern: |\n  @Deprecated class $C { ... }", code)).toEqual([code.trim()]);
  expect(await matchedCode("java", "pattern: |\n  class $C extends D { ... }", code)).toEqual([]);
});

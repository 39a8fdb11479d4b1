import { describe, expect, test } from "vitest";
import { matchedCode } from "./match-code.ts";

const JAVASCRIPT: readonly (readonly [patterns: string, code: string, expected: readonly string[]])[] = [
  [
    "pattern: 'for (...) { ... }'",
    "for (let i = 0; i < 3; i++) { a(i); }\nfor (const x of y) { b(x); }",
    ["for (let i = 0; i < 3; i++) { a(i); }", "for (const x of y) { b(x); }"],
  ],
  ["pattern: 'for (const $X of $Y) { ... }'", "for (const x of y) { b(x); }", ["for (const x of y) { b(x); }"]],
  ["pattern: 'for (var $X in $Y) { ... }'", "for (var x in y) { b(x); }", ["for (var x in y) { b(x); }"]],
  [
    "pattern: 'for (let $I = 0; $I < $N; $I++) { ... }'",
    "for (let i = 0; i < 3; i++) { a(i); }",
    ["for (let i = 0; i < 3; i++) { a(i); }"],
  ],
  ["pattern: 'while (...) { ... }'", "while (a < b) { c(); }", ["while (a < b) { c(); }"]],
  ["pattern: 'if (...) { ... }'", "if (a < b) { c(); } else { d(); }", ["if (a < b) { c(); } else { d(); }"]],
  ["pattern: 'if ($X) return $Y;'", "if (a) return 1;", ["if (a) return 1;"]],
  [
    "pattern: 'require(\"m\").f(...)'",
    "const {f} = require('m'); f(1); require('m').f(2); const m = require('m'); m.f(3);",
    ["f(1)", "require('m').f(2)", "m.f(3)"],
  ],
  ["pattern: 'm.f(...)'", "require('m').f(2);", ["require('m').f(2)"]],
  ["pattern: '$M(...) { ... }'", "class A { go(x) { y(); } }", ["go(x) { y(); }"]],
  ["pattern: '$X. ... .f()'", "a.b.c().f(); a.f(); f();", ["a.b.c().f()", "a.f()"]],
  ["pattern: '$X. ... .f(...). ... .g()'", "a.f(1).b().g(); a.g();", ["a.f(1).b().g()"]],
  ["pattern: 'f(<... $X + 1 ...>)'", "f(g(h + 1)); f(2);", ["f(g(h + 1))"]],
  ["pattern: 'if (<... danger(...) ...>) { ... }'", "if (a && danger(1)) { b(); }", ["if (a && danger(1)) { b(); }"]],
  ["pattern: 'f(\"...$X...\")'", "f(`a ${b} c`);", ["f(`a ${b} c`)"]],
  ["pattern: 'f(`...${$X}...`)'", "f(`a ${b} c`);", ["f(`a ${b} c`)"]],
  ["pattern: 'f(`$X...`)'", "f(`a ${b} c`);", ["f(`a ${b} c`)"]],
  ['pattern: "class $C { ... }"', "class A { x() {} y = 1; }", ["class A { x() {} y = 1; }"]],
  [
    'pattern: "class $C extends Foo { ... }"',
    "class A extends Foo { x() {} }\nclass B extends Bar {}",
    ["class A extends Foo { x() {} }"],
  ],
  ['pattern: "class $C { ... $M(...) { ... } ... }"', "class A { a() {} b(x) { y(); } }", ["class A { a() {} b(x) { y(); } }"]],
  ["pattern: '(...) => { ... }'", "x((a) => { b(); }); x(function (c) { d(); });", ["(a) => { b(); }", "function (c) { d(); }"]],
  [
    "pattern: 'function (...) { ... }'",
    "x((a) => { b(); }); x(function (c) { d(); }); function g() { e(); }",
    ["(a) => { b(); }", "function (c) { d(); }"],
  ],
  ["pattern: 'async function $F(...) { ... }'", "async function g() { a(); }\nfunction h() {}", ["async function g() { a(); }"]],
  ["pattern: 'function $F(...) { ... }'", "const g = function () { a(); }; const h = () => { b(); };", []],
  ["pattern: '($X) => $Y'", "x((a) => a + 1);", ["(a) => a + 1"]],
  ["pattern: '$X => $Y'", "x(a => a + 1);", ["a => a + 1"]],
  ["pattern: '{ ..., $K: $V, ... }'", "x = { a: 1 };", ["{ a: 1 }"]],
  ["pattern: '{ $K: $V }'", "x = { a: 1 }; y = {a:1,b:2}", ["{ a: 1 }"]],
  ["pattern: 'f({ ... })'", "f({ a: 1 }); f({}); f(1);", ["f({ a: 1 })", "f({})"]],
  ["pattern: '[..., $X, ...]'", "x = [1, 2];", ["[1, 2]"]],
  ["pattern: 'f(\"a\\nb\")'", "f('a\\nb');", ["f('a\\nb')"]],
  ["pattern: \"f('\\x41')\"", "f('A');", ["f('A')"]],
  ["pattern: 'try { ... } catch ($E) { ... }'", "try { a(); } catch (e) { b(); }", ["try { a(); } catch (e) { b(); }"]],
  ["pattern: 'try { ... } catch (...) { }'", "try { a(); } catch (e) { }", ["try { a(); } catch (e) { }"]],
  ["pattern: 'switch ($X) { ... }'", "switch (a) { case 1: b(); }", ["switch (a) { case 1: b(); }"]],
  ["pattern: 'return $X'", "function f() { return g(1); }", ["return g(1);"]],
  ["pattern: 'throw new Error(...)'", "throw new Error('x');", ["throw new Error('x');"]],
  ["pattern: '$X[$Y] = $Z'", "a[b] = c;", ["a[b] = c"]],
  ["pattern: '$X ? $Y : $Z'", "d = a ? b : c;", ["a ? b : c"]],
  ["pattern: '/$X/.test($Y)'", "/ab+/.test(x);", ["/ab+/.test(x)"]],
  ["pattern: 'import $X from \"m\"'", "import a from 'm';", ["import a from 'm';"]],
  ["pattern: 'import { $X } from \"m\"'", "import { a } from 'm';", ["import { a } from 'm';"]],
  ["pattern: 'import \"m\"'", "import 'm';", ["import 'm';"]],
  ["pattern: 'export default $X'", "export default a;", ["export default a;"]],
  ["pattern: 'typeof $X === \"string\"'", "typeof a === 'string'", ["typeof a === 'string'"]],
  ["pattern: '$X === $X'", "a === a; a === b", ["a === a"]],
  ["pattern: '$F(...)'", "f(1); a.g(2)", ["f(1)", "a.g(2)"]],
  ["pattern: 'new $C(...)'", "new A(1)", ["new A(1)"]],
  ["pattern: '$O.$M(...)'", "a.b(1); c(2)", ["a.b(1)"]],
  ["pattern: 'delete $X'", "delete a.b", ["delete a.b"]],
  ["pattern: 'await $X'", "async function f() { await g(); }", ["await g()"]],
  ["pattern: 'var $X = $Y'", "var a = 1; let b = 2;", ["var a = 1;"]],
  ["pattern: 'let { $X } = $Y'", "let { a } = b;", ["let { a } = b;"]],
  ["pattern: 'const $X = ($A, ...) => { ... }'", "const f = (a, b) => { c(); };", ["const f = (a, b) => { c(); };"]],
  ["pattern: '$X += $Y'", "a += b;", ["a += b"]],
  ["pattern: '!$X'", "!a", ["!a"]],
  [
    "pattern: 'app.$M($PATH, ..., function ($REQ, $RES) { ... })'",
    "app.get('/', mid, (req, res) => { x(); });",
    ["app.get('/', mid, (req, res) => { x(); })"],
  ],
  ["pattern: 'f(...).then(...)'", "f(1).then(g)", ["f(1).then(g)"]],
  ["pattern: 'f($...ARGS)'", "f(1, 2)", ["f(1, 2)"]],
  ["pattern: 'f($A, $...REST)'", "f(1, 2)", ["f(1, 2)"]],
  ["pattern: '\"...\" + $X'", "'a' + b", ["'a' + b"]],
  ["pattern: '`...`'", "x = `abc`; y = `a${b}`", ["`abc`", "`a${b}`"]],
  ["pattern: 'f(\"=~/^ab/\")'", "f('abc'); f('xab')", ["f('abc')"]],
  ["pattern: |\n  @$D(...)\n  class $C { ... }", "@Foo(1)\nclass A { x() {} }", ["@Foo(1)\nclass A { x() {} }"]],
  ["pattern: 'if (a) { ... } else { ... }'", "if (a) { x(); } else { y(); }\nif (a) { z(); }", ["if (a) { x(); } else { y(); }"]],
  ["pattern: 'do { ... } while ($X)'", "do { x(); } while (y);", ["do { x(); } while (y);"]],
];

describe("shapes of JavaScript", () => {
  test.each(JAVASCRIPT)("%s on %s", async (patterns, code, expected) => {
    expect(await matchedCode("javascript", patterns, code)).toEqual(expected);
  });
});

const TYPESCRIPT: readonly (readonly [patterns: string, code: string, expected: readonly string[]])[] = [
  ["pattern: '($X: Foo).f(...)'", "function g(a: Foo, b: Bar) { a.f(1); b.f(2); }", ["a.f(1)"]],
  [
    "pattern: 'function $F(..., $X: string, ...) { ... }'",
    "function g(a: string) { x(); }\nfunction h(a: number) {}",
    ["function g(a: string) { x(); }"],
  ],
  ["pattern: '$X as any'", "a as any;", ["a as any"]],
  [
    "pattern: |\n  @Controller(...)\n  class $C { ... }",
    "@Controller('a')\n@Other()\nexport class A { x() {} }\nexport class B {}",
    ["class A { x() {} }"],
  ],
  [
    "pattern: |\n  class $C {\n    ...\n    @Get(...)\n    $M(...) { ... }\n    ...\n  }",
    "class A { @Get('x')\n m(a) { b(); } }",
    ["class A { @Get('x')\n m(a) { b(); } }"],
  ],
  ["pattern: 'interface $I { ... }'", "interface A { b: string }", ["interface A { b: string }"]],
  ["pattern: 'enum $E { ... }'", "enum A { B }", ["enum A { B }"]],
  ["pattern: 'let $X: $T = $Y'", "let a: Foo = b;", ["let a: Foo = b;"]],
];

describe("shapes of TypeScript", () => {
  test.each(TYPESCRIPT)("%s on %s", async (patterns, code, expected) => {
    expect(await matchedCode("typescript", patterns, code)).toEqual(expected);
  });
});

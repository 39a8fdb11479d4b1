import { describe, expect, test } from "vitest";
import { matchedCode, matchesOf, ruleText, scanCode } from "./match-code.ts";

const PYTHON: readonly (readonly [patterns: string, code: string, expected: readonly string[]])[] = [
  ["pattern: |\n  @$D\n  def $F(...): ...", "@dec\ndef f(a):\n    pass\n", ["@dec\ndef f(a):\n    pass"]],
  [
    "pattern: |\n  @app.route(...)\n  def $F(...):\n      ...",
    "@app.route('/')\n@login\ndef f(a):\n    pass\n",
    ["@app.route('/')\n@login\ndef f(a):\n    pass"],
  ],
  ["pattern: |\n  class $C($BASE):\n      ...", "class A(B):\n    x = 1\n", ["class A(B):\n    x = 1"]],
  ["pattern: |\n  class $C(..., Base, ...):\n      ...", "class A(X, Base):\n    x = 1\n", ["class A(X, Base):\n    x = 1"]],
  ["pattern: |\n  class $C:\n      ...", "class A:\n    x = 1\n", ["class A:\n    x = 1"]],
  [
    "pattern: |\n  class $C:\n    ...\n    def $M(self, ...):\n      ...\n    ...",
    "class A:\n    x = 1\n    def m(self, a):\n        pass\n",
    ["class A:\n    x = 1\n    def m(self, a):\n        pass"],
  ],
  ["pattern: 'lambda ...: $X'", "f(lambda a, b: c)\n", ["lambda a, b: c"]],
  ["pattern: '{..., $K: $V, ...}'", "x = {'a': 1}\n", ["{'a': 1}"]],
  ["pattern: '{\"a\": $V}'", "x = {'a': 1}\n", ["{'a': 1}"]],
  ["pattern: 'f(..., key=$V, ...)'", "f(1, key=2, z=3)\n", ["f(1, key=2, z=3)"]],
  ["pattern: 'f(**$K)'", "f(**a)\n", ["f(**a)"]],
  ["pattern: 'f(*$K)'", "f(*a)\n", ["f(*a)"]],
  [
    "pattern: |\n  try:\n      ...\n  except $E:\n      pass",
    "try:\n    a()\nexcept B:\n    pass\n",
    ["try:\n    a()\nexcept B:\n    pass"],
  ],
  [
    "pattern: |\n  try:\n      ...\n  except:\n      ...",
    "try:\n    a()\nexcept:\n    b()\n",
    ["try:\n    a()\nexcept:\n    b()"],
  ],
  [
    "pattern: |\n  with open(...) as $F:\n      ...",
    "with open('x') as f:\n    f.read()\n",
    ["with open('x') as f:\n    f.read()"],
  ],
  ["pattern: |\n  for $X in $Y:\n      ...", "for a in b:\n    c()\n", ["for a in b:\n    c()"]],
  ["pattern: |\n  if $X:\n      ...", "if a:\n    b()\nelse:\n    c()\n", ["if a:\n    b()\nelse:\n    c()"]],
  ["pattern: |\n  if <... danger(...) ...>:\n      ...", "if a and danger(b):\n    c()\n", ["if a and danger(b):\n    c()"]],
  ["pattern: |\n  while True:\n      ...", "while True:\n    b()\n", ["while True:\n    b()"]],
  ["pattern: 'f(\"...\".format(...))'", "f('a {}'.format(b))\n", ["f('a {}'.format(b))"]],
  ["pattern: '\"...\" % $X'", "f('a %s' % b)\n", ["'a %s' % b"]],
  ["pattern: 'f(f\"...{$X}...\")'", "f(f'a {b} c')\n", ["f(f'a {b} c')"]],
  ["pattern: 'f\"...\"'", "g(f'a {b} c')\n", ["f'a {b} c'"]],
  ["pattern: '($X: str).format(...)'", "def g(a: str, b: int):\n    a.format(1)\n    b.format(2)\n", ["a.format(1)"]],
  ["pattern: 'def $F(..., $X: str, ...): ...'", "def g(a: str, b: int):\n    pass\n", ["def g(a: str, b: int):\n    pass"]],
  ["pattern: 'def $F(..., $X=$D, ...): ...'", "def g(a=1):\n    pass\n", ["def g(a=1):\n    pass"]],
  ["pattern: 'async def $F(...): ...'", "async def g(a=1):\n    pass\n", ["async def g(a=1):\n    pass"]],
  ["pattern: 'from $M import $N'", "from a import b\n", ["from a import b"]],
  ["pattern: 'import $M'", "import a\n", ["import a"]],
  ["pattern: 'import a as $X'", "import a as b\n", ["import a as b"]],
  ["pattern: 'raise $X(...)'", "raise E(1)\n", ["raise E(1)"]],
  ["pattern: 'assert $X'", "assert a\n", ["assert a"]],
  ["pattern: 'return ...'", "def f():\n    return a\n", ["return a"]],
  ["pattern: '$X = $Y = $Z'", "a = b = c\n", ["a = b = c"]],
  ["pattern: '$X, $Y = $Z'", "a, b = c\n", ["a, b = c"]],
  ["pattern: '$X: $T = $Y'", "a: int = 1\n", ["a: int = 1"]],
  ["pattern: '[$X for $Y in $Z]'", "q = [a for b in c]\n", ["[a for b in c]"]],
  ["pattern: '$X[$Y:$Z]'", "a[1:2]\n", ["a[1:2]"]],
  ["pattern: '$X[...]'", "a[1]\n", ["a[1]"]],
  ["pattern: '$X if $C else $Y'", "q = a if b else c\n", ["a if b else c"]],
  ["pattern: 'not $X'", "q = not a\n", ["not a"]],
  ["pattern: '$X is None'", "q = a is None\n", ["a is None"]],
  ["pattern: '$X in $Y'", "q = a in b\n", ["a in b"]],
  ["pattern: '$X == $Y'", "q = a == b\n", ["a == b"]],
  ["pattern: '$X. ... .execute(...)'", "a.b().c.execute(1)\n", ["a.b().c.execute(1)"]],
  ["pattern: 'f(\"a\\tb\")'", "f('a\\x09b')\n", ["f('a\\x09b')"]],
  ["pattern: 'f(\"=~/^ab/\")'", "f('abc')\n", ["f('abc')"]],
  ["pattern: 'f(\"$A/$B\")'", "f('x/y')\n", ["f('x/y')"]],
  ["pattern: 'print(...)'", "print(1)\n", ["print(1)"]],
  ["pattern: 'yield $X'", "def f():\n    yield a\n", ["yield a"]],
  ["pattern: 'del $X'", "del a\n", ["del a"]],
  ["pattern: 'global $X'", "def f():\n    global a\n", ["global a"]],
  ["pattern: '$X += $Y'", "a += 1\n", ["a += 1"]],
  ["pattern: 'f(...)(...)'", "f(1)(2)\n", ["f(1)(2)"]],
  ["pattern: '(...).f()'", "a.f()\n", ["a.f()"]],
  ["pattern: '($A, $B)'", "q = (a, b)\n", ["(a, b)"]],
  ["pattern: 'f(..., $X)'", "f(1, 2, 3)\n", ["f(1, 2, 3)"]],
  [
    "patterns:\n  - pattern: f($X)\n  - metavariable-regex:\n      metavariable: $X\n      regex: (?P<num>\\d+)",
    "f(12)\nf(a)\n",
    ["f(12)"],
  ],
  ["pattern: |\n  match $X:\n    case ...: ...", "match a:\n    case 1:\n        b()\n", ["match a:\n    case 1:\n        b()"]],
];

describe("shapes of Python", () => {
  test.each(PYTHON)("%s on %s", async (patterns, code, expected) => {
    expect(await matchedCode("python", patterns, code)).toEqual(expected);
  });
});

describe("strings with metavariables inside", () => {
  test.each([
    ['pattern: f("$A/$B")', "f('x/y')\nf('x')\n", [{ A: "x", B: "y" }]],
    ['pattern: f("...$X@...")', "f('me@home')\n", [{ X: "me" }]],
    ['pattern: f("key=$X", "$X")', "f('key=1', '1')\nf('key=1', '2')\n", [{ X: "1" }]],
  ])("%s", async (patterns, code, expected) => {
    const matches = await matchesOf("python", patterns, code);

    expect(matches.map((match) => match.bindings)).toEqual(expected);
  });

  test("are bounded", async () => {
    const many = Array.from({ length: 12 }, (_, index) => `$X${index}`).join("");
    const code = `f('${"a".repeat(400)}')\ng('-b')\n`;
    const { problems } = await scanCode("python", ruleText("python", `pattern: f("${many}-b")`), code);

    expect(problems).toMatchObject([{ code: "rule-timeout" }]);
  });
});

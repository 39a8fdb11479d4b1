import { describe, expect, test } from "vitest";
import { matchedCode, matchedLines, matchesOf, ruleText, scanCode } from "./match-code.ts";

const CASES: readonly (readonly [name: string, patterns: string, code: string, expected: readonly string[]])[] = [
  [
    "a call through every kind of import",
    "pattern: hashlib.md5(...)",
    "import hashlib as h\nfrom hashlib import md5 as m\nh.md5(x)\nm()\nhashlib.md5(1, 2)\nother.md5()\n",
    ["h.md5(x)", "m()", "hashlib.md5(1, 2)"],
  ],
  [
    "a call through a name that a module gives a function",
    "pattern: hashlib.md5(...)",
    "import hashlib\ndigest = hashlib.md5\nother = hashlib.md5\nother = None\ndef f():\n    inner = hashlib.md5\n    return digest(x), other(x), inner(x)\n",
    ["digest(x)"],
  ],
  [
    "a module inside a package",
    "pattern: os.path.join(...)",
    "from os import path as p\nfrom os.path import join\np.join(a)\njoin(b)\n",
    ["p.join(a)", "join(b)"],
  ],
  [
    "keywords in any order, others with an ellipsis",
    "pattern: run($X, ..., shell=True, ...)",
    "run(a, shell=True)\nrun(a, check=True, shell=True)\nrun(a)\nrun(a, shell=False)\n",
    ["run(a, shell=True)", "run(a, check=True, shell=True)"],
  ],
  [
    "no keyword beyond those named",
    "pattern: run($X, shell=True)",
    "run(a, shell=True)\nrun(a, shell=True, check=True)\n",
    ["run(a, shell=True)"],
  ],
  ["exactly the arguments given", "pattern: f($X)", "f(1)\nf(1, 2)\nf()\n", ["f(1)"]],
  ["a run of arguments as one metavariable", "pattern: f(1, $...REST)", "f(1)\nf(1, 2, 3)\nf(2)\n", ["f(1)", "f(1, 2, 3)"]],
  ["the same code twice", "pattern: $A == $A", "a == a\nb == c\nx.y == x . y\n", ["a == a", "x.y == x . y"]],
  [
    "any string, a constant too",
    'patterns:\n  - pattern: system($X)\n  - pattern-not: system("...")',
    "system(a)\nsystem('ls')\nc = 'ls'\nsystem(c)\nsystem('a' + 'b')\nsystem(f'a{b}')\n",
    ["system(a)", "system(f'a{b}')"],
  ],
  [
    "an exact string through a constant, quotes aside",
    "pattern: f('md5')",
    "f(\"md5\")\nNAME = 'md5'\nf(NAME)\nOTHER = 'md5'\nOTHER = x\nf(OTHER)\n",
    ['f("md5")', "f(NAME)"],
  ],
  ["a number through a constant", "pattern: f(5)", "N = 5\ndef g(N):\n    f(N)\ndef h():\n    f(N)\n", ["f(N)"]],
  [
    "the content of a string",
    'patterns:\n  - pattern: f("$S")\n  - metavariable-regex:\n      metavariable: $S\n      regex: ^http\\b',
    "f('http://a')\nf('https://a')\n",
    ["f('http://a')"],
  ],
  ["holes of a format string", 'pattern: q(f"...{$X}...")', "q(f'a {b} c')\nq(f'plain')\nq('plain')\n", ["q(f'a {b} c')"]],
  ["code deep inside an argument", "pattern: f(<... g($X) ...>)", "f(1 + g(2))\nf(g(1))\nf(3)\n", ["f(1 + g(2))", "f(g(1))"]],
  [
    "a dictionary's entries in any order",
    "pattern: \"{..., 'verify': False, ...}\"",
    "x = {'a': 1, 'verify': False}\ny = {'verify': True}\n",
    ["{'a': 1, 'verify': False}"],
  ],
  [
    "an ellipsis in a chain",
    "pattern: requests. ... .get(...)",
    "requests.a.b().get(1)\nrequests.get(2)\nother.get()\n",
    ["requests.a.b().get(1)", "requests.get(2)"],
  ],
  [
    "statements, the last in an inner block",
    "pattern: |\n  $X = open(...)\n  ...\n  $X.read()",
    "f = open(a)\nif g:\n    print(f.read())\nh = open(b)\n",
    ["f = open(a)\nif g:\n    print(f.read())"],
  ],
  [
    "an exception that is dropped",
    "pattern: |\n  try:\n      ...\n  except $E:\n      pass",
    "try:\n    a\n    b\nexcept X:\n    pass\n",
    ["try:\n    a\n    b\nexcept X:\n    pass"],
  ],
  ["a resource", "pattern: |\n  with open(...) as $F:\n      ...", "with open(a) as f:\n    x\n", ["with open(a) as f:\n    x"]],
  [
    "a class by its base",
    "pattern: |\n  class $C(Model):\n      ...",
    "class A(Model):\n    x = 1\nclass B(Other):\n    y = 2\n",
    ["class A(Model):\n    x = 1"],
  ],
  [
    "a decorated function's parameter",
    "patterns:\n  - pattern: |\n      @app.route(...)\n      def $F(..., $P, ...):\n          ...\n  - focus-metavariable: $P",
    "@app.route('/a')\n@login\ndef f(a, b: int = 3):\n    pass\n",
    ["a", "b"],
  ],
  ["an awaited call", "pattern: $X = fetch(...)", "async def f():\n    x = await fetch(u)\n", ["x = await fetch(u)"]],
  ["an annotated assignment", "pattern: $X = 1", "a: int = 1\nb = 1\n", ["a: int = 1", "b = 1"]],
  ["a dotted name by itself", "pattern: os.environ", "import os as o\nx = o.environ['a']\n", ["o.environ"]],
  ["an anonymous metavariable twice", "pattern: f($_, $_)", "f(1, 2)\nf(1, 1)\n", ["f(1, 2)", "f(1, 1)"]],
];

describe("patterns on Python", () => {
  test.each(CASES)("%s", async (_, patterns, code, expected) => {
    expect(await matchedCode("python", patterns, code)).toEqual(expected);
  });
});

describe("operators", () => {
  test("pattern-inside and pattern-not-inside share metavariables with the pattern", async () => {
    const code = "def f(a):\n    use(a)\n    use(b)\ndef g(c):\n    use(a)\n";

    expect(
      await matchedLines(
        "python",
        "patterns:\n  - pattern: use($X)\n  - pattern-inside: |\n      def $F($X):\n          ...",
        code,
      ),
    ).toEqual([2]);
    expect(
      await matchedLines(
        "python",
        "patterns:\n  - pattern: use($X)\n  - pattern-not-inside: |\n      def $F($X):\n          ...",
        code,
      ),
    ).toEqual([3, 5]);
  });

  test("pattern-either takes each alternative once", async () => {
    expect(
      await matchedCode("python", "pattern-either:\n  - pattern: f(...)\n  - pattern: f(1)\n  - pattern: g(...)", "f(1)\ng(2)\n"),
    ).toEqual(["f(1)", "g(2)"]);
  });

  test("metavariable-pattern looks into what a metavariable stands for", async () => {
    const patterns =
      "patterns:\n  - pattern: f($X)\n  - metavariable-pattern:\n      metavariable: $X\n      pattern-either:\n        - pattern: input(...)\n        - pattern: sys.argv";

    expect(await matchedCode("python", patterns, "import sys\nf(input())\nf(sys.argv)\nf(1)\n")).toEqual([
      "f(input())",
      "f(sys.argv)",
    ]);
  });

  test("metavariable-pattern with negatives alone speaks about the whole", async () => {
    const patterns =
      "patterns:\n  - pattern: f($X)\n  - metavariable-pattern:\n      metavariable: $X\n      patterns:\n        - pattern-not: '\"...\"'";

    expect(await matchedCode("python", patterns, "f('a')\nf(b)\n")).toEqual(["f(b)"]);
  });

  test("metavariable-comparison computes with numbers, constants too", async () => {
    const patterns =
      "patterns:\n  - pattern: key($N)\n  - metavariable-comparison:\n      metavariable: $N\n      comparison: $N < 2 ** 11 and not $N == 7";

    expect(await matchedCode("python", patterns, "key(1024)\nkey(4096)\nN = 512\nkey(N)\nkey(7)\nkey(x)\n")).toEqual([
      "key(1024)",
      "key(N)",
    ]);
  });

  test("pattern-regex and pattern-not-regex work on the text", async () => {
    expect(
      await matchedCode(
        "python",
        "patterns:\n  - pattern-regex: AKIA[A-Z0-9]{4}\n  - pattern-not-regex: EXAMPLE|AKIA0",
        "a = 'AKIAABCD'\nb = 'AKIA0000'\n",
      ),
    ).toEqual(["AKIAABCD"]);
  });

  test("the message quotes metavariables", async () => {
    const result = await scanCode("python", ruleText("python", "pattern: f($X, $Y)", "$X and $Y and $Z"), "f(a.b, 'c')\n");

    expect(result.matches.map((match) => match.message)).toEqual(["a.b and 'c' and $Z"]);
    expect(result.matches[0]?.bindings).toEqual({ X: "a.b", Y: "'c'" });
  });

  test("paths narrow a rule", async () => {
    const rule = `${ruleText("python", "pattern: f()")}    paths:\n      include: ["app/**"]\n      exclude: ["*_test.py"]\n`;
    const found = async (path: string): Promise<number> => (await scanCode("python", rule, "f()\n", { path })).matches.length;

    expect([await found("app/a.py"), await found("lib/a.py"), await found("app/a_test.py")]).toEqual([1, 0, 0]);
  });
});

describe("places", () => {
  test("offsets count UTF-16 units, astral characters and CRLF included", async () => {
    const code = "x = '😀😀'\r\nf('😀')\r\n";
    const [match] = await matchesOf("python", "pattern: f(...)", code);

    expect(code.slice(match?.start, match?.end)).toBe("f('😀')");
  });

  test("what stands beside a syntax error is still matched", async () => {
    expect(await matchedCode("python", "pattern: f(...)", "f(1)\ndef (:\nf(2)\n")).toContain("f(1)");
  });
});

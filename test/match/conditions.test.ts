import { describe, expect, test } from "vitest";
import { matchedCode, matchesOf } from "./match-code.ts";

function where(pattern: string, ...conditions: readonly string[]): string {
  return `patterns:\n  - pattern: ${pattern}\n${conditions.map((condition) => `  - ${condition}`).join("\n")}`;
}

const PYTHON: readonly (readonly [name: string, patterns: string, code: string, expected: readonly string[]])[] = [
  [
    "a constant behind a name",
    where("f($X)", 'metavariable-regex: {metavariable: $X, regex: "^md5$", constant-propagation: true}'),
    "NAME = 'md5'\nOTHER = 'sha'\nf(NAME)\nf(OTHER)\n",
    ["f(NAME)"],
  ],
  [
    "not behind one without constant-propagation",
    where("f($X)", 'metavariable-regex: {metavariable: $X, regex: "^md5$"}'),
    "NAME = 'md5'\nf(NAME)\nf('md5')\n",
    ["f('md5')"],
  ],
  [
    "a leading negative look-ahead",
    where("f($X)", 'metavariable-regex: {metavariable: $X, regex: "^(?!ok_|safe)[a-z_]+$"}'),
    "f(ok_a)\nf(safely)\nf(bad)\nf(A)\n",
    ["f(bad)"],
  ],
  [
    "leading look-aheads of both kinds, with flags",
    where("f($X)", 'metavariable-regex: {metavariable: $X, regex: "(?i)(?=.*key)(?!.*test).*"}'),
    "f(API_KEY)\nf(test_key)\nf(name)\n",
    ["f(API_KEY)"],
  ],
  [
    "numbers of another base",
    where("os.chmod($F, $M)", "metavariable-comparison: {metavariable: $M, comparison: $M > 7, base: 8, strip: true}"),
    "os.chmod(a, '0o11')\nos.chmod(a, '7')\n",
    ["os.chmod(a, '0o11')"],
  ],
  [
    "texts in a list",
    where("f($X)", 'metavariable-comparison: {comparison: \'$X in ["md5", "sha1"]\'}'),
    "f('md5')\nf('sha256')\n",
    ["f('md5')"],
  ],
  [
    "re.match",
    where("f($X)", "metavariable-comparison: {comparison: 're.match(\"^https?:\", $X)'}"),
    "f('http://a')\nf('ftp://a')\n",
    ["f('http://a')"],
  ],
  [
    "the type of a parameter, a variable and a literal",
    where("f($X)", "metavariable-type: {metavariable: $X, type: str}"),
    "def g(a: str, b: int, c: Optional[str] = None):\n    f(a)\n    f(b)\n    f(c)\n    d: 'str' = h()\n    f(d)\n    f('x')\n    f(unknown)\n",
    ["f(a)", "f(c)", "f(d)", "f('x')"],
  ],
  [
    "the type of what was made, by its whole name too",
    where("$X.go()", "metavariable-type: {metavariable: $X, types: [lib.Client, Other]}"),
    "from lib import Client as C\na = C(1)\na.go()\nb = Other()\nb.go()\nc = Third()\nc.go()\nself.d = Other()\nself.d.go()\n",
    ["a.go()", "b.go()", "self.d.go()"],
  ],
  [
    "a name from a module",
    where("$F(...)", "metavariable-name: {metavariable: $F, module: lib}"),
    "from lib.sub import go\nfrom other import no\ngo(1)\nno(2)\nhere(3)\n",
    ["go(1)"],
  ],
  [
    "texts drawn at random",
    where('f("$X")', "metavariable-analysis: {metavariable: $X, analyzer: entropy}"),
    "f('AKx93kdLq02ZmPv7Rt5w')\nf('9f86d081884c7d659a2feaa0c55ad015')\nf('https://example.com/some/path')\nf('correct horse battery staple')\nf('aaaaaaaaaaaaaaaaaaaa')\nf('a_longer_identifier_of_words')\n",
    ["f('AKx93kdLq02ZmPv7Rt5w')", "f('9f86d081884c7d659a2feaa0c55ad015')"],
  ],
  [
    "expressions that blow up",
    where("re.compile($X, ...)", "metavariable-analysis: {metavariable: $X, analyzer: redos}"),
    "re.compile(r'^(a+)+$')\nre.compile('^(\\\\w+\\\\s?)*$')\nre.compile(r'^[a-z]+$')\nre.compile(r'^(?:a|A)+$', re.I)\nre.compile(x)\nEXPRESSION = r'(x+x+)+y'\nre.compile(EXPRESSION)\n",
    ["re.compile(r'^(a+)+$')", "re.compile('^(\\\\w+\\\\s?)*$')", "re.compile(EXPRESSION)"],
  ],
  ["several metavariables in focus: each of them", where("f($X, $Y)", "focus-metavariable: [$X, $Y]"), "f(a, b)\n", ["a", "b"]],
  [
    "focus twice: what both have in common",
    where("f($X, $Y)", "pattern: f(g($Z), ...)", "focus-metavariable: $X", "focus-metavariable: $Z"),
    "f(g(a), b)\n",
    ["a"],
  ],
  [
    "focus twice on places apart: nothing",
    where("f($X, $Y)", "focus-metavariable: $X", "focus-metavariable: $Y"),
    "f(a, b)\n",
    [],
  ],
  [
    "a named group of an expression",
    "patterns:\n  - pattern-regex: key=(?P<VALUE>\\w+)\n  - metavariable-comparison: {comparison: $VALUE > 3}",
    "# key=5 key=2\n",
    ["key=5"],
  ],
  [
    "an expression inside a metavariable",
    where('f("$X")', 'metavariable-pattern: {metavariable: $X, language: regex, pattern-regex: "<script"}'),
    "f('a <script b')\nf('a b')\n",
    ["f('a <script b')"],
  ],
];

describe("conditions on Python", () => {
  test.each(PYTHON)("%s", async (_, patterns, code, expected) => {
    expect(await matchedCode("python", patterns, code)).toEqual(expected);
  });
});

describe("conditions on TypeScript", () => {
  test("types of parameters, fields and properties", async () => {
    const code =
      "class A {\n  other: Bar;\n  constructor(private http: HttpClient) {}\n  m(x: HttpClient | null, y: Bar) {\n    this.http.go(); this.other.go(); x.go(); y.go(); new HttpClient().go();\n  }\n}\n";

    expect(
      await matchedCode("typescript", where("$X.go()", "metavariable-type: {metavariable: $X, type: HttpClient}"), code),
    ).toEqual(["this.http.go()", "x.go()", "new HttpClient().go()"]);
  });

  test("literals of expressions, also behind a name", async () => {
    const code =
      "const bad = /^(a+)+$/;\nbad.test(x);\n/^(\\d+)*$/.test(x);\n/^a+$/.test(x);\nnew RegExp('^(a|a)*$', 'i').test(x);\n";

    expect(
      await matchedCode(
        "typescript",
        "pattern-either:\n  - patterns:\n      - pattern: $R.test(...)\n      - metavariable-analysis: {metavariable: $R, analyzer: redos}\n  - patterns:\n      - pattern: new RegExp($R, ...)\n      - metavariable-analysis: {metavariable: $R, analyzer: redos}",
        code,
      ),
    ).toEqual(["bad.test(x)", "/^(\\d+)*$/.test(x)", "new RegExp('^(a|a)*$', 'i')"]);
  });
});

describe("polynomial time", () => {
  const rule = where("re.compile($X)", "metavariable-analysis: {metavariable: $X, analyzer: redos}");

  test("counts where the metadata say so", async () => {
    const code = "re.compile(r'^\\s*(.*?)\\s*$')\n";

    expect(await matchedCode("python", rule, code)).toEqual([]);
    expect(await matchedCode("python", `${rule}\nmetadata:\n  redos: polynomial`, code)).toHaveLength(1);
  });

  test("the message holds an attack", async () => {
    const [match] = await matchesOf("python", rule, "re.compile(r'^(a+)+$')\n");

    expect(match?.message).toBe('found Time grows exponentially on "a", then "a" many times, then "A".');
  });
});

test("constant_propagation: false keeps names from standing for constants", async () => {
  const code = "NAME = 'md5'\nf(NAME)\nf('md5')\n";

  expect(await matchedCode("python", "pattern: f('md5')", code)).toEqual(["f(NAME)", "f('md5')"]);
  expect(await matchedCode("python", "pattern: f('md5')\noptions:\n  constant_propagation: false", code)).toEqual(["f('md5')"]);
});

describe("fixes", () => {
  test.each([
    ["pattern: f($X, $...REST)\nfix: g($X, $...REST, safe=True)", "f(a, b, c)\n", ["g(a, b, c, safe=True)"]],
    ["pattern: f($X)\nfix: f($X)", "f(a)\n", [undefined]],
    ["pattern: f(...)\nfix: ''", "f(a)\n", [""]],
    ["pattern: f(...)\nfix-regex:\n  regex: (a)(\\d)\n  replacement: \\2\\1", "f(a1, a2)\n", ["f(1a, 2a)"]],
    ["pattern: f(...)\nfix-regex:\n  regex: a(\\d)\n  replacement: b$1\n  count: 1", "f(a1, a2)\n", ["f(b1, a2)"]],
    ["patterns:\n  - pattern: f($X)\n  - focus-metavariable: $X\nfix: h($X)", "f(a)\n", ["h(a)"]],
  ])("%s", async (patterns, code, fixes) => {
    expect((await matchesOf("python", patterns, code)).map((match) => match.fix)).toEqual(fixes);
  });
});

test("a rule of regex runs on every language", async () => {
  const rule = "pattern-regex: AKIA[A-Z]{4}\nlanguages: [regex]";

  for (const language of ["python", "javascript", "tsx"]) {
    const { scanCode, ruleText } = await import("./match-code.ts");
    const text = ruleText(language, rule).replace(/ {4}languages: \[(?!regex).*\n/u, "");
    expect((await scanCode(language, text, "x = 'AKIAABCD'\n")).matches).toHaveLength(1);
  }
});

import { array, assert, asyncProperty, constantFrom, stringMatching } from "fast-check";
import { describe, expect, test } from "vitest";
import { matchedCode, matchedLines, ruleErrors, ruleText, scanCode } from "./match-code.ts";

const DEEP = 10_000;
const TAINT = "mode: taint\npattern-sources:\n  - pattern: source(...)\npattern-sinks:\n  - pattern: sink(...)";

describe("deep and long code", () => {
  test.each([
    ["python", `x = ${"(".repeat(DEEP)}f(1)${")".repeat(DEEP)}\n`],
    ["python", `x = f(1)${" + f(1)".repeat(DEEP)}\n`],
    ["javascript", `${"[".repeat(DEEP)}f(1)${"]".repeat(DEEP)};`],
    ["javascript", `${"{".repeat(DEEP)}f(1)${"}".repeat(DEEP)}`],
    ["javascript", `${"if (a) b(); else ".repeat(DEEP)}f(1);`],
    ["javascript", `${"(() => ".repeat(DEEP)}f(1)${")".repeat(DEEP)};`],
  ])("10,000 levels of %s need no stack", async (language, code) => {
    for (const patterns of [
      "pattern: f($X)",
      "pattern: $A == $A",
      "patterns:\n  - pattern: f(...)\n  - pattern-not-inside: g(<... f(1) ...>)",
      TAINT.replace("source(", "f("),
    ]) {
      await expect(scanCode(language, ruleText(language, patterns), code)).resolves.toBeDefined();
    }
    expect((await matchedCode(language, "pattern: f($X)", code)).length).toBeGreaterThan(0);
  });

  test("a line of a megabyte", async () => {
    const code = `${"f(a);".repeat(200_000)}f(b);`;
    const { matches, problems } = await scanCode("javascript", ruleText("javascript", "pattern: f(b)"), code);

    expect(matches).toHaveLength(1);
    expect(problems).toEqual([]);
  });

  test("taint through ten thousand assignments and back", async () => {
    const steps = Array.from({ length: DEEP }, (_, index) => `x${index + 1} = x${index}`).join("\n");

    expect(await matchedLines("python", TAINT, `x0 = source()\n${steps}\nsink(x${DEEP})\n`)).toEqual([DEEP + 2]);
  });
});

describe("hostile rules", () => {
  test("one that takes too many steps is given up, and said so", async () => {
    const code = `f(${Array.from({ length: 200 }, (_, index) => `a${index}`).join(", ")})\n`;
    const { matches, problems } = await scanCode(
      "python",
      ruleText("python", "pattern: f(..., $A, ..., $B, ..., $C, ..., $D, ..., $A, ...)"),
      code,
    );

    expect(matches).toEqual([]);
    expect(problems).toMatchObject([{ code: "rule-timeout", ruleId: "rule" }]);
  });

  test("one rule given up leaves the others", async () => {
    const bad = ruleText("python", "pattern: f(..., $A, ..., $B, ..., $C, ..., $D, ..., $A, ...)").replace("id: rule", "id: bad");
    const code = `f(${Array.from({ length: 200 }, (_, index) => `a${index}`).join(", ")})\ng()\n`;
    const { matches, problems } = await scanCode(
      "python",
      bad + ruleText("python", "pattern: g()").replace("rules:\n", ""),
      code,
    );

    expect(problems.map((problem) => problem.ruleId)).toEqual(["bad"]);
    expect(matches.map((match) => match.ruleId)).toEqual(["rule"]);
  });

  test.each([
    ["sinks inside sinks", "exact: false", "f(".repeat(3000) + "s()" + ")".repeat(3000)],
    ["sources inside sources", "exact: true", `s(${"f(".repeat(3000)}1${")".repeat(3000)})`],
    ["one long line", "exact: false", `f(${"s(), ".repeat(20_000)}1)`],
  ])("taint through %s ends", async (_, exact, code) => {
    const rule = `mode: taint\npattern-sources:\n  - pattern: s(...)\npattern-sinks:\n  - pattern: f(...)\n    ${exact}`;
    const { matches, problems } = await scanCode("javascript", ruleText("javascript", rule), `${code};`);

    expect(matches.length + problems.length).toBeGreaterThan(0);
  });

  test("labels, propagators and side effects of many kinds end", async () => {
    const labels = Array.from(
      { length: 12 },
      (_, index) => `  - pattern: s${index}()\n    label: L${index}\n    by-side-effect: true`,
    );
    const rule = `mode: taint\npattern-sources:\n${labels.join("\n")}\npattern-propagators:\n  - pattern: $F($X, $Y)\n    from: $X\n    to: $Y\npattern-sinks:\n  - pattern: sink($X)\n    requires: L0 and not L11`;
    const code = Array.from({ length: 3000 }, (_, index) => `x${index + 1} = s0() + f(x${index}, x${index + 1})`).join("\n");
    const { matches, problems } = await scanCode("python", ruleText("python", rule), `${code}\nsink(x3000)\n`);

    expect(matches.length + problems.length).toBeGreaterThan(0);
  });

  test("expressions to analyse that are hostile use up the rule's steps", async () => {
    const rule = "patterns:\n  - pattern: re.compile($X)\n  - metavariable-analysis: {metavariable: $X, analyzer: redos}";
    const code = Array.from({ length: 40 }, (_, index) => `re.compile(r'(?:${"(a|b|ab)*".repeat(50)}${index})*c')`).join("\n");
    const { problems } = await scanCode("python", ruleText("python", rule), `${code}\n`);

    expect(problems).toMatchObject([{ code: "rule-timeout" }]);
  });

  test.each(["$X in [" + "1, ".repeat(150) + "1]", "(".repeat(190) + "$X" + ")".repeat(3)])(
    "a comparison of many words is refused: %.20s",
    async (comparison) => {
      const rule = `patterns:\n  - pattern: f($X)\n  - metavariable-comparison: {metavariable: $X, comparison: "${comparison}"}`;

      expect(await ruleErrors(ruleText("python", rule))).not.toEqual([]);
    },
  );

  test("regexes run in linear time", async () => {
    const { problems } = await scanCode("python", ruleText("python", "pattern-regex: (a+)+$"), `x = '${"a".repeat(50_000)}!'\n`);

    expect(problems).toEqual([]);
  });

  test("a regex that multiplies itself is refused", async () => {
    expect((await ruleErrors(ruleText("python", "pattern-regex: ((a{100}){100}){100}"))).join()).toContain("regular expression");
  });

  test("a pattern-either of thousands works", async () => {
    const items = Array.from({ length: 3000 }, (_, index) => `  - pattern: f${index}($X)`).join("\n");

    expect(await matchedCode("python", `pattern-either:\n${items}`, "f1(a)\nf2999(b)\nf3000(c)\n")).toEqual([
      "f1(a)",
      "f2999(b)",
    ]);
  });

  test("a pattern nested beyond measure is refused", async () => {
    expect((await ruleErrors(ruleText("python", `pattern: ${"f(".repeat(300)}${")".repeat(300)}`))).join()).toContain(
      "nested deeper",
    );
  });
});

describe("properties", () => {
  const PROGRAM =
    "import os\ndef handler(request):\n    NAME = request.args['a']\n    other = NAME.strip()\n    if other == NAME:\n        os.system(NAME + other)\n    return os.path.join(NAME, 'x')\n";
  const RULES = [
    "pattern: os.system($X + $Y)",
    "pattern: |\n  $X = $R.args[...]\n  ...\n  os.system(...)",
    "mode: taint\npattern-sources:\n  - pattern: $R.args\npattern-sinks:\n  - pattern: os.system(...)\n  - pattern: os.path.join(...)",
  ];

  test("renaming a local variable changes no match", async () => {
    const reserved = new Set([
      "os",
      "other",
      "def",
      "if",
      "return",
      "import",
      "request",
      "args",
      "is",
      "in",
      "or",
      "as",
      "and",
      "not",
      "for",
      "del",
      "try",
    ]);
    const name = stringMatching(/^[a-z_][a-z0-9_]{0,9}$/).filter((word) => !reserved.has(word));
    await assert(
      asyncProperty(name, constantFrom(...RULES), async (renamed, rule) => {
        const expected = await matchedLines("python", rule, PROGRAM.replaceAll("NAME", "value"));

        expect(expected.length).toBeGreaterThan(0);
        expect(await matchedLines("python", rule, PROGRAM.replaceAll("NAME", renamed))).toEqual(expected);
      }),
      { numRuns: 60, seed: 3 },
    );
  });

  test("no text makes it throw or point outside", async () => {
    const piece = constantFrom(
      "f(",
      ")",
      "'",
      '"',
      "`",
      "${",
      "}",
      "\n",
      "\r\n",
      "    ",
      "x",
      " = ",
      "#",
      "//",
      "😀",
      "\u2028",
      "def g():",
      "=>",
      "{",
      "[",
      "]",
      "<a>",
      "1",
      ",",
      ":",
    );
    await assert(
      asyncProperty(
        array(piece, { maxLength: 40 }),
        constantFrom("python", "javascript", "typescript", "tsx"),
        async (pieces, language) => {
          const code = pieces.join("");
          const rules =
            ruleText(language, "pattern: f($X, ...)") +
            ruleText(language, "pattern: $X = $Y").replace("rules:\n", "").replace("id: rule", "id: other");
          for (const match of (await scanCode(language, rules, code)).matches) {
            expect(match.start).toBeLessThan(match.end);
            expect(match.end).toBeLessThanOrEqual(code.length);
          }
        },
      ),
      { numRuns: 200, seed: 5 },
    );
  });
});

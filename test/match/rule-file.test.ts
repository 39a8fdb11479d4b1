import { describe, expect, test } from "vitest";
import { parseRules } from "#analysis/match/rule-file.ts";
import { ruleErrors, ruleText } from "./match-code.ts";

const REFUSED: readonly (readonly [patterns: string, line: number, named: string])[] = [
  ["pattern: f()\noptions:\n  symbolic_propagation: true", 8, 'option "symbolic_propagation"'],
  ["pattern: f()\nmode: join", 7, 'mode "join"'],
  ["match:\n  any: []", 6, 'key "match"'],
  ["patterns:\n  - pattern: f()\n  - pattern-where-python: 'True'", 8, "pattern-where-python"],
  ["patterns:\n  - pattern: f($X)\n  - metavariable-regex:\n      metavariable: $X\n      regex: b(?!a)", 10, "look-around"],
  ["pattern-regex: (a)\\1", 6, "back-reference"],
  [
    "patterns:\n  - pattern: f($X)\n  - metavariable-comparison:\n      metavariable: $X\n      comparison: len($X) > 3",
    10,
    '"len"',
  ],
  ["mode: taint\npattern-sources:\n  - pattern: a", 2, '"pattern-sinks"'],
  ["mode: taint\npattern-propagators:\n  - pattern: a", 8, "expected a metavariable"],
  ["pattern-sinks:\n  - pattern: a", 6, "mode: taint"],
  ["pattern: f(", 6, "not python"],
  ["pattern: |\n  ok()\n  f(", 7, "not python"],
  ['pattern: f("=~/(?=a)/")', 6, "look-around"],
];

describe("what assay does not have is refused by name and place", () => {
  test.each(REFUSED)("%s", async (patterns, line, named) => {
    const errors = await ruleErrors(ruleText("python", patterns));

    expect(errors.filter((error) => error.startsWith(`${line}: `)).join("\n")).toContain(named);
  });

  test("an unknown language, severity and key of the file", async () => {
    const errors = await ruleErrors(
      "rules:\n  - id: a\n    languages: [cobol]\n    severity: BAD\n    message: m\n    pattern: f()\nextra: 1\n",
    );

    expect(errors.join("\n")).toContain('7: key "extra"');
    expect(errors.join("\n")).toContain('3: language "cobol"');
    expect(errors.join("\n")).toMatch(/^4: /m);
  });
});

describe("files that are no rules", () => {
  test.each([
    ["", 1],
    ["rules: 3", 1],
    ["rules:\n  - 1", 2],
    ["a: [b", 1],
    ["rules:\n  - id: a\n    id: b", 3],
  ])("%j", (text, line) => {
    const { rules, errors } = parseRules(text, "x.yaml");

    expect(rules).toEqual([]);
    expect(errors[0]).toMatchObject({ path: "x.yaml", line });
  });

  test("aliases that multiply are stopped", () => {
    const levels = Array.from(
      { length: 12 },
      (_, level) =>
        `l${level + 1}: &l${level + 1} [${Array.from({ length: 9 }, () => (level === 0 ? "x" : `*l${level}`)).join(", ")}]`,
    );

    expect(parseRules(`${levels.join("\n")}\nrules: *l12\n`, "x.yaml").errors.length).toBeGreaterThan(0);
  });

  test("a rule with an error does not take others with it", () => {
    const good = ruleText("python", "pattern: f()").replace("id: rule", "id: good");
    const { rules, errors } = parseRules(
      `${good}${ruleText("python", "fixes: x\npattern: g()").replace("rules:\n", "")}`,
      "x.yaml",
    );

    expect(rules.map((rule) => rule.id)).toEqual(["good"]);
    expect(errors).toHaveLength(1);
  });
});

test("metadata in its several spellings", () => {
  const text = `${ruleText("python", "pattern: f()")}    metadata:\n      cwe: "CWE-89: SQL injection"\n      confidence: HIGH\n      references: https://a.example\n      owner: team\n`;

  expect(parseRules(text, "x.yaml")).toMatchObject({
    errors: [],
    rules: [{ cwe: ["CWE-89"], confidence: 0.9, references: ["https://a.example"], severity: "high" }],
  });
});

import { expect, test } from "vitest";
import { parseRules } from "#analysis/match/rule-file.ts";
import { ruleText } from "./match-code.ts";

/** The parts of Semgrep's rule language that assay does not have: each in a rule that is valid without it. */
const TAINT = "mode: taint\npattern-sources:\n  - pattern: a()\npattern-sinks:\n  - pattern: b($X)";
const REFUSED: readonly (readonly [name: string, patterns: string, line: number])[] = [
  ["max-version", "pattern: f()\nmax-version: 2.0.0", 7],
  ["match", "match:\n  any: [f()]", 6],
  ["pattern-where-python", "pattern: f()\npattern-where-python: 'True'", 7],
  ["generic", "pattern: f()\nlanguages: [generic]", 7],
  ["kind", "patterns:\n  - pattern: f($X)\n  - metavariable-name:\n      metavariable: $X\n      kind: django-view", 10],
  ["toxicity", "patterns:\n  - pattern: f($X)\n  - metavariable-analysis:\n      metavariable: $X\n      analyzer: toxicity", 10],
  [
    "html",
    "patterns:\n  - pattern: f($X)\n  - metavariable-pattern:\n      metavariable: $X\n      language: html\n      pattern: a",
    10,
  ],
  [
    "generic",
    "patterns:\n  - pattern: f($X)\n  - metavariable-pattern:\n      metavariable: $X\n      language: generic\n      pattern: a",
    10,
  ],
  [
    "today",
    "patterns:\n  - pattern: f($X)\n  - metavariable-comparison:\n      metavariable: $X\n      comparison: $X < today()",
    10,
  ],
  ["label", `${TAINT}\npattern-propagators:\n  - pattern: $A.add($B)\n    from: $B\n    to: $A\n    label: L`, 15],
  ["requires", `${TAINT}\npattern-propagators:\n  - pattern: $A.add($B)\n    from: $B\n    to: $A\n    requires: L`, 15],
  [
    "replace-labels",
    `${TAINT}\npattern-propagators:\n  - pattern: $A.add($B)\n    from: $B\n    to: $A\n    replace-labels: [L]`,
    15,
  ],
  ["requires", TAINT.replace("b($X)", "b($X)\n    requires: [{metavariable: $X, requires: A}]"), 11],
  ["A", TAINT.replace("b($X)", "b($X)\n    requires: A"), 11],
  ["at-exit", TAINT.replace("b($X)", "b($X)\n    at-exit: true"), 11],
  ["control", TAINT.replace("a()", "a()\n    control: true"), 9],
  ["not_conflicting", `${TAINT}\npattern-sanitizers:\n  - pattern: s($X)\n    not_conflicting: true`, 13],
  ["by-side-effect", TAINT.replace("a()", "a()\n    by-side-effect: always"), 9],
  ["fix-regex", "pattern: f()\nfix: g()\nfix-regex:\n  regex: f\n  replacement: g", 8],
  ["flags", "pattern: f()\nfix-regex:\n  regex: f\n  replacement: g\n  flags: i", 10],
  ["extract", "pattern: f()\nmode: extract", 7],
  ["join", "pattern: f()\nmode: join", 7],
  ["step", "pattern: f()\nmode: step", 7],
  ...[
    "symbolic_propagation",
    "symmetric_eq",
    "ac_matching",
    "commutative_boolop",
    "taint_unify_mvars",
    "generic_ellipsis_max_span",
    "an_option_of_tomorrow",
  ].map((option) => [option, `pattern: f()\noptions:\n  ${option}: true`, 8] as const),
];

test.each(REFUSED)("%s is refused by name with its line, and the rule is not used", (name, patterns, line) => {
  const own = patterns.includes("languages:") ? "    languages: [python]\n" : "";
  const { rules, errors } = parseRules(ruleText("python", patterns).replace(own, own === "" ? "" : "\n"), "team.yaml");

  expect(rules).toEqual([]);
  expect(
    errors
      .filter((error) => error.line === line)
      .map((error) => error.message)
      .join("\n"),
  ).toMatch(new RegExp(`"(?:.* )?${name}"`, "u"));
  expect(errors.every((error) => error.path === "team.yaml" && error.column >= 1)).toBe(true);
});

test.each([
  "pattern: f()",
  TAINT,
  "patterns:\n  - pattern: f($X)\n  - metavariable-comparison:\n      metavariable: $X\n      comparison: $X > 1",
])("without them the same rule is read: %s", (patterns) => {
  expect(parseRules(ruleText("python", patterns), "team.yaml").errors).toEqual([]);
});

import { expect, test } from "vitest";
import { parseRules } from "#analysis/match/rule-file.ts";
import { ruleText } from "./match-code.ts";

/** The parts of Semgrep's rule language that assay does not have: each in a rule that is valid without it. */
const TAINT = "mode: taint\npattern-sources:\n  - pattern: a()\npattern-sinks:\n  - pattern: b($X)";
const REFUSED: readonly (readonly [name: string, patterns: string, line: number])[] = [
  ["fix", "pattern: f()\nfix: g()", 7],
  ["fix-regex", "pattern: f()\nfix-regex:\n  regex: f\n  replacement: g", 7],
  ["min-version", "pattern: f()\nmin-version: 1.100.0", 7],
  ["max-version", "pattern: f()\nmax-version: 2.0.0", 7],
  ["match", "match:\n  any: [f()]", 6],
  ["pattern-where-python", "pattern: f()\npattern-where-python: 'True'", 7],
  ["metavariable-type", "patterns:\n  - pattern: f($X)\n  - metavariable-type:\n      metavariable: $X\n      type: int", 8],
  [
    "metavariable-analysis",
    "patterns:\n  - pattern: f($X)\n  - metavariable-analysis:\n      metavariable: $X\n      analyzer: redos",
    8,
  ],
  ["metavariable-name", "patterns:\n  - pattern: f($X)\n  - metavariable-name:\n      metavariable: $X\n      module: m", 8],
  [
    "language",
    "patterns:\n  - pattern: f($X)\n  - metavariable-pattern:\n      metavariable: $X\n      language: html\n      pattern: a",
    10,
  ],
  [
    "strip",
    "patterns:\n  - pattern: f($X)\n  - metavariable-comparison:\n      metavariable: $X\n      comparison: $X > 1\n      strip: true",
    11,
  ],
  [
    "base",
    "patterns:\n  - pattern: f($X)\n  - metavariable-comparison:\n      metavariable: $X\n      comparison: $X > 1\n      base: 8",
    11,
  ],
  ["pattern-propagators", `${TAINT}\npattern-propagators:\n  - pattern: $A.add($B)\n    from: $B\n    to: $A`, 11],
  ["by-side-effect", TAINT.replace("a()", "a()\n    by-side-effect: only"), 9],
  ["label", TAINT.replace("a()", "a()\n    label: A"), 9],
  ["requires", TAINT.replace("b($X)", "b($X)\n    requires: A"), 11],
  ["exact", TAINT.replace("b($X)", "b($X)\n    exact: false"), 11],
  ["exact", `${TAINT}\npattern-sanitizers:\n  - pattern: s($X)\n    exact: true`, 13],
  ["extract", "pattern: f()\nmode: extract", 7],
  ["join", "pattern: f()\nmode: join", 7],
  ["step", "pattern: f()\nmode: step", 7],
  ...[
    "constant_propagation",
    "symmetric_eq",
    "ac_matching",
    "commutative_boolop",
    "taint_assume_safe_functions",
    "taint_assume_safe_indexes",
    "taint_only_propagate_through_assignments",
    "generic_ellipsis_max_span",
    "interfile",
  ].map((option) => [option, `pattern: f()\noptions:\n  ${option}: true`, 8] as const),
];

test.each(REFUSED)("%s is refused by name with its line, and the rule is not used", (name, patterns, line) => {
  const { rules, errors } = parseRules(ruleText("python", patterns), "team.yaml");

  expect(rules).toEqual([]);
  expect(
    errors
      .filter((error) => error.line === line)
      .map((error) => error.message)
      .join("\n"),
  ).toContain(`"${name}"`);
  expect(errors.every((error) => error.path === "team.yaml" && error.column >= 1)).toBe(true);
});

test.each([
  "pattern: f()",
  TAINT,
  "patterns:\n  - pattern: f($X)\n  - metavariable-comparison:\n      metavariable: $X\n      comparison: $X > 1",
])("without them the same rule is read: %s", (patterns) => {
  expect(parseRules(ruleText("python", patterns), "team.yaml").errors).toEqual([]);
});

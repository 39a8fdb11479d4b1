import * as fc from "fast-check";
import { expect, test } from "vitest";
import { GateOutcome } from "#domain/gate.ts";
import { DefectId } from "#domain/ids.ts";
import { PolicySettings } from "#domain/policy.ts";
import { Severity } from "#domain/severity.ts";
import type { ChangeFacts, CountedDefect } from "./change-facts.ts";
import { judgeChange } from "./judge-change.ts";

const CLEAN: ChangeFacts = {
  files: [{ path: "src/a.py", change: "modified", lines: 3 }],
  reach: 0,
  author: "human",
  defects: [],
  engines: [{ id: "assay", status: "complete", detail: "" }],
  uncovered: [],
  suppressed: [],
  newSuppressions: [],
  weakenedTests: [],
  brokenPolicy: [],
  breaksPolicy: [],
  approvals: 0,
  roles: [],
  rejections: [],
};

const matches = (patterns: readonly string[], path: string) => patterns.some((pattern) => path.startsWith(pattern));

const judge = (facts: Partial<ChangeFacts>, policy: object = {}, more: { minProbability?: number } = {}) =>
  judgeChange(
    { ...CLEAN, ...facts },
    { failOn: "medium", minProbability: 0.3, policy: PolicySettings.parse(policy), matches, ...more },
  );

const defect = (part: Partial<CountedDefect> = {}): CountedDefect => ({
  id: DefectId.parse("d1"),
  rule: "python/x",
  title: "a weakness",
  severity: "high",
  probability: 0.9,
  path: "src/a.py",
  line: 4,
  isNew: true,
  known: false,
  ...part,
});

const firstOf = (verdict: ReturnType<typeof judge>) => [verdict.outcome, verdict.reasons[0]?.rule, verdict.reasons[0]?.setting];

test("a change that nothing speaks against passes, and says why it is small", () => {
  expect(judge({})).toEqual({
    outcome: "pass",
    tier: 0,
    why: "it touches 1 file and 3 lines, 0 files import it",
    rating: "A",
    reviewers: { needed: 0, given: 0 },
    reasons: [],
  });
});

test.each<[string, Partial<ChangeFacts>, object, readonly (string | undefined)[]]>([
  ["a new defect", { defects: [defect()] }, {}, ["refuse", "fail-on", "failOn"]],
  ["a defect of the base", { defects: [defect({ isNew: false })] }, {}, ["pass", undefined, undefined]],
  [
    "a defect of the base, where all count",
    { defects: [defect({ isNew: false })] },
    { count: "all" },
    ["refuse", "fail-on", "failOn"],
  ],
  [
    "one that the baseline lists",
    { defects: [defect({ isNew: false, known: true })] },
    { count: "all" },
    ["pass", undefined, undefined],
  ],
  [
    "a new one that the baseline lists",
    { defects: [defect({ known: true })] },
    { count: "all" },
    ["refuse", "fail-on", "failOn"],
  ],
  ["an unlikely defect", { defects: [defect({ probability: 0.1 })] }, {}, ["pass", undefined, undefined]],
  [
    "a defect that only a threshold of its path catches",
    { defects: [defect({ severity: "low" })] },
    {
      thresholds: [
        { severity: "low", paths: ["lib/"] },
        { severity: "low", paths: ["src/"] },
      ],
    },
    ["refuse", "threshold", "policy.thresholds.1"],
  ],
  [
    "a threshold of another weakness of the family",
    { defects: [defect({ severity: "low", cwe: "CWE-564" })] },
    { thresholds: [{ severity: "info", cwe: ["CWE-89"], outcome: "ask" }] },
    ["ask", "threshold", "policy.thresholds.0"],
  ],
  [
    "a threshold of another weakness",
    { defects: [defect({ severity: "low", cwe: "CWE-79" })] },
    { thresholds: [{ severity: "info", cwe: ["CWE-89"] }] },
    ["pass", undefined, undefined],
  ],
  [
    "a rating below the floor",
    { defects: [defect({ severity: "low" })] },
    { rating: "A" },
    ["refuse", "rating", "policy.rating"],
  ],
  [
    "a file that must not change",
    {},
    { forbid: [{ paths: ["src/"], reason: "generated" }] },
    ["refuse", "forbidden-change", "policy.forbid.0"],
  ],
  [
    "a deleted file",
    { files: [{ path: "src/a.py", change: "deleted", lines: 3 }] },
    { forbid: [{ change: "deleted", outcome: "ask" }] },
    ["ask", "forbidden-change", "policy.forbid.0"],
  ],
  [
    "an added suppression",
    { newSuppressions: [{ path: "src/a.py", line: 2, words: "nosec" }] },
    { forbid: [{ change: "suppression-added" }] },
    ["refuse", "forbidden-change", "policy.forbid.0"],
  ],
  [
    "a weakened test",
    { weakenedTests: [{ path: "tests/a.py", detail: "an assertion is gone" }] },
    { forbid: [{ change: "test-weakened" }] },
    ["refuse", "forbidden-change", "policy.forbid.0"],
  ],
  [
    "an edited pipeline",
    { files: [{ path: ".github/workflows/x.yml", change: "modified", lines: 1 }] },
    { forbid: [{ change: "ci-edited" }] },
    ["refuse", "forbidden-change", "policy.forbid.0"],
  ],
  [
    "a hidden finding above the floor",
    { suppressed: [{ rule: "r", severity: "high", path: "src/a.py", line: 1 }] },
    { suppressions: { severity: "high" } },
    ["refuse", "suppression-severity", "policy.suppressions.severity"],
  ],
  [
    "an entry that holds too long",
    { suppressed: [{ rule: "r", severity: "low", path: "src/a.py", line: 1, entry: "s.yaml:2", days: 91 }] },
    { suppressions: { days: 90 } },
    ["refuse", "suppression-expiry", "policy.suppressions.days"],
  ],
  [
    "an entry of a stranger",
    { suppressed: [{ rule: "r", severity: "low", path: "src/a.py", line: 1, owner: "eve" }] },
    { suppressions: { owners: ["ana"] } },
    ["refuse", "suppression-owner", "policy.suppressions.owners"],
  ],
  ["a required engine that is unknown", {}, { engines: ["bandit"] }, ["incomplete", "engine-required", "policy.engines.0"]],
  [
    "a required engine that is not here",
    { engines: [{ id: "bandit", status: "absent", detail: "not installed" }] },
    { engines: ["bandit"] },
    ["incomplete", "engine-required", "policy.engines.0"],
  ],
  [
    "a required engine without a file of its own",
    { engines: [{ id: "bandit", status: "idle", detail: "" }] },
    { engines: ["bandit"] },
    ["pass", undefined, undefined],
  ],
  [
    "an engine that failed",
    { engines: [{ id: "x", status: "failed", detail: "" }] },
    {},
    ["incomplete", "engine-incomplete", undefined],
  ],
  [
    "an engine that looked at a part",
    { engines: [{ id: "x", status: "partial", detail: "" }] },
    {},
    ["incomplete", "engine-incomplete", undefined],
  ],
  [
    "a file that nobody analysed",
    { uncovered: [{ path: "src/b.py", reason: "too large" }] },
    {},
    ["incomplete", "not-covered", undefined],
  ],
  ["a broken policy", { brokenPolicy: ["assay.yaml:1:1"] }, {}, ["incomplete", "policy-invalid", undefined]],
  [
    "security-critical code",
    { files: [{ path: "src/auth/a.py", change: "modified", lines: 1 }] },
    {},
    ["ask", "approval-needed", "policy.reviewers.3"],
  ],
  [
    "security-critical code that a person agreed to",
    { files: [{ path: "src/session.py", change: "modified", lines: 1 }], approvals: 1 },
    {},
    ["pass", undefined, undefined],
  ],
  [
    "named code with one of two people",
    { files: [{ path: "vault/a.py", change: "modified", lines: 1 }], approvals: 1 },
    { sensitive: ["vault/"], reviewers: [0, 0, 0, 2] },
    ["ask", "approval-needed", "policy.sensitive"],
  ],
  [
    "a large change",
    { files: [{ path: "a.py", change: "added", lines: 401 }] },
    { reviewers: [0, 0, 1, 1] },
    ["ask", "approval-needed", "policy.size.lines"],
  ],
  ["a change that many files import", { reach: 51 }, { reviewers: [0, 0, 1, 1] }, ["ask", "approval-needed", "policy.reach"]],
  ["an agent's change", { author: "agent" }, { reviewers: [0, 1, 1, 1] }, ["ask", "approval-needed", "policy.agents"]],
  [
    "a refusal beside what is missing",
    { defects: [defect()], uncovered: [{ reason: "x" }], files: [{ path: "auth/a.py", change: "added", lines: 1 }] },
    {},
    ["refuse", "fail-on", "failOn"],
  ],
])("%s", (_, facts, policy, expected) => {
  expect(firstOf(judge(facts, policy))).toEqual(expected);
});

const order = (outcome: GateOutcome) => GateOutcome.options.indexOf(outcome);

test("more facts against a change, or a stricter policy, never give a better verdict", () => {
  const severity = fc.constantFrom(...Severity.options);
  const facts = fc.record({
    defects: fc.array(fc.record({ severity, isNew: fc.boolean(), known: fc.boolean() }), { maxLength: 4 }),
    reach: fc.integer({ min: 0, max: 100 }),
    author: fc.constantFrom("human" as const, "agent" as const),
    uncovered: fc.array(fc.constant({ path: "x.py", reason: "r" }), { maxLength: 1 }),
  });
  const policy = fc.record({
    threshold: severity,
    rating: fc.constantFrom("A", "B", "C", "D", "E"),
    reach: fc.integer({ min: 0, max: 50 }),
  });
  fc.assert(
    fc.property(facts, policy, severity, ({ defects, ...rest }, { threshold, rating, reach }, worse) => {
      const given = { ...rest, defects: defects.map((one) => defect(one)) };
      const plain = judge(given);
      const stricter = judge(given, {
        thresholds: [{ severity: threshold }],
        rating,
        reach,
        count: "all",
        reviewers: [0, 1, 1, 1],
      });
      const more = judge({ ...given, defects: [...given.defects, defect({ severity: worse })], uncovered: [{ reason: "y" }] });

      expect(order(stricter.outcome)).toBeLessThanOrEqual(order(plain.outcome));
      expect(order(more.outcome)).toBeLessThanOrEqual(order(plain.outcome));
      expect(more.outcome).not.toBe("pass");
      expect(plain.outcome === "pass").toBe(plain.reasons.length === 0);
    }),
    { numRuns: 200 },
  );
});

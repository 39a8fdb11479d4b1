import { expect, test } from "vitest";
import type { Candidate } from "#domain/candidate.ts";
import { CandidateId, DefectId, Digest } from "#domain/ids.ts";
import type { Level, Outcome, Verdict } from "#domain/verdict.ts";
import { decide, type Policy } from "./decide.ts";

const POLICY: Policy = { level: ["E2", "E2", "E4", "E4"], sensitive: (path) => path.startsWith("vault/") };

function candidate(path: string, part: Partial<Candidate> = {}): Candidate {
  return {
    id: CandidateId.parse("c"),
    defect: DefectId.parse("d"),
    origin: "recipe",
    author: "python/x",
    title: "",
    rationale: "",
    tradeOffs: {},
    review: "merge-after-cursory-review",
    patch: { files: [{ path, baseDigest: Digest.parse(`sha256:${"0".repeat(64)}`), edits: [{ start: 0, end: 0, text: "x" }] }] },
    ...part,
  };
}

const verdicts = (outcomes: Partial<Record<Level, Outcome>>): Verdict[] =>
  Object.entries(outcomes).map(([level, outcome]) => ({
    check: `check-${level}`,
    level: level as Level,
    outcome,
    reason: "ok",
    detail: "",
    seconds: 0,
  }));

const asking = (check: string, level: Level): Verdict => ({ ...inconclusive(check, level, "wide-scope"), asks: true });

const inconclusive = (check: string, level: Level, reason: string): Verdict => ({
  check,
  level,
  outcome: "inconclusive",
  reason,
  detail: "",
  seconds: 0,
});

test.each([
  [
    "a small change that reached its level",
    candidate("a.py"),
    verdicts({ E0: "pass", E1: "pass", E2: "pass", E4: "inconclusive" }),
    "accept",
    "tier-level-reached",
    "E2",
  ],
  [
    "any failed check",
    candidate("a.py"),
    verdicts({ E0: "pass", E1: "pass", E2: "pass", E4: "fail" }),
    "reject",
    "check-failed",
    undefined,
  ],
  [
    "a check that did not run",
    candidate("a.py"),
    verdicts({ E0: "pass", E1: "inconclusive", E2: "pass" }),
    "ask",
    "level-not-reached",
    "E0",
  ],
  [
    "an attack that fails on code without tests",
    candidate("a.py"),
    verdicts({ E0: "pass", E1: "pass", E2: "pass", E4: "inconclusive", E5: "pass" }),
    "accept",
    "tier-level-reached",
    "E2",
  ],
  [
    "an attack that fails on tested code",
    candidate("a.py"),
    verdicts({ E0: "pass", E1: "pass", E2: "pass", E3: "inconclusive", E4: "pass", E5: "pass" }),
    "accept",
    "tier-level-reached",
    "E5",
  ],
  [
    "a guard that broke down beside one that passed",
    candidate("a.py"),
    [...verdicts({ E0: "pass", E1: "pass", E2: "pass" }), inconclusive("not-silenced", "E0", "check-crashed")],
    "reject",
    "not-applied",
    undefined,
  ],
  [
    "a guard that asks for a person, on code that reached every rung",
    candidate("a.py"),
    [...verdicts({ E0: "pass", E1: "pass", E2: "pass", E4: "pass" }), asking("not-silenced", "E0")],
    "ask",
    "person-needed",
    undefined,
  ],
  [
    "a guard that asks for a person, on code that a test rejects",
    candidate("a.py"),
    [...verdicts({ E0: "pass", E1: "pass", E2: "pass", E4: "fail" }), asking("not-silenced", "E0")],
    "reject",
    "check-failed",
    undefined,
  ],
  [
    "a guard that asks for a person, on a patch that was not shown to apply",
    candidate("a.py"),
    [inconclusive("applies", "E0", "unknown-language"), asking("not-silenced", "E0")],
    "reject",
    "not-applied",
    undefined,
  ],
  [
    "a file that no grammar reads, with a patch that silences nothing",
    candidate("a.conf"),
    [asking("applies", "E0"), ...verdicts({ E0: "pass", E1: "inconclusive", E2: "inconclusive" })],
    "ask",
    "person-needed",
    undefined,
  ],
  [
    "a check that asks above the needed rung",
    candidate("a.py"),
    [...verdicts({ E0: "pass", E1: "pass", E2: "pass" }), asking("project-tests", "E4")],
    "ask",
    "person-needed",
    "E2",
  ],
  [
    "a compiler that failed beside one that passed",
    candidate("a.py"),
    [...verdicts({ E0: "pass", E1: "pass", E2: "pass" }), inconclusive("pyright", "E1", "checker-failed")],
    "ask",
    "level-not-reached",
    "E0",
  ],
  [
    "a compiler of another language beside one that passed",
    candidate("a.py"),
    [...verdicts({ E0: "pass", E1: "pass", E2: "pass" }), inconclusive("typescript", "E1", "not-applicable")],
    "accept",
    "tier-level-reached",
    "E2",
  ],
  [
    "security-critical code",
    candidate("src/auth/login.py"),
    verdicts({ E0: "pass", E1: "pass", E2: "pass", E4: "pass" }),
    "ask",
    "sensitive-code",
    "E4",
  ],
  [
    "code the team called sensitive",
    candidate("vault/x.py"),
    verdicts({ E0: "pass", E1: "pass", E2: "pass", E4: "pass" }),
    "ask",
    "sensitive-code",
    "E4",
  ],
  [
    "a repair that works once somebody has set something",
    candidate("a.py", { tradeOffs: { setting: "Set API_KEY." } }),
    verdicts({ E0: "pass", E1: "pass", E2: "pass", E4: "pass" }),
    "ask",
    "setting-needed",
    "E4",
  ],
  ["no verdict at all", candidate("a.py"), [], "reject", "not-applied", undefined],
])("%s", (_, subject, given, outcome, rule, level) => {
  const judged = decide(subject, given, POLICY);

  expect(judged.decision).toMatchObject({ outcome, rule });
  expect(judged.level).toBe(level);
});

test("a model's change needs no less than a recipe's of the same reach", () => {
  const given = verdicts({ E0: "pass", E1: "pass", E2: "pass" });

  expect(decide(candidate("a.py", { origin: "model", review: "merge-after-review" }), given, POLICY).decision.tier).toBe(1);
});

test("a missing rung is named in the reason", () => {
  const given = verdicts({ E0: "pass", E1: "inconclusive", E2: "pass" });

  expect(decide(candidate("a.py"), given, POLICY).decision.reason).toBe("tier 0 needs E2, reached E0 (E1 check-E1: ok)");
});

test("what a change takes out counts like what it puts in", () => {
  const edits = [{ start: 0, end: 4000, text: "" }];
  const subject = candidate("a.py");
  const { decision } = decide(
    { ...subject, patch: { files: subject.patch.files.map((file) => ({ ...file, edits })) } },
    [],
    POLICY,
  );

  expect(decision.tier).toBe(2);
});

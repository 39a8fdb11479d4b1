import { expect, test } from "vitest";
import type { RepairClaim } from "#domain/evidence.ts";
import { DefectId } from "#domain/ids.ts";
import type { Outcome, Verdict } from "#domain/verdict.ts";
import { replayedClaims } from "./replayed.ts";

const verdict = (check: string, outcome: Outcome): Verdict => ({
  check,
  level: "E4",
  outcome,
  reason: "ok",
  detail: "",
  seconds: 0,
});
const repair = (...verdicts: Verdict[]): RepairClaim => ({
  defect: { id: DefectId.parse("d"), rule: "r", path: "a.py", line: 1 },
  status: "fixed",
  verdicts,
});

test.each([
  ["pass", "pass", "holds"],
  ["pass", "fail", "fails"],
  ["pass", "inconclusive", "unknown"],
  ["pass", undefined, "unknown"],
  ["inconclusive", "inconclusive", "holds"],
  ["inconclusive", "pass", "holds"],
  ["inconclusive", undefined, "holds"],
  ["inconclusive", "fail", "fails"],
] as const)("what was %s and is %s: %s", (said, now, state) => {
  const claims = replayedClaims(repair(verdict("tests", said)), now === undefined ? [] : [verdict("tests", now)]);

  expect(claims.map((claim) => [claim.claim, claim.state])).toEqual([["d E4 tests", state]]);
});

test("a check that is new speaks up only when it fails", () => {
  const claims = replayedClaims(repair(), [verdict("kind", "pass"), verdict("strict", "fail")]);

  expect(claims.map((claim) => [claim.claim, claim.state])).toEqual([["d E4 strict", "fails"]]);
});

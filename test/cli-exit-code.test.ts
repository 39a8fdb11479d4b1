import { describe, expect, test } from "vitest";
import { checkConditions, exitCode, fixConditions, verifyConditions } from "#faces/cli/exit-code.ts";
import { checkOutcome, checkView, CLEAN, DEFECTS, fixOutcome, fixView, PARTIAL, REPAIRS } from "./cli-canned.ts";

describe("exitCode", () => {
  test.each([
    [{}, false, 0],
    [{ waiting: true }, false, 4],
    [{ incomplete: true }, false, 3],
    [{ incomplete: true, waiting: true }, false, 3],
    [{ findings: true }, false, 1],
    [{ findings: true, incomplete: true, waiting: true }, false, 1],
    [{ internal: true, findings: true }, false, 5],
    [{ usage: true, internal: true }, false, 2],
    [{ interrupted: true, usage: true, findings: true }, false, 130],
    [{ findings: true }, true, 0],
    [{ findings: true, incomplete: true }, true, 3],
    [{ findings: true, waiting: true }, true, 4],
    [{ internal: true }, true, 5],
  ])("%o with exitZero %s is %i", (conditions, exitZero, expected) => {
    expect(exitCode(conditions, exitZero)).toBe(expected);
  });
});

describe("a check", () => {
  test.each([
    ["defects at the threshold", checkView(), "medium", 1],
    ["only defects below the threshold", checkView({}, DEFECTS.slice(2)), "high", 0],
    ["nothing found", checkView(CLEAN, []), "medium", 0],
    ["nothing found, an engine is partial", checkView({ ...CLEAN, ...PARTIAL }, []), "medium", 3],
    ["no file asked for", checkView({ ...CLEAN, files: [] }, []), "medium", 0],
    [
      "files asked for, none analysed",
      checkView({ ...CLEAN, files: [], problems: [{ code: "binary", message: "NUL" }] }, []),
      "medium",
      3,
    ],
  ] as const)("%s", (_name, view, failOn, expected) => {
    expect(exitCode(checkConditions(checkOutcome(view), failOn))).toBe(expected);
  });
});

describe("a fix", () => {
  const all = fixView();
  const [ask, fixed, unfixed] = REPAIRS;
  test.each([
    ["one unfixed among others", all, undefined, 1],
    ["one waits", { ...all, defects: DEFECTS.slice(0, 2), repairs: [ask, fixed] }, undefined, 4],
    ["all fixed", { ...all, defects: DEFECTS.slice(1, 2), repairs: [fixed] }, undefined, 0],
    ["a defect was never come to", { ...all, repairs: [fixed] }, undefined, 1],
    ["what is left was not asked for, or vanished with another repair", { ...all, repairs: [fixed] }, [], 0],
    ["time ran out", { ...all, repairs: [fixed], stop: "out-of-time" }, DEFECTS.slice(2), 1],
    ["unfixed below the threshold", { ...all, defects: DEFECTS.slice(2), repairs: [unfixed] }, [], 0],
    ["the scan failed", { ...all, defects: [], repairs: [], stop: "scan-failed" }, undefined, 3],
    ["no defect has the id that was asked for", { ...all, repairs: [], unmatched: ["77c1d0e2"] }, [], 2],
    ["the weakness that was asked for is nowhere", { ...all, repairs: [], unmatched: ["CWE-611"] }, [], 0],
    ["interrupted", { ...all, stop: "interrupted" }, undefined, 130],
  ] as const)("%s", (_name, view, left, expected) => {
    const outcome = fixOutcome(view as typeof all, left);

    expect(exitCode(fixConditions(outcome))).toBe(expected);
  });
});

const claim = (state: "holds" | "fails" | "unknown") => ({ claim: "a claim", state, detail: "" });

describe("a verification", () => {
  test.each([
    [{ ok: true, claims: [claim("holds")] }, 0],
    [{ ok: false, claims: [claim("holds"), claim("unknown")] }, 3],
    [{ ok: false, claims: [claim("unknown"), claim("fails")] }, 1],
    [{ ok: false, claims: [claim("holds")] }, 1],
    [{ ok: true, claims: [] }, 3],
  ])("%o is %i", (outcome, expected) => {
    expect(exitCode(verifyConditions(outcome))).toBe(expected);
  });
});

import { expect, test } from "vitest";
import { createMemoryWorkspace } from "#adapters/workspaces/memory.ts";
import type { TreeParser } from "#analysis/parse/parser.ts";
import type { Candidate } from "#domain/candidate.ts";
import type { Defect } from "#domain/defect.ts";
import { AssayError } from "#domain/errors.ts";
import { CandidateId, DefectId, Digest, FindingId } from "#domain/ids.ts";
import type { ScanReport } from "#domain/report.ts";
import { digest } from "#lib/digest.ts";
import type { Check, CheckAnswer } from "#ports/check.ts";
import { type Ladder, validate } from "./validate.ts";

const TEXT = "bad(1)\n";
const REPORT: ScanReport = { complete: true, engines: [], findings: [], suppressed: [], problems: [], files: [] };
const ID = DefectId.parse("d");

const defect: Defect = {
  id: ID,
  rule: "r",
  title: "t",
  message: "m",
  severity: "high",
  probability: 1,
  location: { path: "a.py", startLine: 1, startColumn: 1, endLine: 1, endColumn: 4 },
  witnesses: [FindingId.parse("f")],
};
const candidate: Candidate = {
  id: CandidateId.parse("c"),
  defect: ID,
  origin: "recipe",
  author: "python/x",
  title: "",
  rationale: "",
  tradeOffs: {},
  review: "merge-without-review",
  patch: {
    files: [{ path: "a.py", baseDigest: Digest.parse(digest(TEXT)), edits: [{ start: 0, end: 3, text: "good" }] }],
  },
};

const check = (id: string, level: Check["level"], run: Check["run"]): Check => ({ id, level, title: id, run });
const content = async (): Promise<CheckAnswer> => ({ outcome: "pass", reason: "ok", detail: "" });

function climb(checks: readonly Check[], part: Partial<Ladder> = {}, signal = new AbortController().signal) {
  const unused = () => Promise.reject(new Error("unused"));
  const ladder: Ladder = {
    checks,
    parser: {} as TreeParser,
    sandbox: undefined,
    stager: { stage: unused, scratch: unused },
    findExecutable: async () => undefined,
    once: (_, work) => work(),
    rescan: async (_, files) => ({ report: REPORT, files }),
    keepOutput: async () => {},
    now: () => 0,
    ...part,
  };
  const before = createMemoryWorkspace({ root: "/nowhere", files: { "a.py": TEXT } });
  return validate(ladder, { defect, candidate, before, beforeScan: REPORT }, signal);
}

test("a check that breaks down is inconclusive, whether it throws at once or later, and those after it run", async () => {
  const { verdicts } = await climb([
    check("applies", "E0", content),
    check("later", "E1", async () => Promise.reject(new TypeError("no such node"))),
    check("now", "E1", () => {
      throw new RangeError("too deep");
    }),
    check("gone", "E2", content),
  ]);

  expect(verdicts.slice(0, 4).map(({ check: id, outcome, reason, detail }) => [id, outcome, reason, detail])).toEqual([
    ["applies", "pass", "ok", ""],
    ["later", "inconclusive", "check-crashed", "The check broke down: TypeError: no such node"],
    ["now", "inconclusive", "check-crashed", "The check broke down: RangeError: too deep"],
    ["gone", "pass", "ok", ""],
  ]);
});

test("a rescan that breaks down proves nothing and ends nothing", async () => {
  const { verdicts, rescan } = await climb(
    [check("gone", "E2", async ({ afterScan }, signal) => ((await afterScan(signal)).complete ? content() : content()))],
    { rescan: () => Promise.reject(new Error("a file went away")) },
  );

  expect(verdicts.find(({ level }) => level === "E2")).toMatchObject({ outcome: "inconclusive", reason: "check-crashed" });
  expect(rescan).toBeUndefined();
});

test("what a user can mend ends the run", async () => {
  const full = new AssayError("write-failed", "the disk is full");

  await expect(climb([check("applies", "E0", () => Promise.reject(full))])).rejects.toBe(full);
});

test("a check that answers after an interruption is not believed", async () => {
  const controller = new AbortController();
  const killed = check("tests", "E4", async () => {
    controller.abort();
    return { outcome: "inconclusive", reason: "runner-crashed", detail: "the runner was killed" };
  });

  await expect(climb([killed], {}, controller.signal)).rejects.toMatchObject({ name: "AbortError" });
});

test("a detail cut within a character is made whole, so that the log can carry it", async () => {
  const { verdicts } = await climb([check("applies", "E0", async () => ({ ...(await content()), detail: "😀".slice(0, 1) }))]);

  expect(verdicts[0]?.detail).toBe("\ufffd");
});

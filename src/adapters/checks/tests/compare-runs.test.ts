import { describe, expect, it } from "vitest";
import { compareRuns } from "./compare-runs.ts";
import type { TestRun } from "./test-run.ts";
import { collectResults, type TestState } from "./test-results.ts";

const signal = new AbortController().signal;

function ran(states: Readonly<Record<string, TestState>>, output = ""): TestRun {
  return { kind: "ran", runner: "runner", results: collectResults(Object.entries(states)), lines: new Map(), output };
}

function problem(reason: "timed-out" | "runner-crashed" | "report-doubtful"): TestRun {
  return { kind: "problem", reason, detail: "No report.", output: "" };
}

/** Gives the runs of each side by round; one alone stands for both. */
async function compare(before: readonly TestRun[], after: readonly TestRun[]): Promise<string> {
  const answer = await compareRuns(
    {
      before: async (round) => before[Math.min(round, before.length) - 1] as TestRun,
      after: async (round) => after[Math.min(round, after.length) - 1] as TestRun,
    },
    signal,
  );
  return `${answer.outcome}: ${answer.reason}`;
}

const green = ran({ a: "passed", b: "passed" });
const red = ran({ a: "failed", b: "passed" });

describe("compareRuns", () => {
  it.each([
    ["green stays green", [green], [green], "pass: ok"],
    ["a test breaks for good", [green], [red], "fail: test-broke"],
    ["a test breaks once", [green], [red, green], "inconclusive: flaky"],
    ["the unchanged code wavers", [green, red], [red], "inconclusive: flaky"],
    ["red before", [red], [green], "inconclusive: red-before"],
    ["red before, not in the same way twice", [red, green], [red], "inconclusive: flaky"],
    [
      "red before for want of a network",
      [ran({ a: "failed" }, "Error: getaddrinfo ENOTFOUND api.example.com")],
      [ran({ a: "failed" })],
      "inconclusive: needs-network",
    ],
    ["the patched code's report and exit contradict each other", [green], [problem("report-doubtful")], "fail: test-broke"],
    ["red before, and one more breaks", [red], [ran({ a: "failed", b: "failed" })], "fail: test-broke"],
    ["a test is gone", [green], [ran({ a: "passed" })], "inconclusive: tests-removed"],
    ["a test is skipped now", [green], [ran({ a: "passed", b: "skipped" })], "inconclusive: tests-removed"],
    ["all are skipped", [ran({ a: "skipped" })], [ran({ a: "skipped" })], "inconclusive: no-tests"],
    ["the patched code takes too long", [green], [problem("timed-out")], "inconclusive: timed-out"],
    ["the patched code ends the runner", [green], [problem("runner-crashed")], "fail: test-broke"],
    ["the runner never worked", [problem("runner-crashed")], [green], "inconclusive: runner-crashed"],
  ])("%s", async (_, before, after, expected) => {
    expect(await compare(before, after)).toBe(expected);
  });
});

import { z } from "zod";
import { collectResults, type TestResults, type TestState } from "./test-results.ts";

const JestReport = z.object({
  testResults: z.array(
    z.object({
      name: z.string().default(""),
      status: z.string().optional(),
      assertionResults: z.array(z.object({ fullName: z.string().default(""), status: z.string().optional() })).default([]),
    }),
  ),
});

/** The report of Jest, which Vitest writes too. A file that could not be loaded counts as one failed test. `root` is cut from names. */
export function parseJest(text: string, root: string): TestResults | undefined {
  const report = JestReport.safeParse(readJson(text));
  if (!report.success) return undefined;
  return collectResults(
    report.data.testResults.flatMap(({ name, status, assertionResults }): [string, TestState][] => {
      const file = name.replace(`${root}/`, "");
      const tests = assertionResults.map((each): [string, TestState] => [`${file} > ${each.fullName}`, stateOf(each.status)]);
      return tests.length === 0 && status === "failed" ? [[file, "failed"]] : tests;
    }),
  );
}

const MochaTest = z.object({
  fullTitle: z.string().default(""),
  file: z.string().default(""),
  err: z.record(z.string(), z.unknown()).default({}),
});
const MochaReport = z.object({
  tests: z.array(MochaTest),
  pending: z.array(MochaTest).default([]),
  failures: z.array(MochaTest).default([]),
});

/** Mocha's own JSON report; a failed hook counts as a failed test. */
export function parseMocha(text: string, root: string): TestResults | undefined {
  const report = MochaReport.safeParse(readJson(text));
  if (!report.success) return undefined;
  const nameOf = ({ file, fullTitle }: z.infer<typeof MochaTest>): string => `${file.replace(`${root}/`, "")} > ${fullTitle}`;
  const pending = new Set(report.data.pending.map(nameOf));
  const tests = report.data.tests.map((test): [string, TestState] => {
    if (pending.has(nameOf(test))) return [nameOf(test), "skipped"];
    return [nameOf(test), Object.keys(test.err).length > 0 ? "failed" : "passed"];
  });
  const known = new Set(tests.map(([name]) => name));
  const hooks = report.data.failures.map(nameOf).filter((name) => !known.has(name));
  return collectResults([...tests, ...hooks.map((name): [string, TestState] => [name, "failed"])]);
}

const States = z.object({ states: z.record(z.string(), z.string()) });

/** What our own programs for Python tell: test names to states. */
export function parseUnittest(text: string): TestResults | undefined {
  const report = States.safeParse(readJson(text));
  if (!report.success) return undefined;
  return collectResults(Object.entries(report.data.states).map(([name, state]) => [name, stateOf(state)]));
}

function stateOf(status: string | undefined): TestState {
  if (status === "passed") return "passed";
  return status === "failed" ? "failed" : "skipped";
}

/** Undefined for what is not JSON: a report that a crash cut short. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

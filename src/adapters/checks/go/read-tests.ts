import { z } from "zod";
import { type RunLines } from "#adapters/checks/tests/patched-lines.ts";
import { collectResults, type TestResults, type TestState } from "#adapters/checks/tests/test-results.ts";

const Event = z.object({ Action: z.string(), Test: z.string().optional() });
const STATES: Readonly<Record<string, TestState>> = { pass: "passed", fail: "failed", skip: "skipped" };

/**
 * What `go tool test2json` tells of one package, its tests named behind `label`. A test that began and did not come to an end failed: the process died
 * with it. Undefined where there is no such report.
 */
export function readGoTests(text: string, label: string): TestResults | undefined {
  const states = new Map<string, TestState>();
  let ended = false;
  for (const line of text.split("\n")) {
    const event = Event.safeParse(readJson(line));
    if (!event.success) continue;
    const { Action, Test } = event.data;
    const state = STATES[Action];
    if (Test === undefined) ended ||= state !== undefined;
    else if (state !== undefined) states.set(Test, state);
    else if (Action === "run") states.set(Test, "failed");
  }
  return ended ? collectResults([...states].map(([test, state]) => [`${label} > ${test}`, state])) : undefined;
}

function readJson(line: string): unknown {
  if (!line.startsWith("{")) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    // A line that the process was killed in.
    return undefined;
  }
}

/** Lines that ran and lines that could, by the names of files as the profile writes them: module path and file. */
export function readCoverProfile(text: string): Map<string, RunLines> {
  const [ran, able] = [new Map<string, Set<number>>(), new Map<string, Set<number>>()];
  for (const [, file = "", from, to, count] of text.matchAll(/^(\S+\.go):(\d+)\.\d+,(\d+)\.\d+ \d+ (\d+)$/gmu)) {
    const [hit, known] = [ran.get(file) ?? new Set<number>(), able.get(file) ?? new Set<number>()];
    for (let line = Number(from); line <= Math.min(Number(to), Number(from) + 5000); line++) {
      known.add(line);
      if (Number(count) > 0) hit.add(line);
    }
    ran.set(file, hit);
    able.set(file, known);
  }
  return new Map(
    [...able].map(([file, known]) => [file, { ran: ran.get(file) ?? new Set(), can: (line: number) => known.has(line) }]),
  );
}

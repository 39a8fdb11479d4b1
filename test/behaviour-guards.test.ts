import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseAnswers } from "#adapters/checks/behaviour/solver.ts";
import { compareTexts, findExecutable, said } from "./behaviour-setup.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "assay-solver-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const before =
  "import os\n\nFOLDER = 'data'\n\n\ndef read(name):\n    with open(FOLDER + '/' + name) as file:\n        return file.read()\n";
const guarded = (test: string): string =>
  before.replace("    with open", `    if ${test}:\n        raise ValueError(name)\n    with open`);

/** A check with a solver that gives this answer to the first question and does not know any other. */
async function withSolver(after: string, answer: string): Promise<ReturnType<typeof compareTexts>> {
  const program = join(folder, `z3-${answer.length}`);
  await writeFile(program, `#!/bin/sh\ncat > /dev/null\nprintf '%s\\n' 'assay-question 0' '${answer}'\n`);
  await chmod(program, 0o755);
  return compareTexts(
    { path: "app.py", cwe: "CWE-22", before, after, line: "open(FOLDER" },
    { findExecutable: async (name) => (name === "z3" ? program : findExecutable(name)) },
  );
}

describe("what a solver finds is tried", () => {
  it("and an input that has an effect fails", async () => {
    // The guard wants a text at the start, which every payload but the solver's lacks.
    const answer = await withSolver(guarded("'..' in name and not name.startswith('ok/')"), 'sat ((before "ok/../") (after ""))');

    expect(said(answer)).toBe("fail: guard-bypassed");
    expect(answer.detail).toMatch(/"ok\/\.\.\/.*comes through the guards of read/);
  });

  it("and an input that has none is noted", async () => {
    const answer = await withSolver(guarded("'..' in name or name.startswith('/')"), 'sat ((before "") (after ""))');

    expect(said(answer)).toBe("pass: ok");
    expect(answer.detail).toContain("none of them had an effect when tried");
  });
});

it("an answer of a solver is read, with what it escapes; what is missing is unknown", () => {
  const output =
    'assay-question 0\nsat\n((before "a""\\u{2e}")\n (after ""))\nassay-question 1\nunsat\n(error "no model")\nassay-question 3\ntimeout\n';

  expect(parseAnswers(output, 4)).toEqual([
    { kind: "found", before: 'a".', after: "" },
    { kind: "none" },
    { kind: "unknown" },
    { kind: "unknown" },
  ]);
});

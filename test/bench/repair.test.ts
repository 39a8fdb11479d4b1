import { beforeAll, expect, test } from "vitest";
import { createParser, type TreeParser } from "#analysis/parse/parser.ts";
import { loadGrammar } from "#app/load-grammar.ts";
import type { RepairCase } from "#bench/repair/case.ts";
import type { Grade } from "#bench/repair/grade.ts";
import { type CaseOutcome, tally, ungradable } from "#bench/repair/outcome.ts";
import { spread } from "#bench/repair/spread.ts";
import { unsafePrograms } from "#bench/repair/unsafe-twin.ts";

let parser: TreeParser;
beforeAll(async () => {
  parser = await createParser(loadGrammar);
});

const grade = (functional: boolean, secure: boolean): Grade => ({ kind: "graded", functional, secure, detail: "" });

function item(id: string, cwe: string, group = id): RepairCase {
  return { id, group, language: "python", cwe, unsafe: { "a.py": "" }, reference: { "a.py": "" }, exam: undefined };
}

test("the unsafe twin of a test file becomes a program with what it needs and the task's words", async () => {
  const text = `import os
import json
import pytest
from a_task import size

ROOT = "/srv"
rows = []

def size_unsafe(name, rows):
    return os.path.getsize(ROOT + name)

def test_size():
    assert size("a", rows) == 1
`;
  const task = 'def size(name, rows):\n    """Size of a file."""\n    return 0\n';

  expect(await unsafePrograms(parser, text, task)).toEqual([
    'import os\nROOT = "/srv"\ndef size(name, rows):\n    """Size of a file."""\n    return os.path.getsize(ROOT + name)\n',
  ]);
});

test("every numbered twin is a program of its own", async () => {
  const text = "def a_unsafe_0():\n    return 1\n\ndef a_unsafe_1():\n    return 2\n";

  expect(await unsafePrograms(parser, text, "")).toEqual(["def a():\n    return 1\n", "def a():\n    return 2\n"]);
});

test.each([
  ["a repair of the author that fails", grade(true, false), grade(true, false), /^reference-fails/u],
  ["tests that pass on the unsafe code", grade(true, true), grade(true, true), /^tests-pass-on-unsafe/u],
  [
    "a missing package",
    { kind: "problem", reason: "package-missing", detail: "lxml" } as const,
    grade(true, false),
    /^package-missing: lxml/u,
  ],
])("%s cannot be graded", (_, reference, identity, reason) => {
  expect(ungradable(reference, identity)).toMatch(reason);
});

test("tests that tell the two apart can be graded by", () => {
  expect(ungradable(grade(true, true), grade(true, false))).toBeUndefined();
});

test.each([
  ["a right repair", true, grade(true, true), { both: 1, falseAccepts: 0, broke: 0, falseProven: 0, proven: 1 }],
  [
    "an accepted one that is not safe",
    true,
    grade(true, false),
    { both: 0, falseAccepts: 1, broke: 0, falseProven: 1, proven: 1 },
  ],
  [
    "an accepted one that breaks the function",
    true,
    grade(false, true),
    { both: 0, falseAccepts: 1, broke: 1, falseProven: 1, proven: 1 },
  ],
  ["nothing accepted", false, grade(true, false), { both: 0, falseAccepts: 0, broke: 0, unfixed: 1, proven: 0 }],
])("%s is counted as what it is", (_, accepted, judged, counts) => {
  const fix = { author: "r", cwe: "CWE-1", level: "E2", attacked: true, seconds: { toE3: 1, toE6: 2 }, open: [] } as const;
  const repaired = { files: {}, found: ["a"], accepted: accepted ? [fix] : [], left: [], restless: false, seconds: 1 };
  const outcome: CaseOutcome = {
    item: item("a", "CWE-1"),
    ungradable: undefined,
    identity: grade(true, false),
    reference: grade(true, true),
    repaired,
    grade: judged,
  };

  expect(tally(outcome)).toMatchObject({ cases: 1, graded: 1, ...counts });
});

test("a part of the cases holds every weakness before it holds one twice", () => {
  const cases = [item("a", "CWE-1", "x"), item("b", "CWE-1", "x"), item("c", "CWE-1", "y"), item("d", "CWE-2")];

  expect(spread(cases, 3).map(({ id }) => id)).toEqual(["a", "d", "c"]);
});

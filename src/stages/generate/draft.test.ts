import { describe, expect, test } from "vitest";
import type { ModelRequest } from "#ports/model.ts";
import { draftPrompt } from "./draft-prompt.ts";
import { askForDraft } from "./generate.ts";
import { insertDraft } from "./insert.ts";
import { readDraft } from "./read-draft.ts";

describe("readDraft", () => {
  test.each([
    ["a fence", "Here:\n```python\nx = 1\n```\nDone.", "x = 1\n"],
    ["two fences", "```\nimport a\n```\nand\n~~~js\nb()\n~~~\n", "import a\n\nb()\n"],
    ["no fence", "\r\nx = 1\r\n", "x = 1\n"],
    ["a fence in a longer fence", "````md\n```\nx\n```\n````", "```\nx\n```\n"],
  ])("%s", (_, reply, code) => {
    expect(readDraft(reply)).toEqual({ kind: "code", code });
  });

  test.each(["", "```\n\n```", "x".repeat(70_000), "\ud800"])("refuses what is none: %j", (reply) => {
    expect(readDraft(reply).kind).toBe("refused");
  });
});

describe("insertDraft", () => {
  const text = "class A:\n    x = 1\n    y = 2\n";
  test.each([
    [3, "class A:\n    x = 1\n    def f(self):\n\n        return 1\n    y = 2\n"],
    [4, "class A:\n    x = 1\n    y = 2\ndef f(self):\n\n    return 1\n"],
    [undefined, "class A:\n    x = 1\n    y = 2\n\n\ndef f(self):\n\n    return 1\n"],
  ])("before line %s", (line, expected) => {
    expect(insertDraft(text, "def f(self):\n\n    return 1\n", line)).toBe(expected);
  });

  test("keeps line ends, and refuses a line that is not there", () => {
    expect(insertDraft("a\r\nb\r\n", "c\nd\n", 2)).toBe("a\r\nc\r\nd\r\nb\r\n");
    expect(insertDraft("a\n", "b\n", 3)).toBeUndefined();
  });
});

test("the prompt holds policy, warnings, lessons and the project as data", () => {
  const [system, user] = draftPrompt({
    request: "serve a file",
    language: "python",
    path: "a.py",
    around: "x = 1\u202e",
    conventions: ["It depends on flask."],
    warnings: [{ id: "w", outcome: "warn", cwe: "CWE-22", reason: "Paths.", principle: "P.", alternative: "Resolve." }],
    lessons: ["CWE-22: path, line 3"],
  });

  expect(system?.content).toContain("untrusted");
  expect(user?.content).toContain("Mind CWE-22: Paths. Resolve.");
  expect(user?.content).toMatch(/DATA (\w+)\nx = 1\\u\{202e\}\nDATA \1/u);
  expect(user?.content).toContain("CWE-22: path, line 3");
});

test("a failed call ends the drafting only when it cannot be tried again", async () => {
  const input = { request: "r", language: "python", path: "a.py", around: "", conventions: [], warnings: [], lessons: [] };
  const seen: ModelRequest[] = [];
  const failing = (retryable: boolean) => ({
    id: "m",
    complete: async (request: ModelRequest) => {
      seen.push(request);
      return { kind: "failed" as const, reason: "busy", retryable };
    },
  });

  expect(await askForDraft(failing(true), input, 1, new AbortController().signal)).toMatchObject({ kind: "none", final: false });
  expect(await askForDraft(failing(false), input, 2, new AbortController().signal)).toMatchObject({ kind: "none", final: true });
  expect(seen.map(({ seed, temperature }) => [seed, temperature])).toEqual([
    [1, 0],
    [2, 0.4],
  ]);
});

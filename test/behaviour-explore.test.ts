import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { findPythonPackage } from "#adapters/checks/kit/find-package.ts";
import { compareTexts, findExecutable, said } from "./behaviour-setup.ts";

const hypothesis = await findPythonPackage(undefined, findExecutable, "hypothesis");

const PYTHON = `import os

def label(name: str, count: int) -> str:
    """A name and how often.

    >>> label("ann", 2)
    'ann 2'
    """
    return os.path.basename(name) + " " + str(count)
`;

describe.skipIf(hypothesis === undefined)("Hypothesis", () => {
  const change = (after: string) => compareTexts({ path: "app.py", cwe: "CWE-22", before: PYTHON, after }, { findExecutable });

  it("finds a call that no list of examples holds, and makes it simple", async () => {
    const after = PYTHON.replace(
      "    return",
      "    if count > 70000 and 'y' in name:\\n        count = 0\\n    return".replaceAll("\\n", "\n"),
    );
    const answer = await change(after);
    expect(said(answer)).toBe("fail: behaviour-differs");
    expect(answer.detail).toMatch(/label\(name="[^"]*y[^"]*", count=\d{5,}\): "[^"]+" before, "[^"]* 0" now/);
    expect(answer.detail).toMatch(/Hypothesis [\d.]+ found the call\./);
  });

  it("says how many calls it made when none differs", async () => {
    const after = PYTHON.replace("os.path.basename(name)", 'name.split("/")[-1]');
    const answer = await change(after);
    expect(said(answer)).toBe("pass: ok");
    expect(answer.detail).toMatch(
      /Hypothesis [\d.]+ made (?:\d+ )?further calls(?: until its time was up)? of label \(derandomized\): no harmless one differs\./,
    );
  });
});

/** From here Node finds the packages of this repository. */
const BELOW = resolve("node_modules/.cache/assay");

const SCRIPT = `import path from "node:path";

/** A name and how often. */
export function label(name: string, count: number): string {
  return path.basename(name) + " " + count;
}
`;

describe("fast-check", () => {
  const change = (after: string) => compareTexts({ path: "app.ts", cwe: "CWE-22", before: SCRIPT, after }, {}, BELOW);

  it("finds a call that no list of examples holds, and makes it simple", async () => {
    const answer = await change(SCRIPT.replace("  return", '  if (count > 70000 && name.includes("y")) count = 0;\n  return'));
    expect(said(answer)).toBe("fail: behaviour-differs");
    expect(answer.detail).toMatch(/label\(name="[^"]*y[^"]*", count=\d{5,}(?:\.\d+)?\): "[^"]+" before, "[^"]* 0" now/);
    expect(answer.detail).toMatch(/fast-check [\d.]+ found the call\./);
  });

  it("says how many calls it made when none differs", async () => {
    const answer = await change(SCRIPT.replace("path.basename(name)", 'name.split("/").at(-1)'));
    expect(said(answer)).toBe("pass: ok");
    expect(answer.detail).toMatch(
      /fast-check [\d.]+ made (?:\d+ )?further calls(?: until its time was up)? of label \(seed 1\): no harmless one differs\./,
    );
  });
});

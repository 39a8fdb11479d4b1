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

describe("tools that cannot be installed on every machine, by stand-ins that answer as documented", () => {
  const tools = { ".venv/lib/python3.11/site-packages": "fixtures/explore/python" };
  const change = (after: string) => compareTexts({ path: "app.py", cwe: "CWE-22", before: PYTHON, after }, {}, { tools });

  it("what Atheris and CrossHair find counts when the driver sees the same", async () => {
    const answer = await change(
      PYTHON.replace("    return", '    if count > 70000 and "y" in name:\n        count = 0\n    return'),
    );
    expect(said(answer)).toBe("fail: behaviour-differs");
    expect(answer.detail).toMatch(/: "[^"]*" before, "[^"]* 0" now/);
    expect(answer.detail).toMatch(/(?:Atheris 3\.1\.0|CrossHair 0\.0\.112) found the call\./);
  });

  it("says what each did when nothing differs", async () => {
    const answer = await change(PYTHON.replace("os.path.basename(name)", 'name.split("/")[-1]'));
    expect(said(answer)).toBe("pass: ok");
    expect(answer.detail).toMatch(
      /Atheris 3\.1\.0 made .*further calls.* of label \(guided by coverage, seed 1\): no harmless one differs\./,
    );
    expect(answer.detail).toMatch(/CrossHair 0\.0\.112 .*of label \(symbolic, not all paths\): no harmless one differs\./);
  });

  it("says why CrossHair cannot look", async () => {
    const before = 'import os\n\ndef pick(options):\n    return os.path.basename(options["name"])\n';
    const after = before.replace('os.path.basename(options["name"])', 'options["name"].split("/")[-1]');
    const answer = await compareTexts({ path: "app.py", cwe: "CWE-22", before, after }, {}, { tools });
    expect(answer.detail).toMatch(
      /CrossHair 0\.0\.112 could not look for further calls of pick: it needs a function of plain values/,
    );
  });

  it("what Jazzer.js finds counts when the driver sees the same", async () => {
    const before = 'exports.label = (name, count) => name.trim() + " " + count;\n';
    const after = before.replace("name.trim()", '(count > 70000 && name.includes("y") ? "-" : name.trim())');
    const { detail } = await compareTexts(
      { path: "app.cjs", cwe: "CWE-22", before, after },
      {},
      { tools: { "node_modules/@jazzer.js/core": "fixtures/explore/jazzer" } },
    );
    expect(detail).toMatch(
      /label\(name="[^"]*y[^"]*", count=\d{5,}\): "[^"]*" before, "- \d+" now\. Jazzer\.js 4\.0\.0 found the call\./,
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
  const change = (after: string) => compareTexts({ path: "app.ts", cwe: "CWE-22", before: SCRIPT, after }, {}, { place: BELOW });

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

  it("leaves out calls that the unchanged code refused: they are refused in other words, or taken, at will", async () => {
    const refusing = SCRIPT.replace(
      "  return",
      '  if (count > 70000 && name.includes("y")) throw new TypeError("no");\n  return',
    );
    const change = (after: string) =>
      compareTexts({ path: "app.ts", cwe: "CWE-22", before: refusing, after }, {}, { place: BELOW });
    const other = refusing.replace("TypeError", "RangeError");
    const taken = refusing.replace('throw new TypeError("no")', "count += 0");

    expect(said(await change(other))).toBe("pass: ok");
    expect(said(await change(taken))).toBe("pass: ok");
  });
});

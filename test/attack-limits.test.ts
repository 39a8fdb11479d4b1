import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import attack from "#adapters/checks/attack.ts";
import type { CheckAnswer, CheckContext } from "#ports/check.ts";
import { checkContract } from "#testing/check-contract.ts";
import { attackTexts, said } from "./attack-setup.ts";

let root = "";
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "assay-attack-"));
});
afterAll(async () => {
  await rm(root, { recursive: true });
});

const PYTHON = "import os\n\n\ndef run(name):\n    os.system('echo ' + name)\n";
const JAVASCRIPT =
  "const { execSync } = require('node:child_process');\nfunction run(name) {\n  return execSync('echo ' + name);\n}\n";

function python(before: string, after: string, changes: Partial<CheckContext> = {}): Promise<CheckAnswer> {
  return attackTexts({ path: "app.py", cwe: "CWE-78", line: "os.system('echo ' + name)" }, { before, after }, root, changes);
}

function javascript(before: string, after: string): Promise<CheckAnswer> {
  return attackTexts({ path: "app.js", cwe: "CWE-78", line: "execSync('echo ' + name)" }, { before, after }, root);
}

for (const each of checkContract(attack, "attack")) it(each.name, () => each.run());

describe.concurrent("code that resists being judged proves nothing", () => {
  const repaired = PYTHON.replace("os.system('echo ' + name)", "__import__('subprocess').run(['echo', name])");
  const silent = PYTHON.replace("os.system('echo ' + name)", "pass");

  it.each([
    ["never finishes loading", "while True:\n    pass\n", "inconclusive: driver-failed"],
    [
      "swallows the interruption too",
      "while True:\n    try:\n        while True:\n            pass\n    except BaseException:\n        pass\n",
      "inconclusive: timed-out",
    ],
    ["ends the process", "import os\nos._exit(0)\n", "inconclusive: driver-failed"],
    ["kills its parent", "import os\nos.kill(os.getppid(), 9)\nos.kill(os.getpid(), 9)\n", "inconclusive: driver-failed"],
    ["needs a package that is missing", "import no_such_package\n", "inconclusive: driver-failed"],
    [
      "prints an answer of its own",
      'import os\nos.write(1, b\'{"kind": "seen", "observations": []}\\n\')\nos._exit(0)\n',
      "inconclusive: driver-failed",
    ],
  ])("Python that %s", { timeout: 40_000 }, async (_name, head, expected) => {
    expect(said(await python(PYTHON, head + repaired))).toBe(expected);
  });

  it.each([
    ["never finishes loading", "for (;;) {}\n", "inconclusive: timed-out"],
    ["ends the process", "process.reallyExit(0);\n", "inconclusive: driver-failed"],
    ["kills its parent", "process.kill(process.ppid, 9); process.kill(process.pid, 9);\n", "inconclusive: driver-failed"],
    [
      "prints an answer of its own",
      'require("node:fs").writeSync(1, \'{"kind":"seen","observations":[]}\\n\'); process.reallyExit(0);\n',
      "inconclusive: driver-failed",
    ],
    ["does not load", "throw new Error('no');\n", "inconclusive: driver-failed"],
  ])("JavaScript that %s", { timeout: 40_000 }, async (_name, head, expected) => {
    const fixed = JAVASCRIPT.replace("execSync('echo ' + name)", "require('node:child_process').execFileSync('echo', [name])");

    expect(said(await javascript(JAVASCRIPT, head + fixed))).toBe(expected);
  });

  it.each([
    ["writes files", 'require("node:fs").writeFileSync("left.txt", "one");\n'],
    ["asks the network", 'fetch("http://192.0.2.1/").catch(() => {});\n'],
    ["starts programs", 'require("node:child_process").spawn("sleep", ["60"]);\n'],
  ])("what %s when it is loaded is attacked all the same", async (_name, head) => {
    const fixed = JAVASCRIPT.replace("execSync('echo ' + name)", "require('node:child_process').execFileSync('echo', [name])");

    expect(said(await javascript(head + JAVASCRIPT, head + fixed))).toBe("pass: ok");
  });

  it("and the same code without it passes", async () => {
    const fixed = JAVASCRIPT.replace("execSync('echo ' + name)", "require('node:child_process').execFileSync('echo', [name])");

    expect(said(await javascript(JAVASCRIPT, fixed))).toBe("pass: ok");
  });

  it("a function that hangs, or does nothing more", { timeout: 40_000 }, async () => {
    expect(said(await python(PYTHON, PYTHON.replace("os.system('echo ' + name)", "while name:\n        pass")))).toMatch(
      /^inconclusive: /,
    );
    expect(said(await python(PYTHON, silent))).toBe("inconclusive: control-differs");
  });

  it("nothing that was weak before", async () => {
    const strong = PYTHON.replace("    os", "    name = str(len(name))\n    os");

    expect(said(await python(strong, strong.replace("str(len(name))", "'1'")))).toBe("inconclusive: not-red-before");
  });
});

describe.concurrent("what is missing is said", () => {
  const after = PYTHON.replace("'echo '", "'echo -n '");

  it("no sandbox, no Python, another weakness, code outside of functions", async () => {
    expect(said(await python(PYTHON, after, { sandbox: undefined }))).toBe("inconclusive: no-sandbox");
    expect(said(await python(PYTHON, after, { findExecutable: async () => undefined }))).toBe("inconclusive: no-python");
    const place = { path: "app.py", line: "os.system('echo ' + name)" };
    expect(said(await attackTexts({ ...place, cwe: "CWE-200" }, { before: PYTHON, after }, root))).toBe(
      "inconclusive: not-attackable",
    );
    const top = "import os, sys\nname = sys.argv[0]\nos.system('echo ' + name)\n";
    expect(said(await attackTexts({ ...place, cwe: "CWE-78" }, { before: top, after: `${top}\n\n` }, root))).toBe(
      "inconclusive: no-entry-point",
    );
  });

  it("words of an answer are the same in every run", async () => {
    const [first, second] = [await python(PYTHON, after), await python(PYTHON, after)];

    expect(first).toMatchObject({ outcome: "fail", reason: "attack-succeeds" });
    expect(second.detail).toBe(first.detail);
    expect(second.output).toBe(first.output);
  });

  it("another weakness of the same kind in the function is not held against the patch", async () => {
    const finding = {
      id: "other" as CheckContext["defect"]["witnesses"][number],
      engine: "assay",
      rule: "r",
      cwe: ["CWE-78"],
      severity: "high" as const,
      confidence: 1,
      location: { path: "app.py", startLine: 5, startColumn: 5, endLine: 5, endColumn: 9 },
      message: "m",
    };
    const beforeScan = { complete: true, engines: [], findings: [finding], suppressed: [], problems: [], files: [] };

    expect(said(await python(PYTHON, after, { beforeScan }))).toBe("inconclusive: second-weakness");
  });
});

import { describe, expect, it } from "vitest";
import type { CheckAnswer } from "#ports/check.ts";
import { compareTexts, said } from "./behaviour-setup.ts";

const python = (before: string, from: string, to: string, cwe = "CWE-79"): Promise<CheckAnswer> =>
  compareTexts({ path: "app.py", cwe, before, after: before.replace(from, () => to) });
const javascript = (before: string, from: string, to: string, cwe = "CWE-79"): Promise<CheckAnswer> =>
  compareTexts({ path: "app.mjs", cwe, before, after: before.replace(from, () => to) });

describe.concurrent("code that misbehaves when it is called is contained, and proves nothing", () => {
  it.each([
    ["never ends", "    while True:\n        pass\n", "timed-out"],
    ["ends the process", "    import os\n    os._exit(0)\n", "few-runs"],
    [
      "forks",
      "    import os\n    for _ in range(200):\n        os.fork()\n    while True:\n        pass\n",
      /few-runs|timed-out|driver-failed/,
    ],
    [
      "fills the disk",
      "    with open('big', 'wb') as f:\n        while True:\n            f.write(b'x' * 1000000)\n",
      /few-runs|timed-out|driver-failed/,
    ],
    ["floods its output", "    while True:\n        print('x' * 100000)\n", /few-runs|timed-out|driver-failed/],
    ["raises always", "    raise ValueError(name)\n", "few-runs"],
  ])("Python that %s", async (_, body, reason) => {
    const answer = await python(
      `def hello(name):\n${body}    return "<p>" + name\n`,
      '"<p>" + name',
      '"<p>" + name.replace("<", "&lt;")',
    );

    expect(answer.outcome).toBe("inconclusive");
    expect(answer.reason).toMatch(reason instanceof RegExp ? reason : new RegExp(`^${reason}$`));
  });

  it.each([
    ["never ends", "  for (;;);\n", "timed-out"],
    ["never answers", "  return new Promise(() => {});\n", "timed-out"],
    ["ends the process", "  process.kill(process.ppid); process.abort();\n", /few-runs|timed-out|driver-failed/],
    ["floods its output", '  for (;;) process.stdout.write("x".repeat(100000));\n', /few-runs|timed-out|driver-failed/],
    ["raises always", "  throw new Error(name);\n", "few-runs"],
  ])("JavaScript that %s", async (_, body, reason) => {
    const answer = await javascript(
      `export function hello(name) {\n${body}  return "<p>" + name;\n}\n`,
      '"<p>" + name',
      '"<p>" + name.replaceAll("<", "&lt;")',
    );

    expect(answer.outcome).toBe("inconclusive");
    expect(answer.reason).toMatch(reason instanceof RegExp ? reason : new RegExp(`^${reason}$`));
  });
});

describe.concurrent("code that cannot be driven says why", () => {
  it.each([
    [
      "a framework that is missing",
      "import no_such_framework\n\n\ndef hello(name):\n    return '<p>' + name\n",
      "no_such_framework",
    ],
    ["an import that never ends", "while True:\n    pass\n\n\ndef hello(name):\n    return '<p>' + name\n", "Late"],
    ["an import that ends the process", "import sys\nsys.exit(3)\n\n\ndef hello(name):\n    return '<p>' + name\n", "SystemExit"],
  ])("Python with %s", async (_, before, words) => {
    const answer = await python(before, "'<p>' + name", "'<p>' + name.replace('<', '&lt;')");

    expect(said(answer)).toBe("inconclusive: driver-failed");
    expect(answer.detail).toContain(words);
  });

  it.each([
    [
      "a package that is missing",
      'import missing from "no-such-package";\nexport const hello = (name) => missing("<p>" + name);\n',
      "no-such-package",
    ],
    [
      "an import that never ends",
      'await new Promise(() => {});\nexport const hello = (name) => "<p>" + name;\n',
      "did not finish loading",
    ],
  ])("JavaScript with %s", async (_, before, words) => {
    const answer = await javascript(before, '"<p>" + name', '"<p>" + name.replaceAll("<", "&lt;")');

    expect(said(answer)).toBe("inconclusive: driver-failed");
    expect(answer.detail).toContain(words);
  });

  it("without a sandbox nothing is called", async () => {
    const before = "def hello(name):\n    return '<p>' + name\n";
    const answer = await compareTexts(
      { path: "app.py", cwe: "CWE-79", before, after: before.replace("name\n", "str(name)\n") },
      { sandbox: undefined },
    );

    expect(said(answer)).toBe("inconclusive: no-sandbox");
  });
});

describe.concurrent("what the calls do not show is said", () => {
  it("changed lines that no call comes to", async () => {
    const before = "def hello(name):\n    if name == 'x' * 90:\n        return name\n    return '<p>' + name\n";
    const answer = await python(before, "        return name\n", "        return str(name)\n");

    expect(said(answer)).toBe("inconclusive: patch-not-run");
    expect(answer.detail).toContain("0 of 1 changed lines");
  });

  it("calls that all look alike", async () => {
    const answer = await python("def hello(name):\n    name.strip()\n    return 1\n", "name.strip()", "name.lstrip()");

    expect(said(answer)).toBe("inconclusive: few-runs");
  });

  it("a kind of weakness whose attacks nobody has described", async () => {
    const answer = await python(
      "def hello(name):\n    return 'x ' + name\n",
      "'x ' + name",
      "'x ' + name.replace('*', '')",
      "CWE-1",
    );

    expect(said(answer)).toBe("inconclusive: unjudged-change");
  });

  it("a function that is not there any more", async () => {
    const answer = await python("def hello(name):\n    return 'x ' + name\n", "def hello(name)", "def hello(name, mode)");

    expect(said(answer)).toBe("inconclusive: no-entry-point");
  });
});

it("results that are random by nature are compared by their kind", async () => {
  const before = "import uuid\n\n\ndef label(name):\n    return {'id': str(uuid.uuid4()), 'name': name}\n";

  expect(
    said(
      await python(
        before,
        "str(uuid.uuid4())",
        "str(uuid.UUID(bytes=__import__('secrets').token_bytes(16), version=4))",
        "CWE-330",
      ),
    ),
  ).toBe("pass: ok");
  expect(said(await python(before, "str(uuid.uuid4())", "uuid.uuid4().hex", "CWE-330"))).toBe("fail: behaviour-differs");
});

it("what one call leaves behind is not there for the next", async () => {
  const before =
    "SEEN = []\n\n\ndef add(name):\n    SEEN.append(name)\n    open('seen.txt', 'a').write(name)\n    return [len(SEEN), open('seen.txt').read(), name]\n";

  expect(said(await python(before, "SEEN.append(name)", "SEEN.insert(0, name)"))).toBe("pass: ok");
});

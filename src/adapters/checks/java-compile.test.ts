import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { selectSandbox } from "#adapters/sandboxes/select.ts";
import { createDirectoryStager } from "#adapters/stagers/directory.ts";
import type { CheckContext } from "#ports/check.ts";
import { checkContext } from "#testing/check-contract.ts";
import check, { parseJavac } from "./java-compile.ts";

const signal = new AbortController().signal;
const BEFORE = `package a;

import org.missing.Thing;

class A {
    Thing thing;

    int size(String text) {
        return text.length();
    }
}
`;

async function judge(files: Record<string, string>, patched: Record<string, string>, changes: Partial<CheckContext> = {}) {
  const root = await mkdtemp(join(tmpdir(), "assay-java-"));
  try {
    const { sandbox } = await selectSandbox({ preference: "auto", unsafeNoSandbox: false });
    const real = { sandbox, stager: createDirectoryStager(), findExecutable: async () => "/usr/bin/javac", ...changes };
    const { outcome, reason } = await check.run(await checkContext({ files, patched, root }, real), signal);
    return `${outcome}: ${reason}`;
  } finally {
    await rm(root, { recursive: true });
  }
}

// No compiler comes with Node: a machine without one has nothing to run here.
describe.skipIf(!existsSync("/usr/bin/javac"))("with javac", () => {
  it.each([
    ["holds a library that is not here against nobody", "return text.strip().length();", "pass: ok"],
    ["refuses a type error beside one", "return text;", "fail: new-diagnostic"],
    ["refuses an error that nobody handles", 'new java.io.FileReader("x"); return 1;', "fail: new-diagnostic"],
  ])("%s", async (_, statement, expected) => {
    const patched = BEFORE.replace("return text.length();", () => statement);

    expect(await judge({ "src/a/A.java": BEFORE }, { "src/a/A.java": patched })).toBe(expected);
  });
});

it("proves nothing without a compiler or a sandbox, or about other files", async () => {
  const change = [{ "A.java": BEFORE }, { "A.java": `${BEFORE}\n` }] as const;

  expect(await judge(...change, { findExecutable: async () => undefined })).toBe("inconclusive: no-compiler");
  expect(await judge(...change, { sandbox: undefined })).toBe("inconclusive: no-sandbox");
  expect(await judge({ "a.py": "x = 1\n" }, { "a.py": "x = 2\n" })).toBe("inconclusive: not-applicable");
});

describe("what javac says", () => {
  const parse = (code: number, text: string) => parseJavac({ code, stderr: new TextEncoder().encode(text) });

  it("tells a library that is not here once, whichever of its packages are imported", () => {
    const missing = (name: string): string => {
      const [, owner] = /^(.*)\.\w+$/u.exec(name) ?? [];
      return `A.java:1: error: package ${owner} does not exist\nimport ${name};\n      ^\n`;
    };

    const found = parse(1, ["org.other.web.bind.Get", "org.other.web.util.Escape", "org.other.data.Row"].map(missing).join(""));

    expect(found).toEqual([
      "A.java: error: package org.other.web does not exist",
      "A.java: error: package org.other.data does not exist",
    ]);
  });
  const missing = "/assay/project/A.java:3: error: package org.missing does not exist\nimport org.missing.Thing;\n          ^\n";
  const unknown =
    "/assay/project/A.java:6: error: cannot find symbol\n    Thing t;\n    ^\n  symbol:   class Thing\n  location: class A\n";
  const other = unknown.replaceAll("Thing", "Lost").replace(":6:", ":7:");

  it("tells a missing package once and nothing of what is imported from it", () => {
    expect(parse(1, `${missing}${missing}${unknown}${other}3 errors\n`)).toEqual([
      "A.java: error: package org.missing does not exist",
      "A.java: error: cannot find symbol: class Lost",
    ]);
  });

  it("makes no sense of a compiler that gave up", () => {
    expect(parse(3, "An exception has occurred in the compiler\n")).toBeUndefined();
    expect(parse(1, "error: invalid flag: -X\n")).toBeUndefined();
    expect(parse(0, "")).toEqual([]);
  });
});

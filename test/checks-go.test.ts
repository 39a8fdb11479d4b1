import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import goVet, { parseVet } from "#adapters/checks/go-vet.ts";
import { selectSandbox } from "#adapters/sandboxes/select.ts";
import { createDirectoryStager } from "#adapters/stagers/directory.ts";
import type { Check, CheckAnswer, CheckContext } from "#ports/check.ts";
import type { Sandbox } from "#ports/sandbox.ts";
import { checkContext } from "#testing/check-contract.ts";

const signal = new AbortController().signal;
let sandbox: Sandbox | undefined;

beforeAll(async () => {
  ({ sandbox } = await selectSandbox({ preference: "auto", unsafeNoSandbox: false }));
});

type Texts = Record<string, string>;

async function judge(check: Check, files: Texts, patched: Texts, changes: Partial<CheckContext> & { root?: string } = {}) {
  const { root, ...rest } = changes;
  const real = { sandbox, stager: createDirectoryStager(), ...rest };
  return check.run(await checkContext({ files, patched, ...(root === undefined ? {} : { root }) }, real), signal);
}

function said(answer: CheckAnswer): string {
  return `${answer.outcome}: ${answer.reason}`;
}

describe("go-vet", () => {
  const before = "package p\n\nfunc Double(n int) int {\n\treturn n + n\n}\n";
  const found = (name: string) => Promise.resolve(name === "go" ? "/usr/bin/go" : undefined);

  // No Go comes with Node: a machine without one has nothing to run here.
  describe.skipIf(!existsSync("/usr/bin/go"))("with go", () => {
    it.each([
      ["accepts what compiles", "return 2 * n", "pass: ok"],
      ["refuses what does not compile", "return missing(n)", "fail: new-diagnostic"],
      ["refuses what vet finds", "n = n\n\treturn n", "fail: new-diagnostic"],
    ])("%s", async (_, statement, expected) => {
      const root = await mkdtemp(join(tmpdir(), "assay-go-"));
      const patched = before.replace("return n + n", () => statement);
      try {
        expect(said(await judge(goVet, { "a.go": before }, { "a.go": patched }, { root, findExecutable: found }))).toBe(expected);
      } finally {
        await rm(root, { recursive: true });
      }
    });
  });

  // What is compiled for the old code is there for the new one, whose run has another user.
  it.skipIf(!existsSync("/usr/bin/go"))("accepts a package that the old code did not need", async () => {
    const root = await mkdtemp(join(tmpdir(), "assay-go-"));
    const text = (imports: string, value: string): Texts => ({
      "a.go": `package p\n${imports}\nfunc Shown(name string) string {\n\treturn ${value}\n}\n`,
    });
    const change = [text("", "name"), text('\nimport "html"\n', "html.EscapeString(name)")] as const;
    try {
      expect(said(await judge(goVet, ...change, { root, findExecutable: found }))).toBe("pass: ok");
    } finally {
      await rm(root, { recursive: true });
    }
  });

  it("proves nothing without go or a sandbox, or about other files", async () => {
    const change = [{ "a.go": before }, { "a.go": `${before}\n` }] as const;

    expect(said(await judge(goVet, ...change, { findExecutable: async () => undefined }))).toBe("inconclusive: no-go");
    expect(said(await judge(goVet, ...change, { sandbox: undefined }))).toBe("inconclusive: no-sandbox");
    expect(said(await judge(goVet, { "a.py": "1" }, { "a.py": "2" }))).toBe("inconclusive: not-applicable");
  });

  it("reads findings without their lines, and no run in which packages were missing", () => {
    const result = (code: number, text: string) => ({ code, stderr: new TextEncoder().encode(text) });

    expect(parseVet(result(0, ""))).toEqual([]);
    expect(parseVet(result(2, "# p\n./a.go:9:2: fmt.Printf format %d has arg x of wrong type string\n"))).toEqual([
      "a.go: fmt.Printf format %d has arg x of wrong type string",
    ]);
    expect(parseVet(result(2, "# p\nvet: ./c.go:2:23: undeclared name: x\n"))).toEqual([
      "does not compile: c.go: undeclared name: x",
    ]);
    expect(
      parseVet(result(1, "b.go:3:8: cannot find module providing package github.com/x/y: lookup disabled\n")),
    ).toBeUndefined();
    expect(parseVet(result(1, "flag provided but not defined\n"))).toBeUndefined();
  });
});

import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import type { FaultTarget } from "#adapters/checks/java/fault-target.ts";
import { libraryCalls, readJbmc } from "#adapters/checks/java/jbmc-answer.ts";
import { openedText, openEntry } from "#adapters/checks/java/open-entry.ts";
import type { PlainParameter } from "#adapters/checks/java/plain.ts";

// Recorded from JBMC 6.6.0 with --json-ui --trace about an entry of ours, of each list the first properties and those that fail, of their traces the assignments.
const recorded = (name: string): Promise<string> => readFile(`fixtures/checks/jbmc/${name}.json`, "utf8");
const SLOTS: readonly PlainParameter[] = [
  { name: "key", form: "one", base: "int" },
  { name: "data", form: "list", base: "byte" },
  { name: "name", form: "text", base: "char" },
];

describe("answers of JBMC", () => {
  it("give the arguments under which a property fails", async () => {
    const answer = readJbmc(await recorded("out-of-bounds"), SLOTS);

    expect(answer).toMatchObject({ kind: "read", bounded: false });
    const [first] = answer.kind === "read" ? answer.failures : [];
    expect(first).toMatchObject({ method: "App.pick", line: 5 });
    const [key = null, data = null, name = null] = first?.values ?? [];
    expect(typeof key === "bigint" && BigInt.asIntN(32, (key ^ 0x5bd1e995n) * 0x9e3779b1n)).toBe(77n);
    expect(Array.isArray(data) && data[2] === 113n && (data[3] & 15n) > 3n).toBe(true);
    expect(Array.isArray(name) && String.fromCharCode(...name.map(Number)).startsWith("z!")).toBe(true);
  });

  it("tell a loop that was cut off from a failure, and no failure from no answer", async () => {
    expect(readJbmc(await recorded("cut-off"), SLOTS)).toEqual({ kind: "read", failures: [], bounded: true });
    expect(readJbmc(await recorded("safe"), SLOTS)).toEqual({ kind: "read", failures: [], bounded: false });
  });

  it("name the library that the code calls", async () => {
    expect(libraryCalls(await recorded("functions"))).toEqual(["java.lang.String.startsWith"]);
    expect(libraryCalls("[]")).toBeUndefined();
  });

  it.each([
    ["cut short", async () => (await recorded("out-of-bounds")).slice(0, 4000)],
    ["nothing", async () => ""],
    ["another form", async () => '{"result": []}'],
    ["no status", async () => (await recorded("safe")).replaceAll("cProverStatus", "somethingElse")],
    ["a property of which it knows nothing", async () => (await recorded("safe")).replace('"SUCCESS"', '"UNKNOWN"')],
    ["an error", async () => '[{"messageText": "the program has no entry point", "messageType": "ERROR"}]'],
  ])("prove nothing: %s", async (_, text) => {
    expect(readJbmc(await text(), SLOTS)).toMatchObject({ kind: "unread" });
  });

  it("are not believed about lengths that nobody asked for", async () => {
    const text = (await recorded("out-of-bounds")).replaceAll(
      "00000000000000000000000000001000",
      "01111111111111111111111111111111",
    );

    const answer = readJbmc(text, SLOTS);

    const lengths =
      answer.kind === "read"
        ? answer.failures.flatMap(({ values }) => values.map((each) => (Array.isArray(each) ? each.length : 0)))
        : [];
    expect(Math.max(...lengths)).toBe(64);
  });
});

describe("the entry for JBMC", () => {
  const TARGET: FaultTarget = {
    path: "a/App.java",
    owner: "a.App$Inner",
    packaged: "a",
    name: "pick",
    isStatic: false,
    made: [{ name: "size", form: "one", base: "int" }],
    parameters: SLOTS,
    types: ["int", "byte[]", "String"],
    closed: [{ start: 6, end: 13 }],
  };

  it("makes the object, and leaves every value open", () => {
    const entry = openEntry(TARGET, false);

    expect(entry).toContain("package a;");
    expect(entry).toContain("new App.Inner(assayA0).pick(assayA1, assayA2, assayA3);");
    expect(entry).toContain("CProver.assume(!assayZ2);");
    expect(openEntry(TARGET, true)).toContain("if (assayZ2) assayA2 = null;");
  });

  it("reaches what is private, and moves no line", () => {
    expect(openedText("class\nprivate int", TARGET)).toBe(`class\n${" ".repeat(8)}int`);
  });
});

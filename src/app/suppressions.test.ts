import { describe, expect, test } from "vitest";
import { createMemoryWorkspace } from "#adapters/workspaces/memory.ts";
import { Finding } from "#domain/finding.ts";
import type { ScanReport } from "#domain/report.ts";
import { SUPPRESSIONS_PATH } from "#domain/suppression.ts";
import { hideAgain, NO_SUPPRESSIONS, parseSuppressions, readSuppressions } from "./suppressions.ts";

const GOOD = `suppressions:
  - rule: py-weak-hash
    path: src/legacy/
    reason: checksums of old archives
    owner: ana@example.org
    expires: 2999-12-31
`;

function project(text: string) {
  return createMemoryWorkspace({ root: "/nowhere", files: { [SUPPRESSIONS_PATH]: text } });
}

describe("the file", () => {
  test("gives its entries with their lines", () => {
    const [first, second] = parseSuppressions(`${GOOD}  - {cwe: CWE-79, reason: r, owner: o, expires: 2020-01-01}\n`);

    expect(first?.suppression).toEqual({
      rule: "py-weak-hash",
      path: "src/legacy/",
      reason: "checksums of old archives",
      owner: "ana@example.org",
      expires: "2999-12-31",
    });
    expect([first?.line, second?.line]).toEqual([2, 7]);
  });

  test.each(["", "suppressions:\n", "suppressions: []\n"])("may be empty: %j", (text) => {
    expect(parseSuppressions(text)).toEqual([]);
  });

  test.each([
    ["an unknown key", "    reason:", "    reson: x\n    reason:", /:4:5: unknown key "reson"; did you mean "reason"\?/],
    ["no reason", /^ {4}reason.*\n/m, "", /:2:5: suppressions\.0\.reason: /],
    ["a blank reason", "checksums of old archives", '" "', /:4:13: suppressions\.0\.reason: /],
    ["no owner", /^ {4}owner.*\n/m, "", /:2:5: suppressions\.0\.owner: /],
    ["no end", /^ {4}expires.*\n/m, "", /:2:5: suppressions\.0\.expires: /],
    ["a day that is none", "2999-12-31", "2999-02-30", /:6:14: suppressions\.0\.expires: expected a day/],
    [
      "nothing that it hides",
      "- rule: py-weak-hash\n    path",
      "- path",
      /:2:5: suppressions\.0: expected at least one of rule, cwe, id/,
    ],
    ["a pattern that negates", "src/legacy/", '"!src/"', /:3:11: suppressions\.0\.path: expected a pattern/],
    ["another key at the top", "suppressions:", "ignore: []\nsuppressions:", /:1:1: unknown key "ignore"/],
    ["broken YAML", "  - rule", "  - [rule", /suppressions\.yaml:\d+:\d+: /],
  ])("with %s is refused with its place", (_, from, to, said) => {
    expect(() => parseSuppressions(GOOD.replace(from, to))).toThrow(said);
  });
});

describe("what is in force", () => {
  test("expired entries hide nothing and are a problem", async () => {
    const { inForce, problems } = await readSuppressions(project(GOOD.replace("2999", "2020")), "current");

    expect(inForce).toEqual([]);
    expect(problems).toEqual([expect.objectContaining({ code: "suppression-expired", path: SUPPRESSIONS_PATH, line: 2 })]);
  });

  test("without a file, or before the first commit, nothing", async () => {
    const empty = createMemoryWorkspace({ root: "/nowhere", files: {} });

    expect(await readSuppressions(empty, "current")).toEqual({ all: [], inForce: [], problems: [] });
    expect(await readSuppressions(undefined, "base")).toEqual({ all: [], inForce: [], problems: [] });
  });

  test("a broken file stops a run, but that of a base hides nothing and lets the change mend it", async () => {
    await expect(readSuppressions(project("suppressions: 3"), "current")).rejects.toThrow(/suppressions\.yaml:1:15/);

    expect(await readSuppressions(project("suppressions: 3"), "base")).toMatchObject({
      inForce: [],
      problems: [{ code: "suppression-invalid" }],
    });
  });

  test("a file too large is refused", async () => {
    const large = `${GOOD}#${"x".repeat(300_000)}\n`;

    await expect(readSuppressions(project(large), "current")).rejects.toThrow(/more than the 262144/);
  });
});

test("a patch that brings its own suppressions is judged without them", async () => {
  const location = { path: "src/legacy/a.py", startLine: 1, startColumn: 1, endLine: 1, endColumn: 5 };
  const finding = Finding.parse({
    id: "f",
    engine: "assay",
    rule: "py-weak-hash",
    cwe: ["CWE-328"],
    severity: "medium",
    confidence: 1,
    location,
    message: "m",
  });
  const before: ScanReport = { complete: true, engines: [], findings: [], suppressed: [], problems: [], files: [] };
  const fresh = { ...before, findings: [finding] };
  const patched = project(GOOD);
  const parts = { treeOf: async () => undefined };
  const rescanned = new Set(["src/legacy/a.py"]);
  const own = await readSuppressions(patched, "current");

  const judged = await hideAgain(parts, fresh, patched, NO_SUPPRESSIONS, before, rescanned);

  expect(judged.findings).toEqual([finding]);
  expect((await hideAgain(parts, fresh, patched, own, before, rescanned)).findings).toEqual([]);
});

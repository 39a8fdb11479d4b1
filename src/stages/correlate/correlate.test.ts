import { readFile } from "node:fs/promises";
import { beforeAll, expect, test } from "vitest";
import python from "#analysis/languages/python.ts";
import { createParser, type TreeParser } from "#analysis/parse/parser.ts";
import type { Finding } from "#domain/finding.ts";
import { FindingId } from "#domain/ids.ts";
import type { ScanReport } from "#domain/report.ts";
import { digestJson } from "#lib/digest.ts";
import { lineStarts, positionAt } from "#lib/text.ts";
import { correlate } from "./correlate.ts";

let parser: TreeParser;
beforeAll(async () => {
  parser = await createParser((file) => readFile(new URL(`../../../dist/grammars/${file}`, import.meta.url)));
  await parser.prepare([python]);
});

/** A finding on the first occurrence of `code`. */
function finding(text: string, code: string, part: Partial<Finding> & { engine: string }): Finding {
  const start = text.indexOf(code);
  const [from, to] = [start, start + code.length].map((offset) => positionAt(lineStarts(text), offset)) as [
    { line: number; column: number },
    { line: number; column: number },
  ];
  const location = { path: "a.py", startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column };
  return {
    id: FindingId.parse(`${part.engine}-${code}-${part.rule ?? ""}`),
    rule: "r",
    cwe: ["CWE-89"],
    severity: "high",
    confidence: 0.5,
    message: "SQL is built.",
    location,
    ...part,
  };
}

const report = (findings: readonly Finding[]): ScanReport => ({
  complete: true,
  engines: [],
  findings,
  suppressed: [],
  problems: [],
  files: [],
});

async function defects(text: string, findings: readonly Finding[]) {
  const parsed = parser.parseNow(python, text);
  return correlate(report(findings), async () => (parsed.kind === "tree" ? parsed.tree : undefined));
}

const TEXT = `def find(name):\n    q = "select " + name\n    db.execute(q, []); db.execute(name)\n`;

test("two engines on one statement are two witnesses of one defect, surer than either", async () => {
  const [defect, ...rest] = await defects(TEXT, [
    finding(TEXT, "db.execute(q, [])", { engine: "one", confidence: 0.5 }),
    finding(TEXT, "q, []", { engine: "two", confidence: 0.5, cwe: ["CWE-943"] }),
  ]);

  expect(rest).toEqual([]);
  expect(defect?.witnesses).toHaveLength(2);
  expect(defect?.probability).toBe(0.65);
  expect(defect?.title).toBe("SQL is built");
});

test("two engines of one family are one witness to the probability, as sure as the surer", async () => {
  const seen = (engines: readonly [string, string]) =>
    defects(TEXT, [
      finding(TEXT, "db.execute(q, [])", { engine: engines[0], confidence: 0.4 }),
      finding(TEXT, "q, []", { engine: engines[1], confidence: 0.5 }),
    ]);
  const [family] = await seen(["gcc-warnings", "gcc-analyzer"]);
  const [strangers] = await seen(["gcc-warnings", "clang-analyzer"]);

  expect(family?.witnesses).toHaveLength(2);
  expect(family?.probability).toBe(0.5);
  expect(strangers?.probability).toBe(0.62);
});

test("the string that is built and the call that uses it are one defect", async () => {
  const far = `${TEXT}\ndef other(q):\n    q = "select " + q\n`;
  const [defect, ...rest] = await defects(far, [
    finding(far, '"select " + name', { engine: "two", confidence: 0.5 }),
    finding(far, "db.execute(q, [])", { engine: "one", confidence: 0.5 }),
    finding(far, '"select " + q', { engine: "two" }),
  ]);

  expect(defect?.witnesses).toHaveLength(2);
  expect(rest.map((one) => one.witnesses.length)).toEqual([1]);
});

test("one engine on two places, or two weaknesses on one place, stay two", async () => {
  const places = await defects(TEXT, [
    finding(TEXT, "db.execute(q, [])", { engine: "one" }),
    finding(TEXT, "db.execute(name)", { engine: "one" }),
    finding(TEXT, "db.execute(name)", { engine: "one", rule: "other", cwe: ["CWE-78"] }),
  ]);

  expect(places).toHaveLength(3);
});

test("identity survives line shifts, reformatting and comments, and tells equal twins apart", async () => {
  const moved = `import os\n\n# new\ndef find(name):\n    q = "select " + name\n    db.execute(  q,   [] )  # why\n`;
  const twins = `def find(name):\n    db.execute(q, [])\n    db.execute(q, [])\n`;
  const [before] = await defects(TEXT, [finding(TEXT, "db.execute(q, [])", { engine: "one" })]);
  const [after] = await defects(moved, [finding(moved, "db.execute(  q,   [] )", { engine: "two", rule: "x" })]);
  const second = finding(twins, "db.execute(q, [])", { engine: "one" });
  const both = await defects(twins, [
    second,
    { ...second, id: FindingId.parse("x"), location: { ...second.location, startLine: 3, endLine: 3 } },
  ]);

  expect(after?.id).toBe(before?.id);
  expect(new Set(both.map((defect) => defect.id)).size).toBe(2);
  expect(both.map((defect) => defect.id)).toContain(before?.id);
});

test("another function, another code or another weakness is another identity", async () => {
  const one = finding(TEXT, "db.execute(q, [])", { engine: "one" });
  const renamed = TEXT.replace("find", "search");
  const ids = [
    await defects(TEXT, [one]),
    await defects(renamed, [finding(renamed, "db.execute(q, [])", { engine: "one" })]),
    await defects(TEXT, [{ ...one, cwe: ["CWE-78"] }]),
    await defects(TEXT, [finding(TEXT, "db.execute(name)", { engine: "one" })]),
  ].map(([defect]) => defect?.id);

  expect(new Set(ids).size).toBe(4);
});

test("worst first, then the likeliest", async () => {
  const sorted = await defects(TEXT, [
    finding(TEXT, "db.execute(q, [])", { engine: "one", severity: "low", confidence: 0.9 }),
    finding(TEXT, "db.execute(name)", { engine: "one", severity: "critical", confidence: 0.2, rule: "z" }),
  ]);

  expect(sorted.map((defect) => defect.severity)).toEqual(["critical", "low"]);
});

test("without a tree an identity is the digest of family, words and how many equal ones came before", async () => {
  const at = (path: string, startLine: number) => ({ path, startLine, startColumn: 1, endLine: startLine, endColumn: 2 });
  const one = { ...finding(TEXT, "q", { engine: "one" }), message: 'Say "no".', location: at("b.c", 3) };
  const found = [
    one,
    { ...one, id: FindingId.parse("y"), location: at("a.c", 9) },
    { ...one, id: FindingId.parse("z"), location: at("b.c", 1) },
  ];
  const listed = await correlate(report(found), async () => undefined);
  const key = digestJson({ family: "sql-injection", region: digestJson({ message: 'Say "no".', rule: "r" }) });

  expect(listed.map(({ id }) => id)).toEqual([0, 1, 2].map((occurrence) => digestJson({ key, occurrence }).slice(7, 19)));
  expect(listed.map(({ location }) => `${location.path}:${location.startLine}`)).toEqual(["a.c:9", "b.c:1", "b.c:3"]);
});

test("lines of two engines are one defect without a tree, and files never mix", async () => {
  const at = (path: string, startColumn: number) => ({ path, startLine: 3, startColumn, endLine: 3, endColumn: startColumn });
  const one = finding(TEXT, "q", { engine: "one" });
  const found = [
    { ...one, location: at("a.c", 1) },
    { ...one, id: FindingId.parse("y"), engine: "two", location: at("a.c", 9) },
    { ...one, id: FindingId.parse("z"), engine: "two", location: at("b.c", 1) },
  ];
  const listed = await correlate(report(found), async () => undefined);

  expect(listed.map(({ witnesses }) => witnesses.length)).toEqual([2, 1]);
});

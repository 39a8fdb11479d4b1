import { describe, expect, it } from "vitest";
import { gccReportOptions, readGcc } from "./gcc-sarif.ts";

const FILES = [{ path: "a.c", language: "c", bytes: 1 }];
const place = (line: number, text: string) => ({
  physicalLocation: {
    artifactLocation: { uri: "/assay/staged/a.c" },
    region: { startLine: line, startColumn: 3, endColumn: 7 },
    contextRegion: { startLine: line, snippet: { text } },
  },
});
const result = (more: object, text = "\tfree(p);\n") => ({
  ruleId: "-Wanalyzer-double-free",
  level: "warning",
  message: { text: "twice" },
  locations: [place(2, text)],
  ...more,
});
const report = (results: readonly object[], version = "2.1.0"): string => JSON.stringify({ version, runs: [{ results }] });
const read = (text: string, files = FILES) => readGcc(new TextEncoder().encode(text), { files });

describe("the report of gcc 14", () => {
  it("gives weaknesses with their place and way", () => {
    const taxa = [
      { id: "415", toolComponent: { name: "cwe" } },
      { id: "9", toolComponent: { name: "other" } },
    ];
    const step = { location: { ...place(1, "x\n"), message: { text: "first" } } };
    const said = read(report([result({ taxa, codeFlows: [{ threadFlows: [{ locations: [step] }] }] })]));

    expect(said).toMatchObject([
      {
        claims: [
          {
            rule: "-Wanalyzer-double-free",
            cwe: ["CWE-415"],
            place: { startLine: 2, startColumn: 3, endColumn: 7 },
            trace: [{ place: { startLine: 1 }, note: "first" }],
          },
        ],
        problems: [],
      },
    ]);
  });

  it("counts no columns in a line with letters that a terminal shows in two places", () => {
    const said = read(report([result({}, 'char *a = "日本"; free(p);\n')]));

    expect(said).toMatchObject([{ claims: [{ place: { startLine: 2, startColumn: undefined, endColumn: undefined } }] }]);
  });

  it.each([
    ["an error", { ruleId: "error", level: "error" }],
    ["what ends the compilation, which has no level", { ruleId: "fatal error", level: undefined }],
    ["a warning that the code makes an error", { level: "error" }],
  ])("tells %s as a file that was not compiled", (_, more) => {
    expect(read(report([result(more)]))).toMatchObject([
      { claims: [], problems: [{ code: "not-compiled", path: "/assay/staged/a.c", line: 2, message: "twice" }] },
    ]);
  });

  it("leaves notes out, and keeps what the driver says", () => {
    const said = read(
      `${report([result({ ruleId: "note", level: "note" })])}\ngcc: fatal error: Killed signal\ncompilation terminated.\n`,
    );

    expect(said).toMatchObject([{ claims: [], problems: [{ code: "engine-error" }, { code: "engine-error" }] }]);
  });

  it("may be laid out for people", () => {
    const text = JSON.stringify(JSON.parse(report([result({})])), null, 1);

    // gcc puts the end where its part ends, not at the left.
    expect(read(text.replace(/\n\}$/u, "\n }"))).toMatchObject([{ claims: [{ rule: "-Wanalyzer-double-free" }] }]);
  });

  it.each([
    ["cut", report([result({})]).slice(0, 80)],
    ["of another version", report([], "2.2.0")],
    ["without results", '{"version": "2.1.0", "runs": [{}]}'],
    ["with words of others", `${report([])}\nsomething else\n`],
    ["of fewer files", report([])],
  ])("is not believed when it is %s", (why, text) => {
    const files = why === "of fewer files" ? [...FILES, ...FILES] : FILES;

    expect(typeof read(text, files)).toBe("string");
  });
});

it("is asked for from gcc 14 on", () => {
  expect(gccReportOptions("12.2.0")).toEqual(["-fdiagnostics-format=json"]);
  expect(gccReportOptions(undefined)).toEqual(["-fdiagnostics-format=json"]);
  for (const version of ["14.2.0", "15.1.0", "16.0.1"])
    expect(gccReportOptions(version)).toContain("-fdiagnostics-format=sarif-stderr");
});

import { describe, expect, it } from "vitest";
import { anyReportReader } from "./any-report.ts";
import type { Claim, ToolReport } from "./claim.ts";
import { readWhole } from "./report-reader.ts";

type Said = Omit<ToolReport, "claims"> & { readonly claims: readonly Claim[] };

function read(document: unknown): readonly Said[] | string {
  const said = readWhole(new TextEncoder().encode(JSON.stringify(document)), anyReportReader());
  return typeof said === "string" ? said : said.map((report) => ({ ...report, claims: [...report.claims] }));
}

function readOne(document: unknown): Said {
  const said = read(document);
  if (typeof said === "string") throw new Error(said);
  return said[0] as Said;
}

const place = (uri: string, region = {}) => ({ physicalLocation: { artifactLocation: { uri }, region } });
const sarif = (run: object) => ({ version: "2.1.0", runs: [{ tool: { driver: { name: "Tool" } }, results: [], ...run }] });

describe("SARIF", () => {
  it("takes rule, weakness, severity and sureness from where tools put them", () => {
    const driver = {
      name: "Tool",
      semanticVersion: "1.2.3",
      rules: [
        { id: "a", properties: { tags: ["security", "external/cwe/cwe-079"], "security-severity": "9.8", precision: "high" } },
        {
          id: "b",
          relationships: [{ target: { id: "89", toolComponent: { name: "CWE" } } }],
          defaultConfiguration: { level: "note" },
        },
        { id: "c", helpUri: "https://cwe.mitre.org/data/definitions/22.html", shortDescription: { text: "A path" } },
      ],
    };
    const result = (more: object) => ({ message: { text: "m" }, locations: [place("a.py")], ...more });
    const said = readOne(
      sarif({
        results: [
          result({ ruleIndex: 0 }),
          result({ ruleId: "b/sub", level: "error" }),
          result({ rule: { id: "c", index: 2 } }),
          result({ ruleId: "style", level: "error" }),
        ],
        tool: { driver },
      }),
    );

    expect([said.tool, said.version, said.covered]).toEqual(["Tool", "1.2.3", undefined]);
    expect(said.claims.map(({ rule, cwe, severity, confidence }) => [rule, cwe.join(), severity, confidence])).toEqual([
      ["a", "CWE-79", "critical", 0.7],
      ["b/sub", "CWE-89", "high", 0.5],
      ["c", "CWE-22", "medium", 0.5],
      ["style", "", "medium", 0.5],
    ]);
    expect(said.claims[2]?.title).toBe("A path");
  });

  it("leaves out what passed or is gone, and tells what is hidden", () => {
    const result = (more: object) => ({ ruleId: "r", message: { text: "m" }, locations: [place("a.py")], ...more });
    const said = readOne(
      sarif({
        results: [
          result({ kind: "pass" }),
          result({ baselineState: "absent" }),
          result({ suppressions: [{ kind: "inSource", justification: "reviewed" }] }),
          result({ suppressions: [{ kind: "external", status: "underReview" }] }),
          { ruleId: "r", message: { text: "nowhere" } },
        ],
      }),
    );

    expect(said.claims.map(({ hidden }) => hidden)).toEqual(["reviewed", undefined]);
    expect(said.problems).toEqual([{ code: "no-place", message: "1 results name no file and were left out" }]);
  });

  it("resolves files by index and by base, and unescapes them", () => {
    const said = readOne(
      sarif({
        originalUriBaseIds: { SRC: { uri: "file:///build/app/" } },
        artifacts: [{ location: { uri: "my%20code/b.py" } }],
        results: [
          { ruleId: "r", message: { text: "m" }, locations: [{ physicalLocation: { artifactLocation: { index: 0 } } }] },
          {
            ruleId: "r",
            message: { text: "m" },
            locations: [{ physicalLocation: { artifactLocation: { uri: "x.py", uriBaseId: "SRC" } } }],
          },
          { ruleId: "r", message: { text: "m" }, locations: [place("file:///C:/build/y.py")] },
        ],
      }),
    );

    expect(said.claims.map((claim) => claim.place.path)).toEqual(["my code/b.py", "/build/app/x.py", "C:/build/y.py"]);
    expect(said.roots).toEqual(["/build/app/"]);
  });

  it("says what was covered only where the run worked and lists its targets", () => {
    const artifacts = [{ location: { uri: "a.py" }, roles: ["analysisTarget"] }, { location: { uri: "b.py" } }];

    expect(readOne(sarif({ artifacts, invocations: [{ executionSuccessful: true }] })).covered).toEqual(["a.py"]);
    expect(readOne(sarif({ artifacts })).covered).toBeUndefined();
  });

  it.each([
    ["failed", { invocations: [{ executionSuccessful: false, exitCodeDescription: "out of memory" }] }, "out of memory"],
    ["no results", { results: null }, "no list of results"],
    ["results elsewhere", { externalPropertyFileReferences: { results: [{}] } }, "another file"],
    [
      "an error on the way",
      {
        invocations: [
          { executionSuccessful: true, toolExecutionNotifications: [{ level: "error", message: { text: "a.py: bad" } }] },
        ],
      },
      "a.py: bad",
    ],
  ])("a run with %s has a problem", (_, run, words) => {
    expect(readOne(sarif(run)).problems.map(({ message }) => message)).toEqual([expect.stringContaining(words)]);
  });

  it.each([
    [{ version: "2.0.0", runs: [{}] }, /version "2.0.0"/],
    [{ version: "2.1.0", runs: [] }, /no run/],
    [{ version: "2.1.0", runs: [{ results: [] }] }, /does not name its tool/],
  ])("refuses %j", (document, reason) => {
    expect(read(document)).toMatch(reason);
  });
});

it("reads GitLab's report", () => {
  const said = readOne({
    version: "15.0.4",
    scan: { status: "success", scanner: { id: "semgrep", name: "Semgrep", version: "1.1" } },
    vulnerabilities: [
      {
        name: "Shell",
        description: "A command is built.",
        severity: "Critical",
        solution: "Use a list.",
        identifiers: [
          { type: "cwe", name: "CWE-78", value: "78" },
          { type: "semgrep_id", name: "rule", value: "python.shell" },
        ],
        location: { file: "a.py", start_line: 3, end_line: 4 },
      },
      { severity: "Low", location: { image: "alpine" } },
    ],
  });

  expect(said).toMatchObject({ tool: "Semgrep", version: "1.1", problems: [{ code: "no-place" }] });
  expect(said.claims).toMatchObject([
    {
      rule: "python.shell",
      cwe: ["CWE-78"],
      severity: "critical",
      remedy: "Use a list.",
      place: { path: "a.py", startLine: 3, endLine: 4 },
    },
  ]);
  expect(readOne({ scan: { status: "failure" }, vulnerabilities: [] }).problems).toMatchObject([{ code: "engine-failed" }]);
});

it("reads DefectDojo's generic findings", () => {
  const finding = { title: "T", description: "D", severity: "High", cwe: 89, file_path: "a.py", line: 7 };
  const said = readOne({ name: "Own scanner", findings: [finding, { ...finding, false_p: true }, { title: "none" }] });

  expect(said).toMatchObject({ tool: "Own scanner", problems: [{ code: "no-place" }] });
  expect(said.claims).toMatchObject([
    { rule: "T", cwe: ["CWE-89"], severity: "high", place: { path: "a.py", startLine: 7 } },
    { hidden: "marked false_p in DefectDojo" },
  ]);
});

it("reads SonarQube's generic issues and the answers of its web API", () => {
  const generic = readOne({
    rules: [
      { id: "R1", name: "Rule", engineId: "own", impacts: [{ softwareQuality: "SECURITY", severity: "BLOCKER" }] },
      { id: "R2", name: "Style", engineId: "own", impacts: [{ softwareQuality: "MAINTAINABILITY", severity: "HIGH" }] },
    ],
    issues: ["R1", "R2"].map((ruleId) => ({
      ruleId,
      primaryLocation: { message: "m", filePath: "a.py", textRange: { startLine: 2, startColumn: 4, endColumn: 9 } },
    })),
  });

  expect(generic.tool).toBe("own");
  expect(generic.claims).toMatchObject([
    { rule: "R1", severity: "critical", place: { startLine: 2, startColumn: 5, endColumn: 10 } },
    { rule: "R2", severity: "low" },
  ]);
  const issue = {
    rule: "python:S2077",
    severity: "MAJOR",
    type: "VULNERABILITY",
    component: "key:src/a.py",
    line: 3,
    tags: ["cwe"],
    message: "m",
  };
  const page = readOne({ paging: { pageIndex: 1, pageSize: 1, total: 9 }, issues: [issue] });
  expect(page.claims).toMatchObject([{ rule: "python:S2077", severity: "high", place: { path: "src/a.py", startLine: 3 } }]);
  expect(page.problems).toMatchObject([{ code: "report-cut" }]);
});

it.each([
  [{}, /no known format/],
  [[], /no known format/],
  [{ results: [] }, /no known format/],
  [{ runs: [], issues: [] }, /several formats/],
])("refuses %j", (document, reason) => {
  expect(read(document)).toMatch(reason);
});

import fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { createDiskWorkspace } from "#adapters/workspaces/disk.ts";
import { digest } from "#lib/digest.ts";
import { importFile } from "./import-file.ts";

const root = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "assay-import-")));
afterAll(() => fs.rmSync(root, { recursive: true }));
fs.mkdirSync(join(root, "src"));
fs.writeFileSync(join(root, "src/a.py"), "import os\n\nos.system(x) # 💶 é\n");
fs.symlinkSync("/etc/hostname", join(root, "link.py"));

async function read(document: unknown, asked: (path: string) => boolean = () => true) {
  const file = join(root, "report.json");
  fs.writeFileSync(file, typeof document === "string" ? document : JSON.stringify(document));
  const workspace = createDiskWorkspace({ root, exclude: [], maxFileBytes: 1 << 20 });
  return importFile({ file, name: "report.json", workspace, asked }, AbortSignal.timeout(30_000));
}

const at = (uri: string, region: object = { startLine: 3 }) => ({
  ruleId: "r",
  message: { text: "m" },
  locations: [{ physicalLocation: { artifactLocation: { uri }, region } }],
});
const sarif = (results: readonly object[], more: object = {}) => ({
  version: "2.1.0",
  runs: [{ tool: { driver: { name: "Some Tool, v2" } }, results, ...more }],
});

it("attributes findings to the tool that the file names, and says that its coverage is not known", async () => {
  const [report] = await read(sarif([at("src/a.py", { startLine: 3, startColumn: 4, endColumn: 10 })]));

  expect(report).toMatchObject({ id: "some-tool-v2", file: "report.json" });
  expect(report?.result.findings[0]?.location).toEqual({
    path: "src/a.py",
    startLine: 3,
    startColumn: 4,
    endLine: 3,
    endColumn: 10,
  });
  expect(report?.result.covered).toEqual([]);
  expect(report?.result.problems.map(({ code }) => code)).toEqual(["coverage-unknown"]);
});

it("joins the runs of one tool, and keeps tools apart", async () => {
  const run = (name: string) => ({ tool: { driver: { name } }, results: [at("src/a.py")] });
  const reports = await read({ version: "2.1.0", runs: [run("One"), run("Two"), run("One")] });

  expect(reports.map(({ id, result }) => [id, result.findings.length])).toEqual([
    ["one", 2],
    ["two", 1],
  ]);
});

it.each(["src/a.py", "./src/a.py", "src\\a.py", `${root}/src/a.py`, `file://${root}/src/a.py`, "/ci/job/src/a.py"])(
  "finds the file that %s means",
  async (uri) => {
    const [report] = await read(
      sarif([at(uri)], { invocations: [{ executionSuccessful: true, workingDirectory: { uri: "file:///ci/job" } }] }),
    );

    expect(report?.result.findings.map(({ location }) => location.path)).toEqual(["src/a.py"]);
  },
);

it.each([
  "/etc/passwd",
  "../a.py",
  "src/../../a.py",
  "link.py",
  "file:///etc/passwd",
  "https://example.org/a.py",
  "src",
  "gone.py",
  "a\0b",
])("leaves out a finding in %j, and says so", async (uri) => {
  const [report] = await read(sarif([at(uri)]));

  expect(report?.result.findings).toEqual([]);
  expect(report?.result.problems.map(({ code }) => code)).toContain("place-unknown");
});

it("checks lines and columns against the file", async () => {
  const [report] = await read(
    sarif([
      at("src/a.py", { startLine: 99 }),
      at("src/a.py", { startLine: 0 }),
      at("src/a.py", { startLine: 3, startColumn: 2, endLine: 3, endColumn: 500 }),
      at("src/a.py", { startLine: 3, startColumn: 9, endColumn: 3 }),
      at("src/a.py", { startLine: 1, endLine: 3 }),
    ]),
  );

  expect(
    report?.result.findings.map(({ location: { startLine, startColumn, endLine } }) => [startLine, startColumn, endLine]),
  ).toEqual([
    [1, 1, 3],
    [3, 1, 3],
    [3, 1, 3],
  ]);
  expect(report?.result.problems).toContainEqual({
    code: "place-unknown",
    message: "2 results left out, such as r in src/a.py: the line is not in the file",
  });
});

it("counts columns as the report says", async () => {
  const [report] = await read(
    sarif([at("src/a.py", { startLine: 3, startColumn: 16, endColumn: 17 })], { columnKind: "unicodeCodePoints" }),
  );

  expect(report?.result.findings[0]?.location).toMatchObject({ startColumn: 16, endColumn: 18 });
});

it("believes a report that tells its coverage, unless the file has changed since", async () => {
  const hashes = (content: string) => ({ "sha-256": digest(content).slice("sha256:".length) });
  const artifacts = (content: string) => [{ location: { uri: "src/a.py" }, roles: ["analysisTarget"], hashes: hashes(content) }];
  const invocations = [{ executionSuccessful: true }];
  const text = fs.readFileSync(join(root, "src/a.py"), "utf8");

  const [fresh] = await read(sarif([at("src/a.py")], { artifacts: artifacts(text), invocations }));
  const [stale] = await read(sarif([at("src/a.py")], { artifacts: artifacts("old"), invocations }));

  expect(fresh?.result).toMatchObject({ covered: ["src/a.py"], problems: [] });
  expect(stale?.result.problems).toMatchObject([{ path: "src/a.py", code: "changed-since" }]);
});

it("leaves out files that nobody asked about without a word", async () => {
  const [report] = await read(sarif([at("src/a.py")]), () => false);

  expect(report?.result.findings).toEqual([]);
  expect(report?.result.problems.map(({ code }) => code)).toEqual(["coverage-unknown"]);
});

it.each([
  ["nothing", ""],
  ["a report cut short", JSON.stringify(sarif([at("src/a.py")])).slice(0, -5)],
  ["words around it", `Scanning…\n${JSON.stringify(sarif([at("src/a.py")]))}`],
  ["a list given twice", '{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"x"}},"results":[{}],"results":[]}]}'],
  ["another schema", '{"results":[],"errors":[]}'],
  ["a refusal", '"requires login"'],
  ["no number", '{"version":"2.1.0","runs":[{"results":[NaN]}]}'],
])("refuses %s, and reports nothing of it", async (_, text) => {
  const reports = await read(text);

  expect(reports).toMatchObject([
    { id: "import", result: { findings: [], covered: [], problems: [{ code: "report-unreadable" }] } },
  ]);
});

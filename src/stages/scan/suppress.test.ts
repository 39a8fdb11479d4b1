import { describe, expect, test } from "vitest";
import { Finding } from "#domain/finding.ts";
import type { ScanReport } from "#domain/report.ts";
import { Suppression, type SuppressionEntry } from "#domain/suppression.ts";
import { mergeReports } from "./merge.ts";
import { expiredProblem, isExpired, refusedProblems, suppress } from "./suppress.ts";

function finding(more: Partial<Finding> = {}): Finding {
  const location = { path: "src/a.py", startLine: 3, startColumn: 1, endLine: 3, endColumn: 9 };
  const common = { engine: "one", rule: "weak-hash", cwe: ["CWE-328"], severity: "medium", confidence: 0.8, message: "m" };
  return Finding.parse({ id: "f1", ...common, location, ...more });
}

function report(...findings: Finding[]): ScanReport {
  return { complete: true, engines: [], findings, suppressed: [], problems: [], files: ["src/a.py"] };
}

function entry(more: Partial<Suppression>, line = 2): SuppressionEntry {
  const common = { reason: "checksum", owner: "ana", expires: "2030-06-30" };
  return { suppression: Suppression.parse({ ...common, ...more }), line };
}

const none = (): undefined => undefined;

describe("an entry", () => {
  test.each<[string, Partial<Suppression>]>([
    ["its rule", { rule: "weak-hash" }],
    ["its weakness", { cwe: "CWE-328" }],
    ["a weakness of the family", { cwe: "CWE-327" }],
    ["its file", { rule: "weak-hash", path: "src/a.py" }],
    ["its folder", { rule: "weak-hash", path: "src/" }],
    ["its defect", { id: "0123456789ab" }],
    ["the beginning of its defect's id", { id: "01234567" }],
  ])("hides a finding by %s", (_, fields) => {
    const outcome = suppress(report(finding()), [entry(fields)], () => "0123456789ab");

    expect(outcome.report.findings).toEqual([]);
    expect(outcome.report.suppressed).toEqual([
      {
        finding: finding(),
        reason: "file: checksum (ana, until 2030-06-30)",
        source: "file",
        note: ".assay/suppressions.yaml:2",
      },
    ]);
    expect(outcome.used.size).toBe(1);
  });

  test.each<[string, Partial<Suppression>]>([
    ["another rule", { rule: "weak" }],
    ["another weakness", { cwe: "CWE-89" }],
    ["another file", { rule: "weak-hash", path: "src/b.py" }],
    ["a file in another case", { rule: "weak-hash", path: "SRC/A.py" }],
    ["another defect", { id: "ffffffffffff" }],
    ["the same rule of another weakness", { rule: "weak-hash", cwe: "CWE-89" }],
  ])("leaves %s alone", (_, fields) => {
    const outcome = suppress(report(finding()), [entry(fields)], () => "0123456789ab");

    expect(outcome.report).toEqual(report(finding()));
    expect(outcome.used.size).toBe(0);
  });

  test("never hides a critical finding, and says so", () => {
    const critical = finding({ severity: "critical" });
    const outcome = suppress(report(critical), [entry({ rule: "weak-hash" })], none);

    expect(outcome.report).toEqual(report(critical));
    expect(refusedProblems(outcome.refused)).toEqual([
      expect.objectContaining({ code: "suppression-refused", line: 2, message: expect.stringContaining("weak-hash (ana)") }),
    ]);
  });

  test.each([
    ["2030-06-29", false],
    ["2030-06-30", false],
    ["2030-07-01", true],
  ])("on %s is expired: %s", (today, expired) => {
    expect(isExpired(entry({ rule: "weak-hash" }), today)).toBe(expired);
  });
});

test("the first entry that fits gives the reason, and each that fits counts as used", () => {
  const entries = [entry({ cwe: "CWE-328", reason: "first" }), entry({ rule: "weak-hash", reason: "second" }, 7)];
  const outcome = suppress(report(finding()), entries, none);

  expect(outcome.report.suppressed.map(({ reason }) => reason)).toEqual(["file: first (ana, until 2030-06-30)"]);
  expect(outcome.used.size).toBe(2);
});

test("a problem of the file does not make the rest of a scan incomplete", () => {
  const engine = { id: "one", version: "1", status: "complete" as const, reasons: [], covered: ["src/a.py"], seconds: 0 };
  const whole = { ...report(finding()), engines: [engine], problems: [expiredProblem(entry({ rule: "weak-hash" }))] };

  expect(mergeReports(whole, { ...report(), engines: [engine] }, new Set(["src/a.py"]))).toMatchObject({
    complete: true,
    problems: [{ code: "suppression-expired", path: ".assay/suppressions.yaml" }],
  });
});

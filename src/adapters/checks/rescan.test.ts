import { describe, expect, it } from "vitest";
import type { EngineRun } from "#domain/completeness.ts";
import type { Finding } from "#domain/finding.ts";
import { FindingId } from "#domain/ids.ts";
import type { ScanReport } from "#domain/report.ts";
import { checkContext } from "#testing/check-contract.ts";
import rescan from "./rescan.ts";

const signal = new AbortController().signal;
const BEFORE = "import os\n\n\ndef run(cmd):\n    os.system(cmd)\n\n\ndef other(cmd):\n    os.system(cmd)\n";
const REPAIRED = BEFORE.replace("import os\n", "import os\nimport subprocess\n").replace(
  "os.system(cmd)",
  "subprocess.run([cmd], check=True)",
);

function finding(id: string, line: number, rule = "shell", changes: Partial<Finding> = {}): Finding {
  const location = { path: "a.py", startLine: line, startColumn: 5, endLine: line, endColumn: 19 };
  const common = { cwe: ["CWE-78"], severity: "high", confidence: 0.9, message: "shell" } as const;
  return { ...common, id: FindingId.parse(id), engine: "one", rule, location, ...changes };
}

function engine(id: string, changes: Partial<EngineRun> = {}): EngineRun {
  return { id, version: "1", status: "complete", reasons: [], covered: ["a.py"], seconds: 0, ...changes };
}

function report(
  findings: readonly Finding[],
  engines: readonly EngineRun[] = [engine("one"), engine("two")],
  changes: Partial<ScanReport> = {},
): ScanReport {
  return { complete: true, engines, findings, suppressed: [], problems: [], files: ["a.py"], ...changes };
}

async function judge(before: ScanReport, after: ScanReport, text = REPAIRED): Promise<string> {
  const context = await checkContext(
    { files: { "a.py": BEFORE }, patched: { "a.py": text } },
    { beforeScan: before, afterScan: async () => after },
  );
  const answer = await rescan.run({ ...context, defect: { ...context.defect, cwe: "CWE-78" } }, signal);
  return `${answer.outcome}: ${answer.reason}`;
}

const found = report([finding("finding", 5), finding("second", 9)]);

describe("rescan", () => {
  it("passes when the finding is gone and the others only moved", async () => {
    expect(await judge(found, report([finding("moved", 10)]))).toBe("pass: ok");
  });

  it("fails when the finding is still there, moved by the edit", async () => {
    expect(await judge(found, report([finding("here", 6), finding("moved", 10)]))).toBe("fail: finding-remains");
  });

  it("fails when the finding is still there behind a marker", async () => {
    const suppressed = [{ finding: finding("hidden", 6), reason: "nosec", source: "marker" as const }];

    expect(await judge(found, report([finding("moved", 10)], undefined, { suppressed }))).toBe("fail: finding-remains");
  });

  it("proves nothing where the finding may have gone to what the engine does not read", async () => {
    const left = (message: string) =>
      engine("one", { status: "partial", reasons: [{ path: "a.py", code: "beyond-subset", message }] });
    const before = report([finding("finding", 5)], [left("one function at line 3 uses more")]);
    const after = (message: string) => report([], [left(message)]);

    expect(await judge(before, after("2 functions from line 3 on use more"))).toBe("inconclusive: scan-incomplete");
    expect(await judge(before, after("one function at line 9 uses more"))).toBe("pass: ok");
  });

  it("fails when a witness of another engine stays", async () => {
    const two = finding("finding", 5, "other-rule", { engine: "two" });

    expect(
      await judge(
        report([two, finding("second", 9)]),
        report([finding("moved", 10), finding("x", 6, "other-rule", { engine: "two" })]),
      ),
    ).toBe("fail: finding-remains");
  });

  it("fails when any engine reports something new", async () => {
    expect(
      await judge(found, report([finding("moved", 10), finding("new", 6, "path", { engine: "two", cwe: ["CWE-22"] })])),
    ).toBe("fail: new-finding");
  });

  it("counts one more of a known kind as new", async () => {
    expect(await judge(found, report([finding("moved", 10), finding("more", 9)]))).toBe("fail: new-finding");
  });

  it("lets milder advice of the same family stand", async () => {
    const advice = finding("advice", 6, "subprocess", { severity: "low" });

    expect(await judge(found, report([finding("moved", 10), advice]))).toBe("pass: ok");
    expect(await judge(found, report([finding("moved", 10), { ...advice, severity: "medium" }]))).toBe("fail: new-finding");
    expect(await judge(found, report([finding("moved", 10), { ...advice, cwe: ["CWE-327"] }]))).toBe("fail: new-finding");
  });

  it.each([
    ["is missing", [engine("one")]],
    ["is partial", [engine("one"), engine("two", { status: "partial", reasons: [{ code: "timed-out", message: "too slow" }] })]],
    ["no longer covers the file", [engine("one"), engine("two", { covered: [] })]],
  ])("is inconclusive when an engine %s", async (_, engines) => {
    expect(await judge(found, report([finding("moved", 10)], engines))).toBe("inconclusive: scan-incomplete");
  });

  it("is inconclusive without the witnesses' findings", async () => {
    expect(await judge(report([]), report([]))).toBe("inconclusive: witness-missing");
  });
});

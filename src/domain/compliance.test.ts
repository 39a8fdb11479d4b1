import { expect, test } from "vitest";
import { type ComplianceFacts, complianceWith } from "./compliance.ts";
import type { EngineRun } from "./completeness.ts";
import { Defect } from "./defect.ts";
import { Finding } from "./finding.ts";
import { Standard } from "./standard.ts";

const STANDARD = Standard.parse({
  id: "made-up",
  title: "Made up",
  edition: "1",
  source: "https://example.org/standard",
  languages: ["c"],
  rules: [
    { id: "A", about: "bounds", cwes: [787] },
    { id: "B", about: "leaks", cwes: [401], narrower: "files" },
    { id: "C", about: "documents", unchecked: "it is about documents" },
    { id: "D", about: "deadlocks", cwes: [833] },
    { id: "E", about: "by rule", rules: ["c-special"] },
  ],
});
const ASSAY: EngineRun = { id: "assay", version: "1", status: "complete", reasons: [], covered: [], seconds: 0 };

const finding = (id: string, path: string, cwe: string[], more: object = {}): Finding =>
  Finding.parse({
    id,
    engine: "assay",
    rule: "c-bounds",
    cwe,
    severity: "high",
    confidence: 0.9,
    location: { path, startLine: 3, startColumn: 1, endLine: 3, endColumn: 2 },
    message: "m",
    ...more,
  });
const defectOf = ({ id, rule, severity, location }: Finding): Defect =>
  Defect.parse({ id: `d${id}`, rule, title: "t", message: "m", severity, probability: 1, location, witnesses: [id] });

function facts(more: Partial<ComplianceFacts> = {}): ComplianceFacts {
  return {
    catalogue: [
      { id: "c-bounds", cwes: ["CWE-787"], families: ["c"] },
      { id: "c-leak", cwes: ["CWE-401"], families: ["c"] },
      { id: "c-special", cwes: ["CWE-1"], families: ["c"] },
      { id: "py-lock", cwes: ["CWE-833"], families: ["python"] },
    ],
    files: new Map([["c", { all: 2, incomplete: 0 }]]),
    familyOf: (path) => (path.endsWith(".c") ? "c" : path.endsWith(".py") ? "python" : undefined),
    engines: [ASSAY],
    defects: [],
    findings: [],
    suppressed: [],
    changeOnly: false,
    ...more,
  };
}

const statuses = (more: Partial<ComplianceFacts> = {}): Record<string, string> =>
  Object.fromEntries(complianceWith(STANDARD, facts(more)).rules.map(({ id, status }) => [id, status]));

test("what rules looked for and did not find is checked; what none looks for is not, and says why", () => {
  const { rules } = complianceWith(STANDARD, facts());

  expect(statuses()).toEqual({ A: "checked", B: "checked", C: "not-checkable", D: "not-checkable", E: "checked" });
  expect(rules.map(({ reason }) => reason?.code)).toEqual([undefined, undefined, "no-rule", "no-rule", undefined]);
  expect(rules[2]?.reason?.words).toBe("it is about documents");
  expect(rules[1]).toMatchObject({ looked: { c: 1 }, narrower: "files" });
});

test("a defect violates by its weakness or its rule, in a language of the standard only", () => {
  const found = [
    finding("1", "a.c", ["CWE-20", "CWE-787"]),
    finding("2", "b.py", ["CWE-787"]),
    finding("3", "b.c", [], { rule: "c-special" }),
    finding("4", "b.c", [], { rule: "c-special", engine: "other" }),
  ];
  const { rules } = complianceWith(STANDARD, facts({ findings: found, defects: found.map(defectOf) }));

  expect(rules.filter(({ status }) => status === "violated").map(({ id, places }) => [id, places])).toEqual([
    ["A", ["a.c:3"]],
    ["E", ["b.c:3"]],
  ]);
});

test("what is suppressed is a deviation, and does not count as checked", () => {
  const hidden = { finding: finding("1", "a.c", ["CWE-787"]), reason: "why", source: "marker" as const };

  expect(statuses({ suppressed: [hidden] })["A"]).toBe("deviated");
});

test("a file that was not wholly analysed leaves its language's rules open", () => {
  const { rules } = complianceWith(STANDARD, facts({ files: new Map([["c", { all: 2, incomplete: 1 }]]) }));

  expect(rules.map(({ status }) => status)).toEqual(["incomplete", "incomplete", "not-checkable", "not-checkable", "incomplete"]);
});

test("without files of its language, or without the engine, nothing is checked", () => {
  const elsewhere = complianceWith(STANDARD, facts({ files: new Map([["python", { all: 1, incomplete: 0 }]]) }));
  const without = complianceWith(STANDARD, facts({ engines: [{ ...ASSAY, id: "cppcheck" }] }));

  expect(elsewhere.rules.map(({ reason }) => reason?.code)).toEqual(["no-files", "no-files", "no-rule", "no-files", "no-files"]);
  expect(without.rules.map(({ reason }) => reason?.code)).toEqual([
    "engine-absent",
    "engine-absent",
    "no-rule",
    "no-rule",
    "engine-absent",
  ]);
});

test("a standard of every language says for which nobody looked; an engine of its own counts when it took part", () => {
  const everything = Standard.parse({
    ...STANDARD,
    languages: undefined,
    rules: [
      { id: "A", about: "bounds", cwes: [787] },
      { id: "P", about: "packages", engines: ["packages"] },
    ],
  });
  const files = new Map([
    ["c", { all: 1, incomplete: 0 }],
    ["python", { all: 1, incomplete: 1 }],
  ]);
  const looked = { ...ASSAY, id: "packages", covered: ["lock"] } as EngineRun;
  const reasons = [{ code: "no-snapshot", message: "m" }];

  expect(complianceWith(everything, facts({ files })).rules[0]).toMatchObject({ status: "checked", unlooked: ["python"] });
  expect(complianceWith(everything, facts({ files })).rules[1]?.status).toBe("not-checkable");
  expect(complianceWith(everything, facts({ files, engines: [ASSAY, looked] })).rules[1]?.status).toBe("checked");
  expect(
    complianceWith(everything, facts({ files, engines: [ASSAY, { ...looked, status: "partial", reasons }] })).rules[1]?.status,
  ).toBe("incomplete");
});

import { readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { complianceRun } from "#app/compliance-run.ts";
import { ruleCatalogue } from "#app/rule-catalogue.ts";
import { SCANNERS } from "#app/registry.generated.ts";
import type { Compliance } from "#domain/compliance.ts";
import { Finding } from "#domain/finding.ts";
import type { ScanReport } from "#domain/report.ts";
import { STANDARDS } from "#domain/standard.ts";
import { htmlPage } from "#faces/reports/html/page.ts";
import { checkDocument } from "#faces/reports/json/check.ts";
import { checkMarkdown } from "#faces/reports/markdown/check.ts";
import { checkText } from "#faces/reports/text/check.ts";
import { textStyle } from "#faces/reports/text/style.ts";
import { loadStandard } from "#standards/load.ts";
import { checkView, DEFECTS } from "./cli-canned.ts";
import { fakeAssay, runCli } from "./cli-runner.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

describe("the mappings that ship", () => {
  test("are those that can be asked for", async () => {
    const files = (await readdir(`${root}/src/standards`)).filter((name) => name.endsWith(".json"));

    expect(files.map((name) => name.replace(".json", "")).toSorted()).toEqual([...STANDARDS].toSorted());
  });

  test.each(STANDARDS)("%s names rules, engines and languages that exist, and no rule twice", async (id) => {
    const standard = await loadStandard(id);
    const catalogue = await ruleCatalogue();
    const families = new Set([...catalogue.flatMap((rule) => rule.families), "java", "go"]);
    const ids = standard.rules.map((rule) => rule.id);

    expect(standard.id).toBe(id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const language of standard.languages ?? []) expect(families).toContain(language);
    for (const rule of standard.rules) {
      for (const name of rule.rules) expect(catalogue.map((one) => one.id)).toContain(name);
      for (const engine of rule.engines) expect(Object.keys(SCANNERS)).toContain(engine);
      // Four digits is as far as MITRE has come.
      for (const cwe of rule.cwes) expect(Number(cwe.slice(4)), `${rule.id} ${cwe}`).toBeLessThan(1500);
    }
  });

  test("the catalogue knows what the analyser looks for in which language", async () => {
    const catalogue = new Map((await ruleCatalogue()).map((rule) => [rule.id, rule]));

    expect(catalogue.get("py-weak-hash")).toMatchObject({ cwes: ["CWE-327", "CWE-328"], families: ["python"] });
    expect(catalogue.get("sql-injection")?.families).toEqual(expect.arrayContaining(["javascript", "python"]));
    expect(catalogue.get("out-of-bounds-write")?.families).toEqual(["c"]);
    expect(catalogue.get("prototype-pollution")?.families).not.toContain("c");
  });
});

const run = { id: "assay", version: "1", status: "complete", reasons: [], seconds: 0 } as const;
const report = (more: Partial<ScanReport> = {}): ScanReport => ({
  complete: true,
  engines: [{ ...run, covered: ["a.c", "b"] }],
  findings: [],
  suppressed: [],
  problems: [],
  files: ["a.c", "b"],
  ...more,
});
const LISTED = [
  { path: "a.c", language: "c", bytes: 1, digest: "" },
  { path: "b", language: "python", bytes: 1, digest: "" },
] as unknown as Parameters<typeof complianceRun>[2];
const PROJECT = { root: "/nowhere", judges: undefined };

const judged = async (
  given: ScanReport,
  standards: readonly (typeof STANDARDS)[number][] = ["cwe-top25"],
): Promise<Compliance[]> => complianceRun(PROJECT, standards, LISTED, given, [], false);

describe("a scan held against a standard", () => {
  test("tells apart what was looked at, where, and what nobody looks for", async () => {
    const [first, ...rest] = await judged(report(), ["cwe-top25", "cwe-top25"]);
    const rules = new Map(first?.rules.map((rule) => [rule.id, rule]));

    expect(rest).toEqual([]);
    expect(rules.get("CWE-416")).toMatchObject({ status: "checked", looked: { c: 1 }, unlooked: ["python"] });
    expect(rules.get("CWE-89")?.looked["python"]).toBeGreaterThan(0);
    expect(rules.get("CWE-121")).toMatchObject({ status: "not-checkable", reason: { code: "no-rule" } });
  });

  test.each([
    [
      "a problem in a file",
      {
        engines: [
          { ...run, status: "partial", covered: ["a.c", "b"], reasons: [{ path: "a.c", code: "syntax-error", message: "m" }] },
        ],
      },
    ],
    ["a file that was not covered", { engines: [{ ...run, covered: ["b"] }] }],
    ["a file that nobody read", { problems: [{ path: "big.c", code: "too-large", message: "m" }] }],
    [
      "a failure without a file",
      { engines: [{ ...run, status: "failed", covered: ["a.c", "b"], reasons: [{ code: "crashed", message: "m" }] }] },
    ],
  ] as [string, Partial<ScanReport>][])("is open where there was %s", async (_, more) => {
    const [first] = await judged(report(more));

    expect(first?.rules.find(({ id }) => id === "CWE-416")?.status).toBe("incomplete");
  });

  test("counts what an import proves for nothing", async () => {
    const imported = { ...run, imported: "r.sarif", covered: ["a.c", "b"] };
    const [first] = await judged(report({ engines: [imported] }));

    expect(first?.rules.every(({ status }) => status === "not-checkable")).toBe(true);
  });

  test("a violation is counted once for each defect", async () => {
    const finding = Finding.parse({
      id: "f",
      engine: "cppcheck",
      rule: "x",
      cwe: ["CWE-121"],
      severity: "high",
      confidence: 1,
      location: { path: "a.c", startLine: 7, startColumn: 1, endLine: 7, endColumn: 2 },
      message: "m",
    });
    const [defect] = DEFECTS;
    if (defect === undefined) throw new Error("defects are canned");
    const told = [{ ...defect, location: finding.location, witnesses: [finding.id] }];
    const [first] = await complianceRun(PROJECT, ["cwe-top25"], LISTED, report({ findings: [finding] }), told, true);

    expect(first?.rules.find(({ id }) => id === "CWE-121")).toMatchObject({ status: "violated", places: ["a.c:7"] });
    expect(first?.changeOnly).toBe(true);
  });
});

describe("reports", () => {
  const EVIL = `<script>|\u001b[2J\u202e\``;
  const looked = { looked: { c: 2 }, unlooked: ["python"], incomplete: 0, suppressed: 0, places: [] };
  const compliance: Compliance = {
    id: "made-up",
    title: "Made up",
    edition: "2",
    source: "https://example.org/",
    changeOnly: true,
    rules: [
      { ...looked, id: "A1", about: "bounds", status: "violated", places: ["a.c:1", "a.c:2", "a.c:3", `${EVIL}.c:4`] },
      { ...looked, id: "A2", about: "leaks", status: "checked", narrower: "of files" },
      { ...looked, id: "A3", about: "halves", status: "incomplete", incomplete: 1 },
      { ...looked, id: "A4", about: "hidden", status: "deviated", suppressed: 2 },
      {
        ...looked,
        id: "A5",
        about: "papers",
        status: "not-checkable",
        looked: {},
        unlooked: [],
        reason: { code: "no-rule", words: "papers" },
      },
    ],
  };
  const view = { ...checkView(), compliance: [compliance] };

  test("say what was violated, checked, open and not looked at, in 100 columns", () => {
    const text = checkText(view, textStyle({ columns: 100 }));
    const section = text.slice(text.indexOf("Made up"), text.indexOf("\n\n3 defects"));

    expect(section).toContain("1 violated · 1 found and suppressed · 1 looked at in part · 1 checked, nothing");
    expect(section).toContain("4 defects: a.c:1, a.c:2, a.c:3, and 1 more with --verbose");
    expect(section).toContain("✓ A2  leaks · 2 rules for c; none for python · only of files");
    expect(section).toContain("2 rules for c; none for python; 1 file not wholly analysed");
    expect(section).toMatch(/not checkable here\n {2}– papers:\n {6}A5/u);
    expect(section).toContain("It is no certificate");
    expect(Math.max(...section.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(section.toLowerCase()).not.toContain("compliant");
  });

  test("let no name of a file act", () => {
    const all = [
      checkText(view, textStyle({ verbose: true })),
      checkMarkdown(view),
      htmlPage(view, undefined).replace(/<style>[^]*?<\/style>/u, ""),
    ];

    for (const text of all) {
      expect(text).toContain("A1");
      for (const sign of ["\u001b[2J", "\u202e"]) expect(text).not.toContain(sign);
    }
    expect(all[2]).not.toContain("<script>|");
  });

  test("the JSON document has every rule; without a standard it has no such key", () => {
    expect(checkDocument(view)["standards"]).toEqual([compliance]);
    expect(checkDocument(checkView())).not.toHaveProperty("standards");
  });
});

test("the command asks for what was named, and refuses what there is not", async () => {
  const assay = fakeAssay();
  await runCli(["check", "--standard", "cert-c,asvs", "--standard", "misra-c"], { assay });
  const wrong = await runCli(["check", "--standard", "cert-x"]);

  expect(assay.asked[0]).toMatchObject({ standards: ["cert-c", "asvs", "misra-c"] });
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toContain("No standard is called cert-x; there are asvs, cert-c");
});

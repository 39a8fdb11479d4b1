import { createHash } from "node:crypto";
import fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseJunit } from "#adapters/checks/tests/parse-junit.ts";
import type { Defect } from "#domain/defect.ts";
import { gitlabCodeQuality } from "#faces/reports/gitlab/code-quality.ts";
import { gitlabSast } from "#faces/reports/gitlab/sast.ts";
import { htmlPage } from "#faces/reports/html/page.ts";
import { junitReport } from "#faces/reports/junit/check.ts";
import { gateMarkdown } from "#faces/reports/markdown/gate.ts";
import { checkRdjson } from "#faces/reports/rdjson/check.ts";
import { sonarIssues } from "#faces/reports/sonarqube/issues.ts";
import { checkView, CLEAN, DEFECTS, PARTIAL } from "./cli-canned.ts";
import { gateOutcome, REASONS } from "./cli-gate-canned.ts";
import { fakeAssay, runCli } from "./cli-runner.ts";
import { EVIL, hostileView, reportSamples, TIMES } from "./report-samples.ts";
import { schemaCheck } from "./schema-check.ts";
import { spoiledJson, spoiledXml } from "./spoil-report.ts";

let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(join(tmpdir(), "assay-reports-"));
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

const errorsBy = (schema: string) => schemaCheck(schema, fs.readFileSync(`fixtures/schemas/${schema}`, "utf8"));
const sastErrors = errorsBy("gitlab-sast.json");
const qualityErrors = errorsBy("gitlab-code-quality.json");
const rdjsonErrors = errorsBy("rdjson.json");
const SAMPLES = reportSamples();

test.each(SAMPLES)("$schema takes the report: $of", ({ schema, text }) => {
  expect(errorsBy(schema)(text)).toEqual([]);
});

test.each(SAMPLES.filter(({ of }) => of === "hostile words" || of === "packages"))(
  "$schema refuses most of what spoils a report",
  ({ schema, text }) => {
    const errors = errorsBy(schema);
    const spoiled = [...(schema.endsWith(".xsd") ? spoiledXml : spoiledJson)(text)];

    const refused = spoiled.filter((one) => errors(one).length > 0);

    expect(spoiled.length).toBeGreaterThan(100);
    expect(refused.length / spoiled.length).toBeGreaterThan(schema.endsWith(".xsd") ? 0.3 : 0.6);
  },
);

describe("GitLab", () => {
  test("a report of another format is told from ours", () => {
    const sast = JSON.parse(gitlabSast(checkView(), TIMES)) as { vulnerabilities: { identifiers: unknown[] }[] };
    for (const one of sast.vulnerabilities) one.identifiers = [];
    const [entry] = JSON.parse(gitlabCodeQuality(checkView())) as object[];

    expect(sastErrors(JSON.stringify(sast))).not.toEqual([]);
    expect(qualityErrors(JSON.stringify([{ ...entry, severity: "high" }]))).not.toEqual([]);
    expect(rdjsonErrors(JSON.stringify({ diagnostics: [{ message: "m", location: { path: "a", line: 1 } }] }))).not.toEqual([]);
  });

  test("an incomplete run is a failure and says what is missing; a defect keeps its id", () => {
    const partial = JSON.parse(gitlabSast(checkView({ ...CLEAN, ...PARTIAL }, []), TIMES)) as {
      scan: { status: string; messages: unknown[] };
    };
    const ids = (defects: readonly Defect[]) =>
      (JSON.parse(gitlabSast(checkView({}, defects), TIMES)) as { vulnerabilities: { id: string }[] }).vulnerabilities.map(
        ({ id }) => id,
      );

    expect(partial.scan.status).toBe("failure");
    expect(partial.scan.messages.length).toBeGreaterThan(0);
    expect(new Set(ids(DEFECTS)).size).toBe(DEFECTS.length);
    expect(ids(DEFECTS.slice(1))).toEqual(ids(DEFECTS).slice(1));
  });

  test("the Code Quality report has one entry and one fingerprint a defect", () => {
    const entries = JSON.parse(gitlabCodeQuality(checkView())) as { fingerprint: string; severity: string; location: object }[];

    expect(entries.map(({ severity }) => severity)).toEqual(["blocker", "critical", "major"]);
    expect(new Set(entries.map(({ fingerprint }) => fingerprint)).size).toBe(3);
    expect(entries[1]?.location).toEqual({ path: "app/db.py", lines: { begin: 6, end: 6 } });
  });
});

test("SonarQube gets columns from 0, each rule once, and no range without a character", () => {
  const [first] = DEFECTS;
  if (first === undefined) throw new Error("no defect");
  const empty = {
    ...first,
    location: { ...first.location, endLine: first.location.startLine, endColumn: first.location.startColumn },
  };
  const { rules, issues } = JSON.parse(sonarIssues(checkView({}, [...DEFECTS, empty]))) as {
    rules: { id: string; impacts: object[] }[];
    issues: { ruleId: string; primaryLocation: { filePath: string; textRange: object } }[];
  };

  expect(rules.map(({ id }) => id)).toEqual([...new Set(DEFECTS.map(({ rule }) => rule))].toSorted());
  expect(issues[1]?.primaryLocation).toMatchObject({
    filePath: "app/db.py",
    textRange: { startLine: 6, endLine: 6, startColumn: 1, endColumn: 66 },
  });
  expect(issues[3]?.primaryLocation.textRange).toEqual({ startLine: first.location.startLine });
  expect(issues.every(({ ruleId }) => rules.some(({ id }) => id === ruleId))).toBe(true);
});

describe("JUnit", () => {
  const results = (xml: string) => parseJunit(xml);

  test("a defect fails, an engine that did not finish is an error, one that did passes", () => {
    const xml = junitReport(checkView(), undefined);

    expect(xml).toContain(`failures="3" errors="0"`);
    expect(xml.match(/<testcase /gu)).toHaveLength(3 + checkView().report.engines.length);
    expect(junitReport(checkView({ ...CLEAN, ...PARTIAL }, []), undefined)).toMatch(/errors="[1-9]/u);
  });

  test("a file with an attribute that build servers do not know is refused, and said why", () => {
    const check = errorsBy("junit.xsd");

    expect(check(junitReport(checkView(), REASONS).replace(' name="assay"', ' title="assay"')).join("")).toContain("title");
  });

  test("the reasons of a gate are its tests", () => {
    expect(junitReport(checkView(), REASONS)).toContain(`failures="2" errors="1"`);
  });

  test("hostile words stay words, and the file well-formed", () => {
    const xml = junitReport(hostileView(), undefined);

    // oxlint-disable-next-line no-control-regex -- XML 1.0 cannot hold these
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800]|<img|\]\]>/u);
    expect(results(xml)).toBeDefined();
  });
});

test("rdjson counts columns in bytes", () => {
  const { diagnostics } = JSON.parse(checkRdjson(checkView())) as { diagnostics: { location: { range: { start: object } } }[] };

  expect(diagnostics).toHaveLength(3);
  expect(diagnostics[2]?.location.range.start).toEqual({ line: 5, column: 23 });
});

describe("the HTML page", () => {
  test("loads nothing, runs nothing, and its one style is the one its policy names", () => {
    for (const page of [htmlPage(hostileView(), undefined), htmlPage(hostileView(), gateOutcome())]) {
      const style = /<style>([\s\S]*?)<\/style>/u.exec(page)?.[1] ?? "";
      const digest = createHash("sha256").update(style).digest("base64");

      expect(page).toContain(`default-src 'none'; style-src 'sha256-${digest}'`);
      expect(page).not.toMatch(/<(?:script|img|link|iframe|object|svg|form|a)\b|url\(|@import/iu);
      expect(page.match(/<style>/gu)).toHaveLength(1);
      // oxlint-disable-next-line no-control-regex -- these must not reach a reader
      expect(page).not.toMatch(/[\u0000\u001b\u202e\ud800]/u);
    }
  });

  test("tells the verdict, why, the code and the engines", () => {
    const page = htmlPage(checkView(), gateOutcome());

    for (const words of ["refused", "assay.yaml:3:9", "SELECT * FROM users", "bandit", "how the data flows"])
      expect(page).toContain(words);
    expect(htmlPage(checkView({ ...CLEAN, ...PARTIAL }, []), undefined)).toContain("<title>assay: incomplete</title>");
  });
});

test("the card of a gate names each deciding line, and words of the code are no markup", () => {
  const reasons = REASONS.map((reason) => ({ ...reason, message: EVIL, path: `a${EVIL}|b.py` }));
  const card = gateMarkdown(gateOutcome(reasons), hostileView());

  expect(gateMarkdown(gateOutcome(), checkView())).toContain("| `failOn` assay.yaml:3:9 |");
  const prose = card.replaceAll(/^(`{3,})[\s\S]*?^\1$|(`+)(?!`)[^\n]*?(?<!`)\2(?!`)/gmu, "");
  expect(prose).not.toMatch(/<img|<\/script|\u202e|@team/u);
  expect(card.split("\n").filter((line) => line.startsWith("| ❌"))).toHaveLength(1);
});

describe("--output FORMAT=FILE", () => {
  test("writes every report of one run", async () => {
    const formats = [
      "html",
      "card",
      "gitlab-sast",
      "gitlab-codequality",
      "sonarqube",
      "junit",
      "rdjson",
      "sarif",
      "json",
      "markdown",
      "text",
    ];
    const argv = formats.flatMap((format) => ["-o", `${format}=${format}.out`]);
    const ran = await runCli(["gate", ...argv], { cwd: folder, assay: fakeAssay({ gate: async () => gateOutcome() }) });
    const texts = formats.map((format) => fs.readFileSync(join(folder, `${format}.out`), "utf8"));

    expect(ran).toMatchObject({ code: 1, stderr: "" });
    expect(ran.stdout).toMatch(/^Gate: refused/u);
    expect(texts.every((text) => text.length > 100)).toBe(true);
    expect(texts[1]?.startsWith("<!-- assay:card -->\n## ")).toBe(true);
  });

  test("goes together with a file for the result", async () => {
    const ran = await runCli(["check", "-o", "main.txt", "-o", "junit=x.xml", "--format", "text"], { cwd: folder });

    expect(ran.stdout).toBe("");
    expect(fs.readFileSync(join(folder, "main.txt"), "utf8")).toContain("python/sql-string");
    expect(fs.readFileSync(join(folder, "x.xml"), "utf8")).toContain("<testsuites");
  });

  test.each([
    [["-o", "junitt=x"], "No format is called junitt"],
    [["-o", "junit="], "needs a file"],
    [["-o", "a", "-o", "b"], "Only one file"],
    [["-o", "junit=a", "-o", "html=a"], "two outputs would be written to"],
  ])("%j is refused", async (argv, message) => {
    expect(await runCli(["check", ...argv], { cwd: folder })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(message),
      opened: [],
    });
  });
});

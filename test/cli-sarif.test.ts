import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import * as fc from "fast-check";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Log } from "sarif";
import type { Defect } from "#domain/defect.ts";
import { lineHashes } from "#faces/reports/sarif/fingerprint.ts";
import { LIMITS } from "#faces/reports/sarif/limits.ts";
import { sarifLog, sarifText } from "#faces/reports/sarif/log.ts";
import type { CheckView } from "#faces/reports/view.ts";
import { checkView, CLEAN, DEFECTS, FINDINGS, fixView, PARTIAL, REPAIRS, SOURCES } from "./cli-canned.ts";

const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
const valid = ajv.compile(JSON.parse(readFileSync("fixtures/schemas/sarif-2.1.0.json", "utf8")) as object);

function checked(log: Log): Log {
  const ok = valid(JSON.parse(JSON.stringify(log)));
  expect(valid.errors ?? []).toEqual([]);
  expect(ok).toBe(true);
  return log;
}

function run(log: Log) {
  const [first] = checked(log).runs;
  if (first === undefined) throw new Error("no run");
  return first;
}

function many(count: number): Defect[] {
  const [first] = DEFECTS;
  if (first === undefined) throw new Error("no defect");
  return Array.from({ length: count }, (_, at) => ({ ...first, id: `d${at}` as Defect["id"], witnesses: [] }));
}

test("what a rule suggests is a fix that says nobody checked it", () => {
  const view = checkView();
  const [first, ...rest] = view.report.findings;
  if (first === undefined) throw new Error("no finding");
  const report = { ...view.report, findings: [{ ...first, suggestion: "safe(x)" }, ...rest] };
  const fixes = run(sarifLog({ ...view, report }, [])).results?.flatMap((result) => result.fixes ?? []);

  expect(fixes).toHaveLength(1);
  expect(fixes?.[0]?.description?.text).toContain("not checked");
  expect(fixes?.[0]?.artifactChanges[0]?.replacements[0]).toMatchObject({
    deletedRegion: { startLine: first.location.startLine, startColumn: first.location.startColumn },
    insertedContent: { text: "safe(x)" },
  });
});

describe("the log", () => {
  test("is a golden", async () => {
    checked(sarifLog(fixView(), REPAIRS));

    await expect(sarifText(fixView(), REPAIRS)).toMatchFileSnapshot("../fixtures/reports/fix.sarif");
  });

  test("carries what GitHub reads", () => {
    const { results = [], tool } = run(sarifLog(checkView(), []));
    const rule = tool.driver.rules?.find((item) => item.id === "python/sql-string");

    expect(rule?.name).toBe("PythonSqlString");
    expect(rule?.properties?.tags).toEqual(["security", "external/cwe/cwe-089"]);
    expect(rule?.properties?.["security-severity"]).toBe("8.0");
    expect(results.map((result) => result.level)).toEqual(["error", "error", "warning"]);
    expect(results.every((result) => /^[0-9a-f]+:\d+$/.test(result.partialFingerprints?.["primaryLocationLineHash"] ?? ""))).toBe(
      true,
    );
    expect(results.map((result) => tool.driver.rules?.[result.ruleIndex ?? -1]?.id)).toEqual(
      results.map((result) => result.ruleId),
    );
    expect(results[0]?.codeFlows?.[0]?.threadFlows[0]?.locations).toHaveLength(2);
  });

  test("an incomplete scan is no successful execution", () => {
    const [invocation] = run(sarifLog(checkView({ ...CLEAN, ...PARTIAL }, []), [])).invocations ?? [];

    expect(invocation?.executionSuccessful).toBe(false);
    expect(invocation?.toolExecutionNotifications?.map((item) => item.descriptor?.id)).toEqual([
      "engine-partial",
      "not-reported",
      "minified",
      "binary",
    ]);
  });

  test("a suppressed finding stays, as suppressed", () => {
    const [finding] = FINDINGS;
    if (finding === undefined) throw new Error("no finding");
    const { results = [] } = run(
      sarifLog(checkView({ ...CLEAN, suppressed: [{ finding, reason: "nosec", source: "marker" }] }, []), []),
    );

    expect(results.map((result) => result.suppressions?.[0]?.justification)).toEqual(["nosec"]);
  });

  test("a repair is a fix whose replacement gives the repaired text", () => {
    const { results = [] } = run(sarifLog(fixView(), REPAIRS));
    const [change] = results[1]?.fixes?.[0]?.artifactChanges ?? [];

    expect(change?.artifactLocation.uri).toBe("app/db.py");
    expect(change?.replacements).toEqual([
      { deletedRegion: { startLine: 6, startColumn: 51, endLine: 6, endColumn: 67 }, insertedContent: { text: `?", (name,))` } },
    ]);
    expect(results[2]?.fixes).toBeUndefined();
  });

  test("a repair made on another text is no fix", () => {
    const view = fixView(false, { sources: new Map([...SOURCES].map(([path, text]) => [path, `\n${text}`])) });

    expect(run(sarifLog(view, REPAIRS)).results?.flatMap((result) => result.fixes ?? [])).toEqual([]);
  });

  test("paths become relative URIs", () => {
    const [first] = DEFECTS;
    if (first === undefined) throw new Error("no defect");
    const view = checkView({}, [{ ...first, location: { ...first.location, path: "a b/c#d?%é:.py" } }]);

    expect(run(sarifLog(view, [])).results?.[0]?.locations?.[0]?.physicalLocation?.artifactLocation).toEqual({
      uri: "a%20b/c%23d%3F%25%C3%A9%3A.py",
      uriBaseId: "%SRCROOT%",
    });
  });

  test("validates whatever the texts are", () => {
    const text = fc.string({ unit: "binary", maxLength: 60 });
    fc.assert(
      fc.property(
        text,
        text,
        text,
        fc.constantFrom("critical", "info"),
        fc.float({ min: 0, max: 1, noNaN: true }),
        (title, message, rule, severity, probability) => {
          const [first] = DEFECTS;
          if (first === undefined) throw new Error("no defect");
          const defect: Defect = {
            ...first,
            title: title || "t",
            message,
            rule: rule || "r",
            severity: severity as "info",
            probability,
          };
          checked(sarifLog(checkView({ problems: [{ code: "odd", message, path: "x/y.py", line: 3 }] }, [defect]), []));
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe("limits", () => {
  test.each([LIMITS.resultsPerRun, LIMITS.resultsPerRun + 1])("%i results", (count) => {
    const log = sarifLog(checkView({}, many(count)), []);
    const [first] = log.runs;

    expect(first?.results).toHaveLength(LIMITS.resultsPerRun);
    expect(first?.invocations?.[0]?.toolExecutionNotifications?.map((item) => item.descriptor?.id)).toEqual(
      count > LIMITS.resultsPerRun ? ["results-left-out"] : [],
    );
  });

  test.each([LIMITS.tagsPerRule - 1, LIMITS.tagsPerRule])("%i weaknesses of one rule", (count) => {
    const [finding] = FINDINGS;
    if (finding === undefined) throw new Error("no finding");
    const cwe = Array.from({ length: count }, (_, at) => `CWE-${at + 1}`);
    const view = checkView({ ...CLEAN, suppressed: [{ finding: { ...finding, cwe }, reason: "x", source: "marker" }] }, []);

    expect(run(sarifLog(view, [])).tool.driver.rules?.[0]?.properties?.tags).toHaveLength(LIMITS.tagsPerRule);
  });

  test.each([LIMITS.description, LIMITS.description + 1])("a title of %i characters", (length) => {
    const view: CheckView = {
      ...checkView(),
      explanations: new Map([
        ["python/weak-hash", { kind: "rule", id: "r", title: "x".repeat(length), body: "y".repeat(length) }],
      ]),
    };
    const rule = run(sarifLog(view, [])).tool.driver.rules?.find((item) => item.id === "python/weak-hash");

    expect(rule?.shortDescription?.text).toHaveLength(LIMITS.description);
    expect(rule?.fullDescription?.text).toHaveLength(LIMITS.description);
  });

  test.each([LIMITS.threadFlowLocationsPerResult, LIMITS.threadFlowLocationsPerResult + 1])(
    "a flow of %i steps keeps source and sink",
    (count) => {
      const [first] = DEFECTS;
      if (first === undefined) throw new Error("no defect");
      const trace = Array.from({ length: count }, (_, at) => ({ location: first.location, note: `step ${at}` }));
      const steps =
        run(sarifLog(checkView({}, [{ ...first, trace }]), [])).results?.[0]?.codeFlows?.[0]?.threadFlows[0]?.locations ?? [];

      expect(steps).toHaveLength(LIMITS.threadFlowLocationsPerResult);
      expect([steps[0], steps.at(-1)].map((step) => step?.location?.message?.text)).toEqual(["step 0", `step ${count - 1}`]);
    },
  );

  test.each([LIMITS.notifications, LIMITS.notifications + 1])("%i problems", (count) => {
    const problems = Array.from({ length: count }, (_, at) => ({ code: "odd", message: `problem ${at}` }));
    const notifications = run(sarifLog(checkView({ problems }, []), [])).invocations?.[0]?.toolExecutionNotifications ?? [];

    expect(notifications).toHaveLength(LIMITS.notifications);
    expect(notifications.at(-1)?.descriptor?.id).toBe(count > LIMITS.notifications ? "notifications-left-out" : "odd");
  });
});

/** The definition, without rolling: base 37 over 100 significant characters, as unsigned 64 bits. */
function plainHash(units: readonly number[]): string {
  let hash = 0n;
  for (let at = 0; at < 100; at++) hash = (hash * 37n + BigInt(units[at] ?? 0)) % (1n << 64n);
  return hash.toString(16);
}

test.each([LIMITS.ruleName, LIMITS.ruleName + 1])("a rule id of %i characters has a name within the limit", (length) => {
  const view = checkView(
    {},
    DEFECTS.slice(0, 1).map((defect) => ({ ...defect, rule: "r".repeat(length) })),
  );

  expect(run(sarifLog(view, [])).tool.driver.rules?.[0]?.name).toHaveLength(LIMITS.ruleName);
});

describe("lineHashes", () => {
  test("an empty file has one line", () => {
    const hash = lineHashes("");
    expect([hash(1), hash(2), hash(0)]).toEqual(["c129715d7a2bc9a3:1", undefined, undefined]);
  });

  test("blanks do not count, and line ends are one LF", () => {
    const [spaced, plain] = [lineHashes("a b\r\n\tc\rd"), lineHashes("ab\nc\nd")];
    expect([1, 2, 3, 4].map(spaced)).toEqual([1, 2, 3, 4].map(plain));
  });

  test("equal lines are numbered, whether few or many are asked for", () => {
    const [few, many] = [lineHashes("x\n".repeat(150)), lineHashes("x\n".repeat(150))];
    const all = Array.from({ length: 40 }, (_, at) => many(at + 1));

    expect(few(2)).toBe(`${few(1)?.split(":")[0]}:2`);
    expect(all).toEqual(Array.from({ length: 40 }, (_, at) => `${few(1)?.split(":")[0]}:${at + 1}`));
  });

  test("different lines with one hash are counted as one, as GitHub counts them", () => {
    // Of two characters the hash is 37 times the first plus the second: these windows differ, and their hashes do not.
    const twins = ["bA", "af", "`\u008b"].map((start) => `${start}${"x".repeat(98)}`);
    const hash = lineHashes(Array.from({ length: 30 }, (_, at) => twins[at % 3]).join("\n"));

    expect(Array.from({ length: 30 }, (_, at) => hash(at + 1)?.split(":")[1])).toEqual(
      Array.from({ length: 30 }, (_, at) => String(at + 1)),
    );
  });

  test("lines that were made to fall into one slot of a table are counted all the same", () => {
    const candidates = Array.from({ length: 8000 }, (_, at) => `${at}${"x".repeat(100)}`);
    const hashOf = lineHashes(candidates.join("\n"));
    const slot = (line: number): number => {
      const digits = (hashOf(line)?.split(":")[0] ?? "").padStart(16, "0");
      const mixed = Number.parseInt(digits.slice(0, 8), 16) ^ Number.parseInt(digits.slice(8), 16);
      return Math.imul(mixed, 0x9e3779b1) & 127;
    };
    const unlucky = candidates.filter((_, at) => slot(at + 1) === 5).slice(0, 40);
    const [some, hash] = [unlucky.slice(0, 20), lineHashes([...unlucky.slice(0, 20), ...unlucky].join("\n"))];

    expect(some).toHaveLength(20);
    expect(Array.from({ length: 60 }, (_, at) => hash(at + 1)?.split(":")[1])).toEqual(
      Array.from({ length: 60 }, (_, at) => (at < 20 || at >= 40 ? "1" : "2")),
    );
  });

  test("agrees with the definition", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary", maxLength: 130 }), { maxLength: 8 }), (lines) => {
        const clean = lines.map((line) => line.replaceAll(/[\s]/g, ""));
        const text = clean.join("\n");
        const units = [...Array(text.length).keys()].map((at) => text.charCodeAt(at));
        const starts = clean.map((_, at) => clean.slice(0, at).reduce((sum, line) => sum + line.length + 1, 0));
        const hashes = (starts.length === 0 ? [0] : starts).map((start) => plainHash([...units, 65_535].slice(start)));

        const hashOf = lineHashes(text);
        expect(hashes.map((_, at) => hashOf(at + 1)?.split(":")[0])).toEqual(hashes);
        expect(hashOf(hashes.length + 1)).toBeUndefined();
      }),
    );
  });
});

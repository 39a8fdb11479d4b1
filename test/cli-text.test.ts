import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stripVTControlCharacters } from "node:util";
import { type Decline, DECLINES } from "#domain/decline.ts";
import type { Location } from "#domain/location.ts";
import { displayWidth } from "#lib/display-width.ts";
import { htmlPage } from "#faces/reports/html/page.ts";
import { checkDocument } from "#faces/reports/json/check.ts";
import { invocation } from "#faces/reports/sarif/invocation.ts";
import { checkText } from "#faces/reports/text/check.ts";
import { doctorText } from "#faces/reports/text/doctor.ts";
import { fixText } from "#faces/reports/text/fix.ts";
import { codeFrame, source } from "#faces/reports/text/frame.ts";
import { textStyle } from "#faces/reports/text/style.ts";
import { verifyText } from "#faces/reports/text/verify.ts";
import { checkView, CLEAN, DEFECTS, fixView, PARTIAL } from "./cli-canned.ts";
import { fakeAssay } from "./cli-runner.ts";

const golden = (name: string) => `../fixtures/reports/${name}`;
const at = (startLine: number, startColumn: number, endLine: number, endColumn: number): Location => ({
  path: "a.py",
  startLine,
  startColumn,
  endLine,
  endColumn,
});

describe("goldens", () => {
  test("check", async () => {
    await expect(checkText(checkView(), textStyle())).toMatchFileSnapshot(golden("check.txt"));
  });

  test("check, incomplete, quiet", async () => {
    await expect(checkText(checkView(PARTIAL), textStyle({ quiet: true }))).toMatchFileSnapshot(
      golden("check-incomplete-quiet.txt"),
    );
  });

  test("check without defects, incomplete", async () => {
    await expect(checkText(checkView({ ...CLEAN, ...PARTIAL }, []), textStyle())).toMatchFileSnapshot(
      golden("check-incomplete.txt"),
    );
  });

  test("check, files of code that nothing reads", () => {
    const view = checkView({ ...CLEAN, unread: { ".cpp": 2, ".rb": 1 } }, []);
    const said = "3 files in languages that no engine here reads: 2 .cpp, 1 .rb";

    expect(checkText(view, textStyle())).toContain(said);
    expect(htmlPage(view, undefined)).toContain(said);
    expect(invocation(view, 0).toolExecutionNotifications?.at(-1)?.message.text).toBe(said);
    expect(checkDocument(view)["unread"]).toEqual({ ".cpp": 2, ".rb": 1 });
  });

  test("fix, shown", async () => {
    await expect(fixText(fixView(), textStyle({ target: "app" }))).toMatchFileSnapshot(golden("fix.txt"));
  });

  test("fix, applied, every attempt, narrow", async () => {
    await expect(fixText(fixView(true), textStyle({ verbose: true, columns: 60 }))).toMatchFileSnapshot(
      golden("fix-verbose.txt"),
    );
  });

  test.each([
    [false, ["python/far"], ["other code than stands here"]],
    [true, [], ["python/far: no such call is at the place"]],
  ])("why nothing is repaired, and what a person can do (every reason: %s)", (verbose, hidden, shown) => {
    const { repairs } = fixView();
    const declined: Decline[] = [
      { by: "python/near", code: "name-taken", reason: "the file uses the name os for something else" },
      { by: "python/far", code: "other-place", reason: "no such call is at the place" },
    ];
    const unfixed = (list: Decline[]) =>
      fixText(
        fixView(false, {
          repairs: repairs.map((repair) =>
            repair.status === "unfixed" ? { ...repair, reason: "declined", declined: list } : repair,
          ),
        }),
        textStyle({ verbose }),
      );

    const both = unfixed(declined);
    expect(both).toContain("Why not   python/near: the file uses the name os for something else");
    expect(both).toContain(`You can   ${DECLINES["name-taken"].remedy.slice(0, 40)}`);
    for (const text of hidden) expect(both).not.toContain(text);
    for (const text of shown) expect(unfixed(declined.slice(1))).toContain(text);
  });

  test("doctor", async () => {
    const lines = await fakeAssay().doctor({ probeModel: false }, new AbortController().signal);

    await expect(doctorText(lines, true, "0.1.0", textStyle())).toMatchFileSnapshot(golden("doctor.txt"));
    await expect(doctorText(lines, true, "0.1.0", textStyle({ verbose: true }))).toMatchFileSnapshot(
      golden("doctor-verbose.txt"),
    );
  });
});

describe("a suggestion of a rule", () => {
  const suggested = (suggestion: string): string => {
    const view = checkView();
    const [defect] = view.defects;
    if (defect === undefined) throw new Error("no defect");
    const findings = view.report.findings.map((finding) =>
      defect.witnesses.includes(finding.id) ? { ...finding, suggestion } : finding,
    );
    return checkText({ ...view, report: { ...view.report, findings }, defects: [defect] }, textStyle());
  };

  test("is shown as unchecked, with its indentation", () => {
    expect(suggested("run(x,\n    shell=False)\n")).toMatch(/suggests, not checked:\n {4}run\(x,\n {8}shell=False\)\n/u);
  });

  test("is cut after six lines and shows what cannot be seen", () => {
    const text = suggested(`a\u202eb\n${"c\n".repeat(9)}`);

    expect(text).toContain("    a\\u{202e}b\n");
    expect(text).toContain("    … 4 more lines\n");
  });

  test("may be to take the code out", () => {
    expect(suggested("")).toContain("suggests to take it out, not checked\n");
  });
});

describe("a trace", () => {
  const traced = (steps: number, verbose: boolean): string => {
    const [first] = DEFECTS;
    const location = at(1, 1, 1, 2);
    const trace = Array.from({ length: steps }, (_, step) => ({ location, note: `step ${step}` }));
    return checkText(checkView({}, first === undefined ? [] : [{ ...first, trace }]), textStyle({ verbose }));
  };

  test.each([
    [9, false, "step 4"],
    [20, true, "step 10"],
  ])("of %i steps is whole, verbose %s", (steps, verbose, middle) => {
    expect(traced(steps, verbose)).toContain(middle);
    expect(traced(steps, verbose)).not.toContain("more steps");
  });

  test("that is long is cut in the middle", () => {
    const text = traced(20, false);

    expect(text).toContain("12 more steps");
    expect(text).toContain("step 19");
    expect(text).not.toContain("step 10");
  });
});

describe("colour", () => {
  test("appears where it is asked for, and only there", () => {
    const [plain, coloured] = [fixText(fixView(), textStyle()), fixText(fixView(), textStyle({ color: true }))];

    expect(coloured).toContain("\u001b[31m-\tcursor.execute(");
    expect(coloured).toContain("\u001b[32m+\tcursor.execute(");
    expect(stripVTControlCharacters(coloured)).toBe(plain);
  });
});

describe("never calls unanalysed code clean", () => {
  test.each([
    ["partial engine", { ...CLEAN, ...PARTIAL }],
    ["no file analysed", { ...CLEAN, files: [], problems: [{ code: "binary", message: "NUL" }] }],
  ])("%s", (_name, report) => {
    for (const quiet of [true, false]) {
      const text = checkText(checkView(report, []), textStyle({ quiet }));

      expect(text).toContain("Incomplete");
      expect(text).not.toContain("No defects");
    }
  });

  test("but says so of code that was", () => {
    expect(checkText(checkView(CLEAN, []), textStyle())).toContain("No defects in 3 files.");
  });

  test("evidence with an unknown claim is not said to hold", () => {
    const text = verifyText({ ok: false, claims: [{ claim: "tests", state: "unknown", detail: "no sandbox" }] }, textStyle());

    expect(text).toContain("Not proven");
    expect(text).not.toContain("holds");
  });
});

describe("codeFrame", () => {
  test("a byte order mark is not shown where it belongs, and is elsewhere", () => {
    const text = "\u{feff}import os\n\u{feff}x\n";
    expect(codeFrame(source(text), at(1, 2, 1, 8), textStyle()).join("\n")).toBe(
      "  ❯ 1 │ import os\n      │ ^^^^^^\n    2 │ \\u{feff}x",
    );
  });

  test("puts the caret under wide characters and after tabs", () => {
    const frame = codeFrame(source("\tx = '鍵', y\n"), at(1, 11, 1, 12), textStyle());

    expect(frame).toEqual(["  ❯ 1 │     x = '鍵', y", "      │               ^"]);
  });

  test("shows what a terminal would obey", () => {
    const frame = codeFrame(source("a\u001b[2Jb\u202ec\n"), at(1, 7, 1, 8), textStyle()).join("\n");

    expect(frame).toContain("a\\u{1b}[2Jb\\u{202e}c");
  });

  test("cuts a long line around the place", () => {
    const line = `${"a".repeat(5_000)}EVIL${"b".repeat(5_000)}`;
    const [shown = "", carets = ""] = codeFrame(source(line), at(1, 5_001, 1, 5_005), textStyle({ columns: 80 }));

    expect(displayWidth(shown)).toBeLessThanOrEqual(80);
    expect(shown.slice(carets.indexOf("^"), carets.lastIndexOf("^") + 1)).toBe("EVIL");
    expect(shown).toMatch(/│ ….*…$/);
  });

  test("marks every line of a longer place, six at most", () => {
    const frame = codeFrame(source("1\n2\n3\n4\n5\n6\n7\n8\n9\n"), at(3, 1, 9, 2), textStyle());

    expect(frame.filter((line) => line.includes("❯"))).toHaveLength(4);
    expect(frame).toHaveLength(7);
  });

  test("is empty for a place that is not in the text", () => {
    expect(codeFrame(source("one\n"), at(7, 1, 7, 2), textStyle())).toEqual([]);
  });

  test("never throws, never prints control characters, never grows past the width", () => {
    const place = fc.tuple(
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 90 }),
      fc.nat(3),
      fc.integer({ min: 1, max: 90 }),
    );
    const text = fc.string({
      unit: fc.oneof(
        fc.constantFrom("\n", "\r", "\t", "\u001b", "鍵", "🔑", "é", "\u0301"),
        fc.string({ minLength: 1, maxLength: 1, unit: "binary" }),
      ),
      maxLength: 300,
    });
    fc.assert(
      fc.property(text, place, (code, [line, column, more, end]) => {
        for (const row of codeFrame(source(code), at(line, column, line + more, end), textStyle({ columns: 60 }))) {
          expect(row).not.toMatch(/[\p{Cc}\u202a-\u202e]/u);
          expect(displayWidth(row)).toBeLessThanOrEqual(61);
        }
      }),
      { numRuns: 200 },
    );
  });
});

test("hostile titles, paths and reasons stay on their line", () => {
  const [first = DEFECTS[0]] = DEFECTS;
  if (first === undefined) throw new Error("no defect");
  const evil = "x\n\u001b[31mNo defects\rin 3 files";
  const text = checkText(
    checkView({}, [{ ...first, title: evil, rule: evil, location: { ...first.location, path: evil } }]),
    textStyle(),
  );

  expect(text).not.toContain("\u001b");
  expect(text.split("\n").some((line) => line.startsWith("No defects"))).toBe(false);
});

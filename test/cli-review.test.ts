import { expect, test } from "vitest";
import { reviewRdjson } from "#faces/reports/rdjson/review.ts";
import { reviewText } from "#faces/reports/text/review.ts";
import { textStyle } from "#faces/reports/text/style.ts";
import { fixView, reviewOutcome } from "./cli-canned.ts";
import { fakeAssay, runCli } from "./cli-runner.ts";

test("comments as text", async () => {
  await expect(reviewText(reviewOutcome(), fixView().sources, textStyle())).toMatchFileSnapshot("../fixtures/reports/review.txt");
});

test("nothing to remark is said of what was analysed, and not of what was not", () => {
  const { fix } = reviewOutcome();
  const empty = { comments: [], held: { unlikely: 0, overLimit: 0 } };

  expect(reviewText({ ...empty, fix }, new Map(), textStyle())).toMatch(/^Nothing to remark in \d+ files?\.\n$/);
  const partial = { ...fix, report: { ...fix.report, complete: false } };
  expect(reviewText({ ...empty, fix: partial }, new Map(), textStyle())).toMatch(/^Incomplete: /);
});

test("rdjson counts columns in bytes", () => {
  const outcome = reviewOutcome();
  const line = "const naïve = “ü”; run(naïve); rest of a line that is long enough to hold every column of the canned places";

  const { source, diagnostics } = JSON.parse(reviewRdjson(outcome, "0.1.0", () => line)) as {
    source: { name: string };
    diagnostics: {
      severity: string;
      code: { value: string; url?: string };
      location: { path: string; range: { start: { line: number; column: number } } };
      suggestions?: { text: string }[];
    }[];
  };

  expect(source.name).toBe("assay");
  expect(diagnostics).toHaveLength(3);
  const [first, second] = diagnostics;
  const { location, rule } = outcome.comments[0] ?? {};
  expect(first?.code.value).toBe(rule);
  expect(first?.location.path).toBe(location?.path);
  expect(first?.location.range.start.column).toBe(Buffer.byteLength(line.slice(0, (location?.startColumn ?? 0) - 1)) + 1);
  expect(second?.suggestions).toMatchObject([{ text: "new()" }]);
  expect(first).not.toHaveProperty("suggestions");
});

test.each(["json", "rdjson", "sarif"])("assay review -f %s prints one document", async (format) => {
  const ran = await runCli(["review", "--base", "main", "--max-comments", "3", "-f", format]);

  expect(ran.code).toBe(1);
  expect(() => JSON.parse(ran.stdout) as unknown).not.toThrow();
});

test("the limit and the target are passed on", async () => {
  const assay = fakeAssay();

  await runCli(["review", "--base", "main", "--max-comments", "3"], { assay });

  expect(assay.asked[0]).toMatchObject({ target: { base: "main" }, most: 3 });
});

test("review -i asks a person, and only where there is one", async () => {
  const assay = fakeAssay();
  const piped = await runCli(["review", "-i", "a.py"], { assay });
  const asked = await runCli(["review", "-i", "a.py"], { assay, live: true });

  expect([piped.code, piped.stderr]).toEqual([2, expect.stringContaining("--interactive needs a terminal")]);
  expect(asked.code).toBe(1);
  expect(assay.asked.filter((one) => one !== "closed")).toMatchObject([{ reviewer: { id: "local:ada" } }]);
});

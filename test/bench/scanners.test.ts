import { expect, test } from "vitest";
import type { Outcome } from "#bench/detect/outcome.ts";
import { compareScanners, type Said, type Sample } from "#bench/scanners/compare.ts";
import { calibrationOf } from "#domain/calibration.ts";
import { comparisonPage } from "#faces/reports/html/comparison.ts";

const THRESHOLD = { severity: "medium", probability: 0.3, matchCwe: false } as const;

const outcome = (state: Outcome["state"], ...rules: readonly (readonly string[])[]): Outcome => ({
  state,
  reasons: [],
  reported: rules.map((seen) => ({ rules: seen, cwes: [], severity: "high", probability: 0.8, lines: [1], spans: [] })),
});
const said = (id: string, files: Readonly<Record<string, Outcome>>): Said => ({
  id,
  seconds: 1,
  files: new Map(Object.entries(files)),
});

const SAMPLES: readonly Sample[] = ["bad-1", "bad-2", "good-1", "good-2"].map((name) => ({
  name,
  vulnerable: name.startsWith("bad"),
  cwes: [],
}));
const silent = outcome("complete");
const A = said("a", {
  "bad-1": outcome("complete", ["a:x"]),
  "bad-2": silent,
  "good-1": outcome("complete", ["a:x"]),
  "good-2": silent,
});
const B = said("b", {
  "bad-1": outcome("partial", ["b:y"]),
  "bad-2": outcome("complete", ["b:y"]),
  "good-1": silent,
  "good-2": outcome("failed"),
});
const C = said("c", {
  "bad-1": outcome("unsupported"),
  "bad-2": outcome("unsupported"),
  "good-1": outcome("unsupported"),
  "good-2": silent,
});
const UNION = said("a + b + c", {
  "bad-1": outcome("partial", ["a:x", "b:y"]),
  "bad-2": outcome("complete", ["b:y"]),
  "good-1": outcome("complete", ["a:x"]),
  "good-2": silent,
});

test("every scanner, every pair and all together, with figures on their own files", () => {
  const { lines } = compareScanners(SAMPLES, [A, B, C], UNION, THRESHOLD);

  const figures = lines.map(({ id, files, flagged, measures, complete }) => [
    id,
    files,
    flagged,
    measures["precision"],
    measures["recall"],
    measures["youden"],
    complete,
  ]);
  expect(figures).toEqual([
    ["a", 4, 2, 0.5, 0.5, 0, 1],
    ["b", 4, 2, 1, 1, 1, 0.5],
    ["c", 1, 0, undefined, undefined, undefined, 1],
    ["a + b", 4, 3, 2 / 3, 1, 0.5, 0.5],
    ["a + c", 4, 2, 0.5, 0.5, 0, 1],
    ["b + c", 4, 2, 1, 1, 1, 0.5],
    ["a + b + c", 4, 3, 2 / 3, 1, 0.5, 0.5],
  ]);
});

test("silence about a file that was not analysed is no right answer", () => {
  const [line] = compareScanners(SAMPLES.slice(3), [B], B, THRESHOLD).lines;

  expect(line).toMatchObject({ files: 1, flagged: 0, complete: 0, measures: { falsePositiveRate: undefined } });
});

test("defects are counted by exactly who saw them", () => {
  expect(compareScanners(SAMPLES, [A, B, C], UNION, THRESHOLD).overlaps).toEqual([
    { engines: ["a"], defects: 1 },
    { engines: ["a", "b"], defects: 1 },
    { engines: ["b"], defects: 1 },
  ]);
});

test("Brier score and reliability of what was said", () => {
  const answers = [
    { probability: 1, right: true },
    { probability: 0.8, right: true },
    { probability: 0.8, right: false },
    { probability: 0.1, right: false },
  ];

  const calibration = calibrationOf(answers);

  expect(calibration?.brier).toBeCloseTo((0.04 + 0.64 + 0.01) / 4);
  expect(calibration?.constant).toBe(0.25);
  expect(calibration?.bins.map(({ from, true: right, defects }) => [from, right, defects])).toEqual([
    [0.1, 0, 1],
    [0.8, 0.5, 2],
    [0.9, 1, 1],
  ]);
  expect(calibrationOf([])).toBeUndefined();
});

test("code without labels is compared by overlap alone, and the page loads nothing and escapes", () => {
  const unlabelled = SAMPLES.map((sample) => ({ ...sample, vulnerable: undefined }));
  const comparison = compareScanners(unlabelled, [A, B], UNION, THRESHOLD);

  const page = comparisonPage("<b>&", ["a < b"], comparison);

  expect(comparison.calibration).toBeUndefined();
  expect(comparison.lines.map(({ measures }) => measures)).toEqual([{}, {}, {}]);
  expect(page).toContain("<h1>&lt;b&gt;&amp;</h1>");
  expect(page).not.toMatch(/src=|href=|<script|url\(/);
  expect(page).not.toContain("precision");
});

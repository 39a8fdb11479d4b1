import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { exponentOf, lineThrough } from "../../bench/growth/fit.ts";
import { plotSvg } from "../../bench/growth/plot.ts";
import { grow, renamed, sourcesIn } from "../../bench/growth/project.ts";

test("the line of least squares and the power of growth", () => {
  const straight = [1, 2, 4].map((x) => ({ x, y: 3 + 2 * x }));

  expect(lineThrough(straight)).toEqual({ slope: 2, intercept: 3, r2: 1 });
  expect(exponentOf([1, 10, 100].map((x) => ({ x, y: 5 * x ** 2 })))).toBeCloseTo(2);
  expect(lineThrough([1, 2, 3, 4].map((x) => ({ x, y: x % 2 }))).r2).toBeLessThan(0.5);
});

test("copies declare other names and use them everywhere", () => {
  expect(renamed("def load(path):\n    return path\n\nclass Store:\n    load_all = load\n", 2)).toBe(
    "def load_2(path):\n    return path\n\nclass Store_2:\n    load_all = load_2\n",
  );
});

test("a project grows to at least so many lines", () => {
  const folder = mkdtempSync(join(tmpdir(), "assay-growth-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const sources = [
    { path: "a.py", text: "def alone():\n    pass\n", lines: 2 },
    { path: "lib/b.py", text: "x = 1\n", lines: 1 },
  ];

  expect(grow(sources, 5, folder)).toEqual({ folder, files: 3, bytes: 52, lines: 5 });
  expect(sourcesIn(folder).map(({ path }) => path)).toEqual(["part-0000/a.py", "part-0000/lib/b.py", "part-0001/a.py"]);
  expect(readFileSync(join(folder, "part-0001/a.py"), "utf8")).toBe("def alone_1():\n    pass\n");
});

test("a plot shows every point", () => {
  const points = [
    { x: 1000, y: 1 },
    { x: 2000, y: 2 },
  ];

  const svg = plotSvg({ title: "a < b", x: "lines", y: "s", points, line: lineThrough(points) });

  expect(svg.match(/<circle/gu)).toHaveLength(2);
  expect(svg).toContain("a &lt; b");
});

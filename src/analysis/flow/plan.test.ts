import { expect, test } from "vitest";
import { type PlannedFile, planFlow } from "./plan.ts";

const file = (path: string, facts: Partial<PlannedFile["facts"]>, units = 10): PlannedFile => ({
  path,
  dottedModules: false,
  units,
  facts: { source: false, sink: false, parameters: false, main: true, imports: [], ...facts },
});

test("roots that imports connect are one job, others are jobs of their own, the longest first", () => {
  const files = [
    file("a/route.js", { source: true, sink: true, imports: ["./store.js"] }),
    file("a/store.js", { sink: true, source: true }, 40),
    file("b.js", { source: true, sink: true }),
    file("idle.js", { sink: true }),
  ];

  expect(planFlow(files, undefined)).toEqual({ library: false, jobs: [["a/route.js", "a/store.js"], ["b.js"]] });
});

test("a long component is cut where the files alone say so", () => {
  const files = Array.from({ length: 6 }, (_, index) =>
    file(`${index}.js`, { source: true, sink: true, imports: ["./0.js"] }, 4_500_000),
  );

  expect(planFlow(files, undefined).jobs).toEqual([
    ["0.js", "1.js"],
    ["2.js", "3.js"],
    ["4.js", "5.js"],
  ]);
});

test("of a library files count whose parameters matter", () => {
  const files = [file("a.js", { main: false, sink: true, parameters: true }), file("b.js", { main: false, sink: true })];

  expect(planFlow(files, undefined)).toEqual({ library: true, jobs: [["a.js"]] });
  expect(planFlow(files, "application").jobs).toEqual([]);
});

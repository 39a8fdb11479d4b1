import { expect, test } from "vitest";
import type { Benchmark } from "../../bench/detect/benchmark.ts";
import { evaluate, type Placed } from "../../bench/detect/evaluate.ts";
import { LABELLED, type LabelledCase } from "../../bench/detect/labelled.ts";
import { LINES, type LineCase } from "../../bench/detect/lines.ts";
import type { Outcome, Reported, Threshold } from "../../bench/detect/outcome.ts";
import { PAIRS, type PairCase } from "../../bench/detect/pairs.ts";
import { sliceTable } from "../../bench/detect/tables.ts";

const ANY: Threshold = { severity: "medium", probability: 0.3, matchCwe: false };
const COMMON = { id: "one", group: "g", language: { id: "python", extension: ".py" }, cwes: ["CWE-78"], labels: {}, texts: [""] };

function defect(changes: Partial<Reported> = {}): Reported {
  const line = changes.lines?.[0] ?? 1;
  return {
    rules: ["e:r"],
    cwes: ["CWE-78"],
    severity: "high",
    probability: 0.9,
    lines: [line],
    spans: [{ from: line, to: line }],
    ...changes,
  };
}

function outcome(reported: readonly Reported[], state: Outcome["state"] = "complete"): Outcome {
  return { state, reasons: state === "complete" ? [] : ["syntax-error"], reported };
}

const bad: LabelledCase = { ...COMMON, vulnerable: true };
const good: LabelledCase = { ...COMMON, vulnerable: false };

test.each([
  ["a report in a vulnerable file", bad, outcome([defect()]), { tp: 1, fp: 0, tn: 0, fn: 0, partial: 0, failed: 0 }],
  ["a report in a safe file", good, outcome([defect()]), { tp: 0, fp: 1, tn: 0, fn: 0, partial: 0, failed: 0 }],
  ["silence about a safe file", good, outcome([]), { tp: 0, fp: 0, tn: 1, fn: 0, partial: 0, failed: 0 }],
  ["silence about a vulnerable file", bad, outcome([]), { tp: 0, fp: 0, tn: 0, fn: 1, partial: 0, failed: 0 }],
  [
    "silence about a safe file that was not analysed",
    good,
    outcome([], "failed"),
    { tp: 0, fp: 0, tn: 0, fn: 0, partial: 0, failed: 1 },
  ],
  [
    "silence about a vulnerable file that was not analysed",
    bad,
    outcome([], "failed"),
    { tp: 0, fp: 0, tn: 0, fn: 1, partial: 0, failed: 1 },
  ],
  [
    "silence about a safe file analysed in part",
    good,
    outcome([], "partial"),
    { tp: 0, fp: 0, tn: 1, fn: 0, partial: 1, failed: 0 },
  ],
])("%s", (_, item, what, tally) => {
  expect(LABELLED.judge(item, [what], ANY).tally).toEqual(tally);
});

test.each([
  ["severity", defect({ severity: "low" }), ANY, 0],
  ["probability", defect({ probability: 0.29 }), ANY, 0],
  ["another weakness", defect({ cwes: ["CWE-79"] }), { ...ANY, matchCwe: true }, 0],
  ["the weakness's family", defect({ cwes: ["CWE-79", "CWE-88"] }), { ...ANY, matchCwe: true }, 1],
  ["all of it", defect(), ANY, 1],
])("what counts depends on %s", (_, reported, threshold, tp) => {
  const judged = LABELLED.judge(bad, [outcome([reported])], threshold);

  expect([judged.tally.tp, judged.missed, judged.near]).toEqual([tp, tp === 0, tp === 0 ? ["e:r"] : []]);
});

const pair: PairCase = { ...COMMON, texts: ["", ""], changed: [[{ from: 10, to: 11 }], [{ from: 10, to: 10 }]] };

test.each([
  ["before only, at the change", [defect({ lines: [12] })], [], [1, 1, 0, 1]],
  ["before only, elsewhere", [defect({ lines: [20] })], [], [0, 0, 0, 1]],
  [
    "before only, elsewhere, its trace at the change",
    [
      defect({
        lines: [20],
        spans: [
          { from: 20, to: 20 },
          { from: 9, to: 9 },
        ],
      }),
    ],
    [],
    [1, 1, 0, 1],
  ],
  ["on both sides", [defect({ lines: [10] })], [defect({ lines: [8] })], [0, 1, 1, 0]],
  ["on both sides, elsewhere after", [defect({ lines: [10] })], [defect({ lines: [30] })], [1, 1, 0, 0]],
  ["after only", [], [defect({ lines: [10] })], [0, 0, 1, 0]],
])("a pair with a report %s", (_, before, after, expected) => {
  const { tally } = PAIRS.judge(pair, [outcome(before), outcome(after)], ANY);

  expect([tally.told, tally.before, tally.after, tally.toldAnywhere]).toEqual(expected);
});

test("a pair of which one side was not analysed is never told apart", () => {
  const { tally } = PAIRS.judge(pair, [outcome([defect({ lines: [10] })]), outcome([], "failed")], ANY);

  expect(tally).toMatchObject({ told: 0, toldAnywhere: 0, before: 1, failed: 1 });
});

test("lines are judged one by one, exactly", () => {
  const item: LineCase = { ...COMMON, alerts: new Set([3, 5]), code: new Set([1, 2, 3, 5, 6, 7]), right: new Set([6]) };

  const judged = LINES.judge(
    item,
    [outcome([defect({ lines: [2, 3], rules: ["e:two"] }), defect({ lines: [6] }), defect({ lines: [3] })])],
    ANY,
  );

  expect(judged.tally).toMatchObject({
    alerts: 2,
    hits: 1,
    flagged: 3,
    false: 2,
    others: 4,
    right: 1,
    falseRight: 1,
    safe: 0,
    flaggedSafe: 0,
  });
  expect([judged.wrong, judged.missed]).toEqual([["e:r", "e:two"], true]);
});

test("a file without alerts counts as a safe file", () => {
  const item: LineCase = { ...COMMON, alerts: new Set(), code: new Set([1]), right: new Set() };

  expect(LINES.judge(item, [outcome([defect()])], ANY).tally).toMatchObject({ safe: 1, flaggedSafe: 1 });
  expect(LINES.judge(item, [outcome([])], ANY)).toMatchObject({ missed: false, tally: { flaggedSafe: 0 } });
});

function placed<C extends LabelledCase>(items: readonly C[]): Placed<C>[] {
  return items.map((item, index) => ({ item, names: [String(index)] }));
}

test("files of other languages are counted apart, causes are ranked", () => {
  const cases = placed([
    { ...bad, labels: { model: "m" } },
    { ...good, group: "h", labels: { model: "n" } },
    { ...bad, group: "h", cwes: ["CWE-79"], labels: { model: "n" } },
    { ...bad, labels: { model: "n" } },
  ]);
  const files = new Map([
    ["0", outcome([defect()])],
    ["1", outcome([defect({ rules: ["e:b"] }), defect({ rules: ["e:b", "e:a"] })])],
    ["2", outcome([], "partial")],
    ["3", outcome([], "unsupported")],
  ]);

  const found = evaluate(LABELLED, cases, files, { threshold: ANY, rounds: 10, seed: 1, by: ["model"] });

  expect(found.slices.all).toMatchObject([
    { cases: 3, groups: 2, unsupported: 1, counts: { tp: 1, fp: 1, tn: 0, fn: 1, partial: 1, failed: 0 } },
  ]);
  expect(found.slices.model).toMatchObject([
    { name: "m", cases: 1, unsupported: 0 },
    { name: "n", cases: 2, unsupported: 1 },
  ]);
  expect(found.wrongRules).toEqual([
    { name: "e:a", count: 1 },
    { name: "e:b", count: 1 },
  ]);
  expect(found.missedWeaknesses).toEqual([{ name: "CWE-79", count: 1 }]);
  expect(found.reasons).toEqual([{ name: "syntax-error", count: 1 }]);
  expect(found.falsePositives).toMatchObject([{ index: 1, rules: ["e:a", "e:b"] }]);
  expect(found.falseNegatives).toMatchObject([{ index: 2, cwes: ["CWE-79"] }]);
});

test("a table shows figures with their intervals, and a dash where there is none", () => {
  const benchmark: Benchmark<LabelledCase> = { ...LABELLED, measures: LABELLED.measures.slice(0, 3) };
  const cases = placed([bad, { ...bad, group: "h" }]);
  const files = new Map([
    ["0", outcome([defect()])],
    ["1", outcome([], "failed")],
  ]);

  const evaluation = evaluate(benchmark, cases, files, { threshold: ANY, rounds: 200, seed: 1, by: [] });

  expect(sliceTable(benchmark, "all", [{ id: "e", seconds: 1.25, evaluation }]).split("\n")).toEqual([
    "| scanner | n | groups | TP | FP | TN | FN | precision | recall | FPR | partial | failed | other language | seconds |",
    `| ${Array.from({ length: 14 }, () => "---").join(" | ")} |`,
    "| e | 2 | 2 | 1 | 0 | 0 | 1 | 1.000 | 0.500 [0.00, 1.00] | - | 0 | 1 | 0 | 1.3 |",
  ]);
});

import { expect, test } from "vitest";
import { sameValue } from "./same-value.ts";
import type { Taint, Value } from "./types.ts";
import { constantValue, EMPTY, PLAIN, withTaints } from "./value.ts";

const step = { path: "a.js", start: 1, end: 2, note: "comes in", previous: undefined, length: 1 };
const taint: Taint = {
  key: "a",
  origin: { kind: "source", label: "remote", note: "a query" },
  cleared: 0,
  facet: "value",
  embedded: false,
  step,
};

const fields = (...entries: [string, Value][]): Value => ({ ...EMPTY, fields: new Map(entries) });
const tainted = (change: Partial<Taint> = {}): Value => withTaints([{ ...taint, step: { ...step }, ...change }]);

test.each<[string, Value, Value]>([
  ["fixed texts", constantValue("a"), constantValue("a")],
  ["what comes from one place", tainted(), tainted()],
  ["records of the same", fields(["a", constantValue(1)]), fields(["a", constantValue(1)])],
])("%s are the same", (_, a, b) => {
  expect(sameValue(a, b)).toBe(true);
});

const other = constantValue("b");
test.each<[string, Value, Value]>([
  ["fixed texts", constantValue("a"), other],
  ["types", { ...EMPTY, type: "A" }, { ...EMPTY, type: "B" }],
  ["what was cleared", tainted(), tainted({ cleared: 1 })],
  ["the ways to here", tainted(), tainted({ step: { ...step, start: 3 } })],
  ["ways of different lengths", tainted(), tainted({ step: { ...step, previous: step } })],
  ["fields", fields(["a", other]), fields(["b", other])],
  ["the order of fields", fields(["a", other], ["b", other]), fields(["b", other], ["a", other])],
  ["values of fields", fields(["a", other]), fields(["a", constantValue("c")])],
  ["elements", { ...EMPTY, elements: other }, EMPTY],
  ["nothing known and a copy of that", EMPTY, { ...EMPTY }],
  ["what is harmless and a copy of that", PLAIN, { ...PLAIN }],
])("%s are told apart", (_, a, b) => {
  expect(sameValue(a, b)).toBe(false);
  expect(sameValue(b, a)).toBe(false);
});

import { expect, test } from "vitest";
import type { PrecisionCount } from "#domain/label.ts";
import { measuredBelief, SHIPPED } from "./precision.ts";

const FINDING = { engine: "e", rule: "r", cwe: ["CWE-89"], confidence: 0.6 };
const count = (right: number, wrong: number, more: Partial<PrecisionCount> = {}): PrecisionCount => ({
  engine: "e",
  rule: "r",
  cwe: "CWE-89",
  right,
  wrong,
  ...more,
});

test("what nobody measured keeps what the rule declares", () => {
  expect(measuredBelief([], [])(FINDING)).toBe(0.6);
  expect(measuredBelief([], [count(50, 0, { engine: "other" })])(FINDING)).toBe(0.6);
});

test("measurements move the belief, those of the rule more than those of its neighbours", () => {
  const own = measuredBelief([], [count(40, 0)])(FINDING);
  const neighbour = measuredBelief([], [count(40, 0, { rule: "s" })])(FINDING);

  expect(own).toBeGreaterThan(neighbour);
  expect(neighbour).toBeGreaterThan(0.9);
  expect(measuredBelief([], [count(10, 10)])(FINDING)).toBeCloseTo(0.51, 2);
  expect(measuredBelief([], [count(40, 0, { cwe: "CWE-78", rule: "s" })])(FINDING)).toBe(0.6);
});

test("benchmarks alone never silence a rule, a team may", () => {
  const wrong = [count(0, 1000)];

  expect(measuredBelief([], wrong)(FINDING)).toBe(0.3);
  expect(measuredBelief([], wrong)({ ...FINDING, confidence: 0.2 })).toBe(0.2);
  expect(measuredBelief(Array<PrecisionCount>(20).fill(count(0, 1)), wrong)(FINDING)).toBeCloseTo(0.15, 2);
});

test("a team's labels weigh as much as they are many, and speak of their rule only", () => {
  const one = measuredBelief([count(0, 1)], [])(FINDING);
  const ten = measuredBelief(Array<PrecisionCount>(10).fill(count(0, 1)), [])(FINDING);

  expect(0.6 - one).toBeCloseTo(0.055, 2);
  expect(ten).toBeCloseTo(0.3, 2);
  expect(measuredBelief([count(0, 9)], [])({ ...FINDING, rule: "s" })).toBe(0.6);
  expect(measuredBelief([count(9, 0)], [])(FINDING)).toBeGreaterThan(0.75);
});

test("the table that ships is one of counts, one row for each engine, rule and weakness", () => {
  const keys = SHIPPED.map(({ engine, rule, cwe }) => `${engine} ${rule} ${cwe}`);

  expect(new Set(keys).size).toBe(keys.length);
  expect(SHIPPED.length).toBeGreaterThan(50);
  for (const { cwe, right, wrong } of SHIPPED) {
    expect(cwe ?? "CWE-1").toMatch(/^CWE-\d+$/u);
    expect(Math.min(right, wrong)).toBeGreaterThanOrEqual(0);
    expect(right + wrong).toBeGreaterThan(0);
    expect(Number.isInteger(right) && Number.isInteger(wrong)).toBe(true);
  }
});

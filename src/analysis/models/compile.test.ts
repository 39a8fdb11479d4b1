import { expect, test } from "vitest";
import { compileModels, maskOf } from "./compile.ts";
import type { Kind } from "./schema.ts";

function kind(name: string, more: Partial<Kind> = {}): Kind {
  return {
    kind: name,
    rule: name,
    title: name,
    cwe: ["CWE-20"],
    severity: "high",
    confidence: { remote: 0.8 },
    message: "{source} {sink}",
    remedy: "None.",
    references: [],
    ...more,
  };
}

const names = (count: number): string[] => Array.from({ length: count }, (_, at) => `kind${at}`);
const file = (kinds: readonly string[]): Parameters<typeof compileModels>[0] => [
  { title: "one", sinks: kinds.map((name) => ({ calls: [name], kind: name })) },
];

test("more kinds than a word has bits are told apart, each language with its own", () => {
  const kinds = names(60).map((name) => kind(name));
  const early = compileModels(file(names(60).slice(0, 28)), kinds);
  const late = compileModels(file(names(60).slice(32)), kinds);
  for (const models of [early, late]) {
    const bits = [...models.bits.values()];
    expect(new Set(bits).size).toBe(32);
    expect(bits.every((bit) => bit !== 0 && (bit & (bit - 1)) === 0)).toBe(true);
  }
  expect(maskOf(early, ["kind40"])).toBe(0);
  expect(maskOf(late, ["kind40"])).not.toBe(0);
});

test("a kind that speaks of a too weak check of another has a bit, one that looks behind it needs none", () => {
  const { bits } = compileModels(file(["path"]), [
    kind("path"),
    kind("sibling", { of: "path" }),
    kind("endpoint", { behind: "path" }),
  ]);
  expect(["path", "sibling", "endpoint"].map((name) => bits.has(name))).toEqual([true, true, false]);
});

test("sinks of too many kinds in one language are refused instead of mixed up", () => {
  expect(() =>
    compileModels(
      file(names(29)),
      names(29).map((name) => kind(name)),
    ),
  ).toThrow(RangeError);
});

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { backtrackingSteps } from "#analysis/regex/backtrack.ts";
import { blowUp } from "#analysis/regex/blow-up.ts";
import { parseRegex } from "#analysis/regex/parse-regex.ts";
import { programOf } from "#analysis/regex/program.ts";
import type { Dialect } from "#analysis/regex/syntax.ts";

interface Case {
  readonly name: string;
  readonly source: string;
  readonly kind?: string;
  /** Where Python's compiler makes it something else. */
  readonly inPython?: string;
  readonly flags?: string;
}

function cases(file: string): readonly Case[] {
  return JSON.parse(readFileSync(new URL(`../../fixtures/regex/${file}`, import.meta.url), "utf8")) as Case[];
}

const safe = cases("safe.json");
const evil = cases("evil.json");

test("there are enough of both", () => {
  expect([safe.length >= 60, evil.length >= 40]).toEqual([true, true]);
});

describe.each(["javascript", "python"] as const)("%s", (dialect) => {
  test.each(safe)("$name is safe: $source", ({ source }) => {
    expect(blowUp(source, dialect)).toMatchObject({ kind: "safe" });
  });

  test.each(evil)("$name is $kind: $source", ({ source, kind, inPython = kind, flags = "" }) => {
    expect(blowUp(source, dialect, flags)).toMatchObject({ kind: dialect === "python" ? inPython : kind });
  });
});

/** Steps of a backtracking engine on the attack with so many repetitions. */
function cost(source: string, dialect: Dialect, times: number, flags = ""): number {
  const result = blowUp(source, dialect, flags);
  const program = programOf(parseRegex(source, dialect, flags));
  if (!("attack" in result) || program === undefined) throw new Error(`${source} has no attack`);
  const { prefix, pump, suffix } = result.attack;
  return backtrackingSteps(program, prefix + pump.repeat(times) + suffix, 1_000_000);
}

test.each(evil.filter(({ kind }) => kind === "exponential"))(
  "a few more repetitions multiply the steps: $source",
  ({ source, flags }) => {
    expect(cost(source, "javascript", 8, flags)).toBeGreaterThan(3 * cost(source, "javascript", 4, flags));
  },
);

test.each([
  ["anchors and what follows count: (a+)+ alone always matches", "(a+)+", "safe"],
  ["an atomic group gives nothing back", "^(?>a+)+$", "safe"],
  ["nor does a possessive repetition", "^(?:a++)+$", "safe"],
  ["comments and blanks of a verbose expression", "(?x) ^ ( [a-z]+ \\s? )+ $ # (a+)+", "exponential"],
  ["named groups and references", "^(?P<w>a+)+(?P=w)$", "exponential"],
  ["flags of a group", "^(?i:ab|AB)+$", "exponential"],
  ["a bound keeps the steps few", "^(?:a{1,3}){1,3}$", "safe"],
  ["large bounds are as good as none", "^(\\w{1,1000}){1,1000}$", "exponential"],
])("Python: %s", (_, source, kind) => {
  expect(blowUp(source, "python")).toMatchObject({ kind });
});

describe("what cannot be told is unknown, with a reason", () => {
  test.each([
    ["(a*", "not closed"],
    ["a*)", "not opened"],
    ["+a", "nothing to repeat"],
    ["[b-a]*", "ends before it begins"],
    ["a*\\", "ends with a backslash"],
    ["(?(1)a|b)*", "not supported"],
    [`${"(".repeat(70)}a*${")".repeat(70)}`, "nested deeper"],
    ["a*".repeat(2600), "longer than"],
    [`${"a*".repeat(500)}b`, "too large"],
  ])("%s", (source, reason) => {
    expect(blowUp(source, "python")).toMatchObject({ kind: "unknown", reason: expect.stringContaining(reason) as string });
  });
});

test("hostile expressions end by counted effort", () => {
  const hostile = [
    "(a|a)*".repeat(800),
    "a*".repeat(290),
    `(?:${"(a|b|ab)*".repeat(60)})*c`,
    `(?:${Array.from({ length: 130 }, (_, index) => "a".repeat((index % 3) + 1)).join("|")})*$`,
    `(?:${Array.from({ length: 290 }, (_, index) => String.fromCharCode(256 + index)).join("|")})*$`,
    "((a{1,100}){1,100}){1,100}",
    `${"(?=".repeat(50)}(a+)+b${")".repeat(50)}`,
  ];

  for (const source of hostile)
    expect(["safe", "exponential", "polynomial", "unknown"]).toContain(blowUp(source, "javascript").kind);
});

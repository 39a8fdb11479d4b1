import { describe, expect, test } from "vitest";
import type { Ecosystem } from "#domain/advisory.ts";
import { compareVersions, majorOf } from "./compare.ts";

/** Rising; versions joined by `=` are one. */
const RISING: readonly (readonly [Ecosystem, string])[] = [
  [
    "npm",
    "0.9.0 < 1.0.0-alpha < 1.0.0-alpha.1 < 1.0.0-beta.2 < 1.0.0-beta.11 < 1.0.0 = v1.0.0 = 1 < 1.2 = 1.2.0 < 1.10.0 < 2.0.0",
  ],
  ["crates.io", "0.1.0-rc.1 < 0.1.0 < 0.1.9 < 0.1.10"],
  [
    "Go",
    "0.0.0-20230101000000-aaaaaaaaaaaa < 0.0.0-20240101000000-aaaaaaaaaaaa < 1.0.0-pre < 1.0.0 < 1.0.1-0.20240101000000-aaaaaaaaaaaa < 1.0.1",
  ],
  ["PyPI", "1.0.dev1 < 1.0a1 < 1.0b2 < 1.0rc1 = 1.0.0c1 < 1.0 = 1.0.0 < 1.0.post1 < 1.0.1 < 1.10 < 2.0 < 1!0.1"],
  [
    "Maven",
    "1.0-alpha-1 = 1.0-a1 < 1.0-beta < 1.0-milestone-2 < 1.0-rc1 = 1.0-cr1 < 1.0-SNAPSHOT < 1.0 = 1 = 1.0.0-ga = 1.0.Final < 1.0-sp < 1.0-jre < 1.0-1 < 1.0.1 < 1.9 < 1.10 < 2",
  ],
  ["RubyGems", "1.0.a < 1.0.b1 < 1.0.b2 < 1.0.rc1 < 1.0 = 1.0.0 < 1.0.1 < 1.2 < 1.10"],
  ["Packagist", "1.0.0-dev < 1.0.0-alpha1 < 1.0.0-beta2 < 1.0.0-RC1 < 1.0 = v1.0.0.0 < 1.0.0-pl1 < 1.0.1 < 1.10.0"],
];

describe.each(RISING)("%s", (ecosystem, chain) => {
  const levels = chain.split(" < ").map((level) => level.split(" = "));

  test("every version is below all that follow, and equal to those that mean the same", () => {
    for (const [index, level] of levels.entries()) {
      for (const version of level) {
        for (const same of level)
          expect([version, same, Math.sign(compareVersions(ecosystem, version, same) ?? NaN)]).toEqual([version, same, 0]);
        for (const higher of levels.slice(index + 1).flat()) {
          expect([version, higher, Math.sign(compareVersions(ecosystem, version, higher) ?? NaN)]).toEqual([version, higher, -1]);
          expect([higher, version, Math.sign(compareVersions(ecosystem, higher, version) ?? NaN)]).toEqual([higher, version, 1]);
        }
      }
    }
  });
});

test("what is no version of an ecosystem cannot be ordered", () => {
  for (const ecosystem of ["npm", "crates.io", "Go", "PyPI", "RubyGems", "Packagist"] as const)
    expect(compareVersions(ecosystem, "1.0.0", "main branch")).toBeUndefined();
});

test("below version 1 the second number is what promises", () => {
  expect([majorOf("2.3.4"), majorOf("v0.3.1"), majorOf("0.4")]).toEqual(["2", "0.3", "0.4"]);
});

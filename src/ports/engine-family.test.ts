import { expect, test } from "vitest";
import { engineFamily } from "./engine-family.ts";

test("engines that are one under several names share a family, and others are alone", () => {
  expect(engineFamily("clang-tidy")).toBe(engineFamily("clang-warnings"));
  expect(engineFamily("opengrep")).toBe(engineFamily("semgrep-oss"));
  expect(engineFamily("gcc-analyzer")).not.toBe(engineFamily("clang-analyzer"));
  expect(engineFamily("somebody-elses")).toBe("somebody-elses");
});

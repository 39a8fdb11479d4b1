import { describe, expect, it } from "vitest";
import { faultShots } from "#adapters/checks/java/fault-shots.ts";
import type { FaultTarget } from "#adapters/checks/java/fault-target.ts";
import { javaFaults } from "#adapters/checks/java/faults.ts";
import { isFault, isUnasked, wordsOf } from "#adapters/checks/java/judge-faults.ts";
import { compareFaults, type FaultSeen } from "./faults.ts";

const TARGET: FaultTarget = {
  path: "App.java",
  owner: "App",
  packaged: "",
  name: "pick",
  isStatic: true,
  made: [],
  parameters: [{ name: "at", form: "one", base: "int" }],
  types: ["int"],
  closed: [],
};
const TEXT = "class App {\n  int pick(int at) {\n    return kept[at];\n    throw new NullPointerException();\n  }\n}\n";
const FAULTS = javaFaults("CWE-476");
const returned = (id: string, output: string): FaultSeen => ({
  id,
  end: "returned",
  output,
  thrown: "",
  above: "",
  owner: "",
  method: "",
  line: 0,
});
const raised = (id: string, thrown: string, more: Partial<FaultSeen> = {}): FaultSeen => ({
  ...returned(id, ""),
  end: "raised",
  thrown: `java.lang.${thrown}`,
  owner: "App",
  method: "pick",
  line: 3,
  ...more,
});
const NULL = raised("call-0", "NullPointerException");

describe("what the machine throws", () => {
  it.each([
    ["in the method", NULL, true],
    ["in a lambda of it", { ...NULL, method: "lambda$pick$0" }, true],
    ["of another kind", raised("call-0", "ArithmeticException"), false],
    ["in another method", { ...NULL, method: "other" }, false],
    ["in another class", { ...NULL, owner: "Other" }, false],
    ["when the code asked for a refusal", { ...NULL, above: "java.util.Objects" }, false],
    ["in the library that was given it", { ...NULL, above: "java.lang.String" }, true],
    ["by a statement of the code", { ...NULL, line: 4 }, false],
  ])("is a fault, or none: %s", (_, seen, fault) => {
    expect(FAULTS !== undefined && isFault(FAULTS, TARGET, TEXT, seen)).toBe(fault);
  });
});

describe("faults of both states", () => {
  const judge = (now: readonly FaultSeen[], old: readonly FaultSeen[] = [NULL, returned("call-1", "7")]): string => {
    if (FAULTS === undefined) throw new Error("no such weakness");
    const red = old.filter(({ end }) => end === "raised");
    const sides = {
      calls: 2,
      old,
      now,
      red,
      show: (id: string) => id,
      isFault: (seen: FaultSeen) => isFault(FAULTS, TARGET, TEXT, seen),
      isUnasked: (seen: FaultSeen) => isUnasked(seen, TEXT),
      words: wordsOf,
    };
    const { outcome, reason } = compareFaults(sides);
    return `${outcome}: ${reason}`;
  };

  it.each([
    ["gone, and a call gives what it gave", [returned("call-0", "null"), returned("call-1", "7")], "pass: ok"],
    ["refused", [raised("call-0", "IllegalArgumentException"), returned("call-1", "7")], "pass: ok"],
    ["still there", [NULL, returned("call-1", "7")], "fail: attack-succeeds"],
    ["another one", [raised("call-0", "ClassCastException"), returned("call-1", "7")], "inconclusive: control-differs"],
    ["nothing is as it was", [returned("call-0", "0"), returned("call-1", "0")], "inconclusive: control-differs"],
    ["no end", [{ ...returned("call-0", ""), end: "late" as const }, returned("call-1", "7")], "inconclusive: timed-out"],
    ["not all answered", [returned("call-1", "7")], "inconclusive: timed-out"],
  ])("are compared: %s", (_, now, answer) => {
    expect(judge(now)).toBe(answer);
  });

  it("need a call that comes back where each one was a fault", () => {
    expect(judge([raised("call-0", "IllegalStateException")], [NULL])).toBe("inconclusive: control-differs");
    expect(judge([returned("call-0", "0")], [NULL])).toBe("pass: ok");
  });

  it("are looked for beside the numbers of the code", () => {
    const values = faultShots(TARGET.parameters, "if (at > 40) return;", false).flatMap((each) => each.values);

    expect(values).toEqual(expect.arrayContaining([39n, 40n, 41n, -(2n ** 31n), 2n ** 31n - 1n]));
  });
});

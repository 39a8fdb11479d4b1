import { describe, expect, test } from "vitest";
import { matchedLines, matchesOf } from "./match-code.ts";

const SOURCES = "mode: taint\npattern-sources:\n  - pattern: source(...)\n";
const SINKS = "pattern-sinks:\n  - pattern: sink(...)\n";

/** The lines (1-based) of the code on which the rule finds a sink. */
const CASES: readonly (readonly [name: string, patterns: string, code: string, lines: readonly number[]])[] = [
  [
    "a source by side effect taints its variable and its match",
    "mode: taint\npattern-sources:\n  - patterns:\n      - pattern: fill($X)\n      - focus-metavariable: $X\n    by-side-effect: true\n" +
      SINKS,
    "sink(a)\nfill(a)\nsink(a)\nsink(b)\nsink(fill(c))\n",
    [3, 5],
  ],
  [
    "only by side effect, not its match",
    "mode: taint\npattern-sources:\n  - patterns:\n      - pattern: fill($X)\n      - focus-metavariable: $X\n    by-side-effect: only\n" +
      SINKS,
    "sink(fill(a))\nsink(a)\n",
    [2],
  ],
  [
    "without it a variable that matches taints its own place only",
    "mode: taint\npattern-sources:\n  - patterns:\n      - pattern: fill($X)\n      - focus-metavariable: $X\n" + SINKS,
    "fill(a)\nsink(a)\n",
    [],
  ],
  [
    "a sanitizer by side effect cleans its variable",
    `${SOURCES}${SINKS}pattern-sanitizers:\n  - patterns:\n      - pattern: check($X)\n      - focus-metavariable: $X\n    by-side-effect: true\n`,
    "a = source()\nsink(a)\ncheck(a)\nsink(a)\n",
    [2],
  ],
  [
    "a sanitizer cleans what is inside it",
    `${SOURCES}${SINKS}pattern-sanitizers:\n  - pattern: clean(...)\n`,
    "clean(sink(source()))\nsink(clean(source()))\n",
    [],
  ],
  [
    "an exact one its own value alone",
    `${SOURCES}${SINKS}pattern-sanitizers:\n  - pattern: clean(...)\n    exact: true\n`,
    "clean(sink(source()))\nsink(clean(source()))\n",
    [1],
  ],
  [
    "a guard as sanitizer",
    `${SOURCES}${SINKS}pattern-sanitizers:\n  - patterns:\n      - pattern: $X\n      - pattern-inside: |\n          if safe($X):\n              ...\n`,
    "a = source()\nif safe(a):\n    sink(a)\nsink(a)\n",
    [4],
  ],
  [
    "a propagator hands taint on to a variable",
    `${SOURCES}${SINKS}pattern-propagators:\n  - pattern: $TO.absorb($FROM)\n    from: $FROM\n    to: $TO\n`,
    "a = source()\nb.absorb(a)\nsink(b)\nc.absorb(1)\nsink(c)\n",
    [3],
  ],
  [
    "and within a call",
    `${SOURCES}${SINKS}pattern-propagators:\n  - pattern: copy($FROM, $TO)\n    from: $FROM\n    to: $TO\n`,
    "copy(source(), out)\nsink(out)\n",
    [2],
  ],
  [
    "a sink takes what is handed to it",
    `${SOURCES}${SINKS}`,
    "sink(source())\nsink([source()])\nsink(lambda: source())\n",
    [1, 2],
  ],
  [
    "the match of a sink must be tainted itself",
    `${SOURCES}pattern-sinks:\n  - pattern: "{...}"\n`.replace("{...}", "$X == $Y"),
    "q = source() == 1\n",
    [1],
  ],
  [
    "or, if it is not exact, anything inside it",
    `${SOURCES}pattern-sinks:\n  - pattern: run(...)\n    exact: false\n`,
    "run(len(source()))\n",
    [1],
  ],
  ["which is not so otherwise", `${SOURCES}pattern-sinks:\n  - pattern: run(...)\n`, "run(len(source()))\n", []],
  [
    "inside a source that is not exact everything is tainted",
    "mode: taint\npattern-sources:\n  - pattern: source(...)\n" + SINKS,
    "source(sink(1))\n",
    [1],
  ],
  [
    "inside an exact one nothing is",
    "mode: taint\npattern-sources:\n  - pattern: source(...)\n    exact: true\n" + SINKS,
    "source(sink(1))\n",
    [],
  ],
  [
    "functions that carry nothing on",
    `${SOURCES}${SINKS}options:\n  taint_assume_safe_functions: true\n`,
    "a = source()\nsink(a)\nsink(f(a))\n",
    [2],
  ],
  ["an index that taints", `${SOURCES}${SINKS}options:\n  taint_assume_safe_indexes: false\n`, "a = source()\nsink(b[a])\n", [2]],
  ["an index that does not", `${SOURCES}${SINKS}options:\n  taint_assume_safe_indexes: true\n`, "a = source()\nsink(b[a])\n", []],
  [
    "assignments alone carry on",
    `${SOURCES}${SINKS}options:\n  taint_only_propagate_through_assignments: true\n`,
    "a = source()\nb = a\nsink(b)\nsink(b + 'x')\nc = f(b)\nsink(c)\n",
    [3],
  ],
];

describe("taint rules", () => {
  test.each(CASES)("%s", async (_, patterns, code, lines) => {
    expect(await matchedLines("python", patterns, code)).toEqual(lines);
  });
});

describe("labels", () => {
  const LABELLED = `mode: taint
pattern-sources:
  - pattern: user()
    label: USER
  - pattern: secret()
    label: SECRET
  - pattern: joined(...)
    label: JOINED
    requires: USER and not SECRET
pattern-sinks:
  - pattern: sink(...)
    requires: REQUIRES
`;
  const CODE = "sink(user())\nsink(secret())\nsink(user() + secret())\nsink(joined(user()))\nsink(joined(secret()))\n";

  test.each([
    ["USER", [1, 3, 4]],
    ["USER and SECRET", [3]],
    ["USER and not SECRET", [1, 4]],
    ["SECRET or JOINED", [2, 3, 4, 5]],
    ["JOINED", [4]],
    ["not (USER or SECRET) and JOINED", []],
  ])("a sink that requires %s", async (requires, lines) => {
    expect(await matchedLines("python", LABELLED.replace("REQUIRES", requires), CODE)).toEqual(lines);
  });

  test("the trace is that of a label the sink asked for", async () => {
    const [match] = await matchesOf("python", LABELLED.replace("REQUIRES", "SECRET"), "a = secret()\nb = a\nsink(b)\n");

    expect(match?.trace?.map((mark) => mark.note)).toEqual([
      "untrusted data comes in here",
      "goes into a",
      "goes into b",
      "and is used here",
    ]);
  });

  test.each([
    ["JOINED and and", '"and"'],
    ["(USER", "bracket"],
    ["MISSING", '"MISSING"'],
    ["USER SECRET", '"SECRET"'],
  ])("%s is refused", async (requires, named) => {
    await expect(matchesOf("python", LABELLED.replace("REQUIRES", requires), CODE)).rejects.toThrow(named);
  });

  test("labels that wait for one another are refused", async () => {
    const circle =
      "mode: taint\npattern-sources:\n  - pattern: a()\n    label: A\n    requires: B\n  - pattern: b()\n    label: B\n    requires: A\n" +
      SINKS;

    await expect(matchesOf("python", circle, "sink(a())\n")).rejects.toThrow("require one another");
  });
});

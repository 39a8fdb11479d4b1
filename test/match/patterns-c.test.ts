import { describe, expect, test } from "vitest";
import { matchedCode } from "./match-code.ts";

const FUNCTIONS = [
  "int first(char *name, int size) { work(size); }",
  "static void *second(void) { return 0; }",
  "void third(unsigned long size) { work(size); }",
  "char **fourth(char text[4], int *size) { work(text); return 0; }",
] as const;
const CODE = FUNCTIONS.join("\n");
const [FIRST, SECOND, THIRD, FOURTH] = FUNCTIONS;

describe("functions", () => {
  test.each([
    ["$T $F(..., int $P, ...) { ... }", [FIRST]],
    ["$T $F(..., char *$P, ...) { ... }", [FIRST]],
    ["$T $F(void) { ... }", [SECOND]],
    ["$T *$F(...) { ... }", [SECOND, FOURTH]],
    ["$T $F(...) { ... }", [...FUNCTIONS]],
    ["int $F(...) { ... }", [FIRST]],
    ["void $F(...) { ... }", [THIRD]],
    ["void *$F(...) { ... }", [SECOND]],
    ["$T third(...) { ... }", [THIRD]],
    ["$T $F($A $P, $B $Q) { ... }", [FIRST, FOURTH]],
  ])("%s", async (pattern, expected) => {
    expect(await matchedCode("c", `pattern: |\n  ${pattern}`, CODE)).toEqual(expected);
  });

  test("a parameter is the name inside of the body", async () => {
    const inside = (parameter: string): string =>
      `patterns:\n  - pattern: work($P)\n  - pattern-inside: |\n      $T $F(..., ${parameter}, ...) { ... }`;

    expect(await matchedCode("c", inside("int $P"), `${CODE}\nvoid other(int n) { work(1); }`)).toEqual(["work(size)"]);
    expect(await matchedCode("c", inside("char $P[...]"), CODE)).toEqual(["work(text)"]);
  });
});

describe("statements in a row", () => {
  const body = (text: string): string => `void f(void) { ${text} }\n`;

  test("begin with a call", async () => {
    const pattern = "pattern: |\n  take($X);\n  ...\n  give($X);";

    expect(await matchedCode("c", pattern, body("take(a); work(); give(a); take(b); give(c);"))).toEqual([
      "take(a); work(); give(a);",
    ]);
  });

  test("a declaration ties the name, whatever stands around it", async () => {
    const pattern = "patterns:\n  - pattern: take($B)\n  - pattern-inside: |\n      $T $B[$N];\n      ...";

    expect(await matchedCode("c", pattern, body("char b[10]; char *p; take(b); take(p);"))).toEqual(["take(b)"]);
    expect(await matchedCode("c", "pattern: |\n  $T $P;\n  ...\n  take($P);", body("char *p; go(); take(p);"))).toEqual([
      "char *p; go(); take(p);",
    ]);
  });
});

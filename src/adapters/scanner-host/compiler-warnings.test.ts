import { expect, test } from "vitest";
import { IGNORED, PUT_TOGETHER, weighWarning } from "./compiler-warnings.ts";
import { readClangText } from "./formats/clang-text.ts";
import { defuse } from "./markers.ts";

const claim = (rule: string, message: string) =>
  weighWarning({
    rule,
    cwe: [],
    severity: "medium",
    confidence: 0.4,
    message,
    place: { path: "/a.c", startLine: 1, unit: "bytes" },
  });

test("a warning has one name in all versions, and style is left out", () => {
  expect(claim("-Warray-bounds=", "m")).toMatchObject({ rule: "-Warray-bounds", cwe: ["CWE-125"] });
  expect(claim("-Wunused-variable", "m")).toBeUndefined();
  expect(claim("-Wconstructor", "m")).toBeUndefined();
});

test("a warning that says many things counts by its words", () => {
  expect(claim("-Wparentheses", "suggest parentheses around assignment used as truth value")).toBeDefined();
  expect(claim("-Wparentheses", "suggest parentheses around '&&' within '||'")).toBeUndefined();
  expect(
    claim("-Wimplicit-function-declaration", "implicit declaration of function ‘gets’; did you mean ‘fgets’?"),
  ).toBeDefined();
  expect(claim("-Wimplicit-function-declaration", "implicit declaration of function ‘widgets’")).toBeUndefined();
});

test.each([
  '#pragma GCC diagnostic ignored "-Wformat"',
  '%:pragma clang diagnostic ignored "-Wformat"',
  '#pragma GCC \\\n diagnostic \\\n ignored "-Wformat"',
  '_Pragma("GCC diagnostic ignored \\"-Wformat\\"")',
  'QUIET(GCC diagnostic ignored "-Wformat")',
])("a pragma that ignores is broken, and nothing moves: %s", (text) => {
  const broken = defuse(text, [IGNORED]);

  expect(broken).toBe(text.replace("diagnostic", "xiagnostic"));
});

test.each([
  "#define QUIET(x) _Pragma(#x)",
  '#pragma GCC diagnostic warning "-Wdeprecated-declarations"',
  '# 7 "store.c" 3',
  '%:line 7 "store.c" 1 3 4',
  "#pragma GCC system_header",
])("what cannot be broken is told: %s", (text) => {
  expect(PUT_TOGETHER.test(`int a;\n${text}\n`)).toBe(true);
});

test.each(['_Pragma("once")', '#line 7 "store.c"', '# 7 "store3.c" 1', "/* the diagnostic is ignored */"])(
  "what switches nothing off is left alone: %s",
  (text) => {
    expect(PUT_TOGETHER.test(text)).toBe(false);
    expect(defuse(text, [IGNORED])).toBe(text);
  },
);

const END = "/assay/scratch/end.c:1:9: warning: division by zero is undefined [-Wdivision-by-zero]\n1 warning generated.\n";
const read = (text: string) => readClangText(new TextEncoder().encode(text), "end.c");

test("clang's lines become claims, errors problems, and an error made of a warning stays a claim", () => {
  const [report] = read(
    `In file included from /a.c:1:\n/h.h:2:3: warning: one [-Wformat]\n/h.h:2:3: warning: one [-Wformat]\n/a.c:4:5: error: two [-Werror,-Wformat-security]\n/a.c:9:1: fatal error: 'x.h' file not found\n${END}`,
  );

  expect([...(typeof report === "string" ? [] : (report?.claims ?? []))].map(({ rule, place }) => [rule, place.path])).toEqual([
    ["-Wformat", "/h.h"],
    ["-Wformat-security", "/a.c"],
  ]);
  expect(typeof report === "string" ? [] : report?.problems).toEqual([
    { path: "/a.c", code: "not-compiled", message: "'x.h' file not found", line: 9 },
  ]);
});

test.each([
  ["no end", "/a.c:1:2: warning: one [-Wformat]\n"],
  ["two ends", END + END],
  ["more after the end", `${END}/a.c:1:2: warning: one [-Wformat]\n`],
  ["a line of nobody", `clean\n${END}`],
  ["nothing", ""],
])("a report with %s is not believed", (_, text) => {
  expect(read(text)).toBeTypeOf("string");
});

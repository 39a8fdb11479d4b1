import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { flowOf, readCase, tell, type Told } from "./flow-code.ts";

const FIXTURES = "fixtures/flow";
const cases = readdirSync(FIXTURES).flatMap((language) =>
  readdirSync(join(FIXTURES, language)).map((name) => join(FIXTURES, language, name)),
);

test("there are cases", () => {
  expect(cases.length).toBeGreaterThan(9);
});

test.each(cases)("%s", async (folder) => {
  const expected = JSON.parse(readFileSync(join(folder, "expected.json"), "utf8")) as Told[];

  expect(await tell(readCase(folder))).toEqual(expected);
});

describe("recipes of injections", () => {
  const recipes = readdirSync("fixtures/recipes").flatMap((language) =>
    readdirSync(join("fixtures/recipes", language))
      .filter((recipe) => /^cwe-(?:22|78|79|89|90|94|95|601|643|943|502|1336)-/u.test(recipe))
      .flatMap((recipe) =>
        readdirSync(join("fixtures/recipes", language, recipe)).map((name) => join("fixtures/recipes", language, recipe, name)),
      ),
  );
  const repaired = recipes.filter((folder) => readdirSync(folder).some((name) => name.startsWith("after")));

  test.each(repaired)("a repair silences what it repairs: %s", async (folder) => {
    const names = readdirSync(folder);
    const before = names.find((name) => /^before\.\w+$/u.test(name)) as string;
    const told = await tell({ [before]: readFileSync(join(folder, before), "utf8") });
    const left = await Promise.all(
      names
        .filter((name) => name.startsWith("after") && !name.endsWith(".json"))
        .map(async (name) => tell({ [name]: readFileSync(join(folder, name), "utf8") })),
    );

    // One place is repaired at a time.
    for (const after of left) expect(after.length).toBeLessThanOrEqual(Math.max(0, told.length - 1));
  });

  test("most of what has a source is seen before", async () => {
    let seen = 0;
    for (const folder of repaired) {
      const before = readdirSync(folder).find((name) => /^before\.\w+$/u.test(name)) as string;
      if ((await tell({ [before]: readFileSync(join(folder, before), "utf8") })).length > 0) seen++;
    }

    expect(seen / repaired.length).toBeGreaterThan(0.6);
  });
});

describe("bounds", () => {
  const source = "import os\nfrom flask import request\n";

  test("recursion ends", async () => {
    const text = `${source}def a(x, n):\n    if n: return b(x, n - 1)\n    os.system("ls " + x)\ndef b(x, n):\n    return a(x + "!", n)\ndef main():\n    a(request.args["x"], 3)\n`;

    expect((await tell({ "a.py": text })).map(({ at }) => at)).toEqual(["a.py:5"]);
  });

  test("nested functions that call themselves end", async () => {
    const text = `const { exec } = require("child_process");\nmodule.exports = (req) => {\n  const walk = (x) => { exec("ls " + x); walk(x + 1); };\n  walk(req.query.x);\n};\n`;

    expect((await tell({ "a.js": text })).map(({ at }) => at)).toEqual(["a.js:3"]);
  });

  test("imports in a circle end", async () => {
    const files = {
      "a.py": `${source}from b import run\ndef view():\n    run(request.args["x"])\ndef call(x):\n    os.system(x)\n`,
      "b.py": "from a import call\ndef run(x):\n    call('ls ' + x)\n",
    };

    expect((await tell(files)).map(({ at }) => at)).toEqual(["a.py:7"]);
  });

  test("a function of ten thousand lines is followed to its end", async () => {
    const lines = Array.from(
      { length: 10_000 },
      (_, index) => `    if n > ${index}: v${index % 50} = v${(index + 1) % 50} + "x"`,
    );
    const text = `${source}def view(n):\n    v1 = request.args["x"]\n${lines.join("\n")}\n    os.system("ls " + v0)\n`;
    const { findings, problems } = await flowOf({ "a.py": text });

    expect(findings.map(({ rule }) => rule)).toEqual(["command-injection"]);
    expect(problems).toEqual([]);
  });

  test("what takes too many steps is said", async () => {
    const text = `${source}def view():\n    os.system("ls " + request.args["x"])\n`;
    const { problems } = await flowOf({ "a.py": text }, { steps: 5 });

    expect(problems.map(({ path, code }) => [path, code])).toEqual([["a.py", "flow-timeout"]]);
  });

  test("a chain of calls that is not followed to its end is said, one that is followed is not", async () => {
    const chain = (length: number): string =>
      Array.from({ length }, (_, at) => `def f${at}(x):\n    return f${at + 1}(x)\n`).join("") +
      `def f${length}(x):\n    os.system("ls " + x)\ndef view():\n    f0(request.args["x"])\n`;
    const [short, long] = await Promise.all([flowOf({ "a.py": source + chain(30) }), flowOf({ "a.py": source + chain(60) })]);

    expect(short.findings.map(({ rule }) => rule)).toEqual(["command-injection"]);
    expect(short.problems).toEqual([]);
    expect(long.problems).toEqual([expect.objectContaining({ path: "a.py", code: "flow-cut" })]);
  });

  test("files of one folder know each other up to a number, and more are said", async () => {
    const files = (count: number): Record<string, string> => ({
      "a.go": `package p\nimport "net/http"\nfunc view(w http.ResponseWriter, r *http.Request) {\n\trun(r.FormValue("x"))\n}\n`,
      ...Object.fromEntries(Array.from({ length: count }, (_, at) => [`b${at}.go`, "package p\n"])),
      "c.go": `package p\nimport "os/exec"\nfunc run(x string) {\n\texec.Command("sh", "-c", "ls " + x).Run()\n}\n`,
    });
    const [some, many] = await Promise.all([flowOf(files(300)), flowOf(files(1000))]);

    expect(some.findings.map(({ rule, path }) => [rule, path])).toEqual([["command-injection", "c.go"]]);
    expect(some.problems).toEqual([]);
    expect(many.problems.map(({ code, message }) => [code, message])).toEqual([
      ["flow-cut", "2 more files of its folder were not followed with it"],
    ]);
  });

  test.each([
    [
      "a.py",
      `${source}def view():\n    x = ${"(".repeat(10_000)}1${")".repeat(10_000)}\n    os.system("ls " + request.args["x"])\n`,
    ],
    ["a.js", `require("child_process").exec("ls " + process.argv[2]);\nx = ${"[".repeat(10_000)}1${"]".repeat(10_000)};\n`],
  ])("deep nesting is said and the rest followed: %s", async (path, text) => {
    const { problems } = await flowOf({ [path]: text });

    expect(problems.map(({ code }) => code)).toEqual(["flow-too-deep"]);
  });

  test("long sums and chains are no deep nesting", async () => {
    const sum = Array.from({ length: 5000 }, () => `"a"`).join(" + ");
    const { findings, problems } = await flowOf({ "a.py": `${source}def view():\n    os.system(${sum} + request.args["x"])\n` });

    expect(findings).toHaveLength(1);
    expect(problems).toEqual([]);
  });

  test("broken code is followed where it parses", async () => {
    const text = `${source}def view():\n    x = request.args["x"]\n    ) = (\n    os.system("ls " + x)\n`;

    expect((await flowOf({ "a.py": text })).findings.length).toBeGreaterThanOrEqual(1);
  });
});

test("the threat model can be set", async () => {
  const files = { "a.py": "import os\ndef show(name):\n    os.system('ls ' + name)\n" };

  expect(await tell(files)).toHaveLength(1);
  expect(await tell(files, { threatModel: "application" })).toHaveLength(0);
  expect(existsSync("docs/guides/teach-a-framework.md")).toBe(true);
});

test("the order of the files changes nothing", async () => {
  const files = readCase("fixtures/flow/javascript/cross-file-sql");
  const turned = Object.fromEntries(Object.entries(files).toReversed());

  expect(await tell(turned)).toEqual(await tell(files));
});

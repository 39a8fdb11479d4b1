import { describe, expect, test } from "vitest";
import { flowOf, tell } from "./flow-code.ts";

/** The places of sinks in a handler whose body this is. */
async function sinksIn(...body: string[]): Promise<string[]> {
  const lines = [
    'import { exec } from "child_process";',
    'import express from "express";',
    'express().get("/", (req, res) => {',
    ...body.map((line) => `  ${line}`),
    "});",
  ];
  return (await tell({ "a.js": lines.join("\n") }, { threatModel: "application" })).map(({ at }) => at);
}

describe("a nested function that is called again", () => {
  test("with something else is looked at again", async () => {
    const found = await sinksIn("function run(text) { exec(text); }", 'run("ls");', "run(req.query.a);");

    expect(found).toEqual(["a.js:4"]);
  });

  test("with the same finds nothing else", async () => {
    const found = await sinksIn("const run = (text) => exec(text);", "run(req.query.a);", "run(req.query.a);");

    expect(found).toEqual(["a.js:4"]);
  });

  test("gives again what it gave", async () => {
    const found = await sinksIn("const same = (text) => text;", "same(req.query.a);", "exec(same(req.query.a));");

    expect(found).toEqual(["a.js:6"]);
  });

  test("after a variable around it was written is looked at again", async () => {
    const found = await sinksIn('let text = "ls";', "const run = () => exec(text);", "run();", "text = req.query.a;", "run();");

    expect(found).toEqual(["a.js:5"]);
  });

  test("after another nested function wrote the variable is looked at again", async () => {
    const found = await sinksIn(
      'let text = "ls";',
      "const run = () => exec(text);",
      "const set = (value) => { text = value; };",
      'set("ls");',
      "run();",
      "set(req.query.a);",
      "run();",
    );

    expect(found).toEqual(["a.js:5"]);
  });

  test("by way of another one, which rests on what that rests on", async () => {
    const found = await sinksIn(
      'let text = "ls";',
      "const inner = () => text;",
      "const outer = () => exec(inner());",
      "outer();",
      "inner();",
      "text = req.query.a;",
      "outer();",
    );

    expect(found).toEqual(["a.js:6"]);
  });

  test("where the check that stood around it is over is looked at again", async () => {
    const found = await sinksIn(
      "const text = req.query.a;",
      "const run = () => exec(text);",
      'if (["a", "b"].includes(text)) run();',
      "else run();",
    );

    expect(found).toEqual(["a.js:5"]);
  });

  test("writes what it wrote before", async () => {
    const found = await sinksIn(
      'let text = "ls";',
      "const set = () => { text = req.query.a; };",
      "set();",
      'text = "ls";',
      "set();",
      "exec(text);",
    );

    expect(found).toEqual(["a.js:9"]);
  });

  test("and asks for a function that is being summed up", async () => {
    const text = [
      'const { exec } = require("child_process");',
      "function walk(list, text) {",
      "  const each = (one) => walk(one, text);",
      "  each(list);",
      "  list.forEach(each);",
      "  exec(text);",
      "}",
      "exports.walk = walk;",
      "walk([], process.argv[2]);",
    ].join("\n");

    expect((await tell({ "a.js": text })).map(({ at }) => at)).toEqual(["a.js:6"]);
  });
});

test("nested functions that call one another take no more steps than there are of them", async () => {
  const count = 12;
  const functions = Array.from({ length: count }, (_, one) => {
    const calls = Array.from({ length: count }, (__, other) => `f${other}(text);`).join(" ");
    return `  function f${one}(text) { ${calls} }`;
  });
  const text = ["function all(text) {", ...functions, "  f0(text);", "  eval(text);", "}", "all(process.argv[2]);"].join("\n");

  const { problems, findings } = await flowOf({ "a.js": text }, { steps: 40_000 });

  expect(problems).toEqual([]);
  expect(findings).toHaveLength(1);
});

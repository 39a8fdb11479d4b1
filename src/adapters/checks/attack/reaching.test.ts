import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { expect, it } from "vitest";
import { languageOf } from "#analysis/languages/registry.ts";
import { createParser } from "#analysis/parse/parser.ts";
import { descendants, nodeAt } from "#analysis/parse/tree.ts";
import { namesReaching } from "./reaching.ts";

const require = createRequire(import.meta.url);
const parser = createParser((file) => readFile(require.resolve(`${file.replace(".wasm", "")}/${file}`)));

async function reaching(path: string, text: string, place: string): Promise<string[]> {
  const language = languageOf(path);
  const parsed = language && (await (await parser).parse(language, text));
  if (parsed?.kind !== "tree") throw new Error("not parsed");
  const { tree } = parsed;
  const [definition] = descendants(tree, 0, ["function_definition", "function_declaration"]);
  const start = text.indexOf(place);
  const names = namesReaching(tree, definition ?? 0, nodeAt(tree, start, start + place.length));
  return ["one", "two", "three"].filter((name) => names.has(name));
}

it.each([
  ["a.py", "def f(one, two, three):\n    path = one + two\n    open(path)\n", "open(path)", ["one", "two"]],
  ["a.py", "def f(one, two, three):\n    path = one + two\n    open(path)\n", "open", ["one", "two"]],
  ["a.py", "def f(one, two, three):\n    one[two] = three\n    return one\n", "one[two] = three", ["three"]],
  [
    "a.py",
    "def f(one, two, three):\n    all = []\n    for each in two:\n        all.append(each)\n    run(all)\n",
    "run(all)",
    ["two"],
  ],
  ["a.py", "def f(one, two, three):\n    with open(one) as file:\n        load(file)\n", "load(file)", ["one"]],
  ["a.js", "function f(one, two, three) {\n  const { a } = two;\n  one[three] = a;\n}\n", "one[three] = a", ["two"]],
  ["a.js", "function f(one, two, three) {\n  let s = '';\n  s += two;\n  exec(`x ${s}`);\n}\n", "exec", ["two"]],
])("%s: %j", async (path, text, place, names) => {
  expect(await reaching(path, text, place)).toEqual(names);
});

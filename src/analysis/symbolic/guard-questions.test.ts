import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { languageOf } from "#analysis/languages/registry.ts";
import { loweringOf } from "#analysis/lower/registry.ts";
import { createParser } from "#analysis/parse/parser.ts";
import { guardQuestions } from "./guard-questions.ts";

const require = createRequire(import.meta.url);
const parser = createParser((file) => readFile(require.resolve(`${file.replace(".wasm", "")}/${file}`)));

async function questions(path: string, text: string, family: string): Promise<readonly string[]> {
  const language = languageOf(path);
  const lower = language && loweringOf(language.id);
  const parsed = language && (await (await parser).parse(language, text));
  if (parsed?.kind !== "tree" || lower === undefined) throw new Error("not parsed");
  const file = lower(path, parsed.tree);
  return guardQuestions(file, { start: 0, end: text.length }, family, path.endsWith(".py") ? "python" : "javascript").map(
    ({ smt }) => smt,
  );
}

/** The assertions of a question that are about its way, less those that every question has. */
function conditions(smt: string | undefined): string[] {
  return (smt ?? "").split("\n").flatMap((line) => /^\(assert (?!\(<|\(and \(= input)(.*)\)$/.exec(line)?.[1] ?? []);
}

test("the way to a sink is what its guards say, on both sides of a branch", async () => {
  const [first] = await questions(
    "a.py",
    'def read(name):\n    if name.startswith("/") or ".." in name:\n        raise ValueError(name)\n    with open("/data/" + name) as file:\n        return file.read()\n',
    "path-traversal",
  );

  expect(conditions(first)).toEqual(['(not (or (str.prefixof "/" input) (str.contains input "..")))']);
  expect(first).toContain('(str.contains (str.++ "/data/" input) "../../zz")');
});

test.each([
  [
    "a.py",
    'import re, os\ndef ping(host):\n    if not re.fullmatch(r"[a-z.]+", host):\n        return\n    os.system("ping " + host)\n',
    "(str.in_re input ((_ re.^ 1)",
  ],
  [
    "a.js",
    'function ping(host) {\n  if (!/^[a-z.]+$/.test(host)) return;\n  exec("ping " + host);\n}\n',
    "(str.in_re input ((_ re.^ 1)",
  ],
])("regular expressions become languages (%s)", async (path, text, part) => {
  const [first] = await questions(path, text, "command-injection");

  expect(conditions(first).join()).toContain(part.slice(0, 15));
  expect(first).toContain('(str.++ "ping " input)');
});

test("`$` of Python lets a line feed through, fullmatch does not", async () => {
  const of = async (call: string): Promise<string> =>
    conditions(
      (
        await questions(
          "a.py",
          `import re, os\ndef ping(host):\n    if ${call}:\n        os.system("ping " + host)\n`,
          "command-injection",
        )
      )[0],
    ).join();

  expect(await of('re.match("^a$", host)')).toContain("re.opt");
  expect(await of('re.fullmatch("a$", host)')).not.toContain("re.opt");
});

test("what is replaced, listed, joined and normalised", async () => {
  const [replaced] = await questions(
    "a.js",
    'function read(name) {\n  return readFileSync("/data/" + name.replace("../", ""));\n}\n',
    "path-traversal",
  );
  const [listed] = await questions(
    "a.py",
    'def go(url):\n    if url not in ["/a", "/b"]:\n        url = "/"\n    return redirect(url)\n',
    "open-redirect",
  );
  const joined = await questions(
    "a.js",
    "function read(folder, name) {\n  const file = path.resolve(folder, name);\n  if (!file.startsWith(folder)) throw new Error();\n  return readFileSync(file);\n}\n",
    "path-traversal",
  );

  expect(replaced).toContain('(str.replace input "../" "")');
  expect(conditions(listed).join()).toContain('(or (= input "/a") (= input "/b"))');
  expect(joined.join("\n")).toMatch(/\(= t\d+ \(str\.\+\+ t\d+ "-zz\/x"\)\)/);
});

test("a condition that cannot be said makes the question loose", async () => {
  const language = languageOf("a.py");
  const text = 'def read(name):\n    if is_fine(name):\n        return open("/data/" + name)\n';
  const parsed = language && (await (await parser).parse(language, text));
  if (parsed?.kind !== "tree") throw new Error("not parsed");
  const file = loweringOf("python")?.("a.py", parsed.tree);
  const found = file && guardQuestions(file, { start: 0, end: text.length }, "path-traversal", "python");

  expect(found?.length).toBeGreaterThan(0);
  expect(found?.every(({ loose }) => loose)).toBe(true);
});

test("no question where nothing can be asked", async () => {
  expect(await questions("a.py", "def read(name):\n    return open(name)\n", "path-traversal")).toEqual([]);
  expect(await questions("a.py", 'def read(name):\n    return open("/x/" + name)\n', "weak-hash")).toEqual([]);
});

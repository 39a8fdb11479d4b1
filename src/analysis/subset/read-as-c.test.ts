import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadGrammar } from "#app/load-grammar.ts";
import { languageById } from "#analysis/languages/registry.ts";
import { unreadParts } from "#analysis/match/unread-parts.ts";
import { createParser } from "#analysis/parse/parser.ts";
import { errorNodes, kindOf, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { lineStarts } from "#lib/text.ts";

const parser = await createParser(loadGrammar);

async function read(language: string, text: string, pattern = false): Promise<SyntaxTree> {
  const pack = languageById(language);
  if (pack === undefined) throw new Error(`no language is called ${language}`);
  const parsed = await parser.parse(pack, text, { pattern });
  if (parsed.kind !== "tree") throw new Error(parsed.message);
  return parsed.tree;
}

/** Every node with all that is known of it. */
function nodes(tree: SyntaxTree): string {
  const all = Array.from({ length: tree.count }, (_, node) => {
    const { starts, ends, parents, after, fields, flags, fieldNames } = tree;
    const at = `${starts[node]}-${ends[node]} in ${parents[node]} to ${after[node]}`;
    return `${kindOf(tree, node)} ${fieldNames[fields[node] as number] ?? ""} ${at} ${flags[node]}`;
  });
  return all.join("\n");
}

/** The first lines of what is left out. */
function unread(tree: SyntaxTree): string[] {
  const kinds: readonly string[] = tree.pack.subset?.unread ?? [];
  const left = Array.from({ length: tree.count }, (_, node) => node).filter((node) => kinds.includes(kindOf(tree, node)));
  return left.map((node) => textOf(tree, node).split("\n")[0] as string);
}

const FOLDERS = ["src/rules/c", "fixtures/memory/c", "fixtures/recipes/c"];

test("code of C has the tree that the grammar of C gives it", async () => {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".c"))
      .map((name) => join(folder, name)),
  );
  let same = 0;
  for (const file of files) {
    const text = readFileSync(file, "utf8");
    const tree = await read("cpp", text);
    // Words that C++ takes for itself, and types that another file tells.
    if (unread(tree).length > 0 || file.endsWith("ownership.c")) continue;
    expect(nodes(tree), file).toBe(nodes(await read("c", text)));
    same++;
  }

  expect(same).toBeGreaterThan(files.length * 0.95);
});

test.each([
  ["int f(char *p) { return static_cast<int>(p[0]); }", "int f(char *p) { return (int)p[0]; }"],
  ["void f(char *p) { std::free(p); ::puts(p); }", "void f(char *p) { free(p); puts(p); }"],
  ["namespace a { namespace { int f(void) { return 0; } } }", "int f(void) { return 0; }"],
  ["namespace a::b { int f(void); } int g(void) { return a::b::f(); }", "int f(void); int g(void) { return f(); }"],
  ['extern "C" int f(void) { return 0; }', "int f(void) { return 0; }"],
  ['extern "C" { int f(void) { return 0; } }', "int f(void) { return 0; }"],
  ["int f(void) noexcept { using namespace std; return 0; }", "int f(void) { return 0; }"],
  ["std::size_t f(int n) { if (n) return n; return 0; }", "my_t f(int n) { if (n) return n; return 0; }"],
])("%s is read as %s", async (cpp, c) => {
  const kinds = (tree: SyntaxTree): string[] => Array.from({ length: tree.count }, (_, node) => kindOf(tree, node));

  expect(unread(await read("cpp", cpp))).toEqual([]);
  expect(kinds(await read("cpp", cpp))).toEqual(kinds(await read("c", c)));
});

test("a type that is called is a cast", async () => {
  const text = "int f(void) { return int(3.5); }";

  expect(nodes(await read("cpp", text))).toMatch(/cast_expression .*\nprimitive_type type .*\nnumber_literal value /u);
});

test.each([
  "int f(int &n) { return n; }",
  "int f(std::string s) { return 0; }",
  "int f(Thing thing) { return thing.size; }",
  "int f(void) { Thing thing; return thing.size; }",
  "int f(void) { auto thing = make(); return thing.size; }",
  "int f(void) { int *p = new int[3]; return p[0]; }",
  "void f(int *p) { delete p; }",
  "int f(int n = 3) { return n; }",
  "int f(void) { try { g(); } catch (...) { return 1; } return 0; }",
  "int f(void) { for (auto each : all) use(each); return 0; }",
  "int f(int n) { if (int m = g(n); m > 2) return m; return 0; }",
  'int f(void) { return table["name"]; }',
  "int f(int a, int b) { return a and b; }",
  "int f(void) { std::string s; return 0; }",
  "int f(void) { return g<int>(3); }",
  "int A::f(void) { return size; }",
  "int f(void) { return other::g(); }",
  "namespace a { int A::f(void) { return size; } }",
  "template <typename T> int f(T t) { return t.size(); }",
  "class A { public: int f() { return 0; } };",
  "struct A { int f() { return 0; } };",
  "static std::string name = make();",
  "int f(void) { Thing thing(3); return 0; }",
  "class EXPORTED A { public: int f() { return 0; } };",
])("%s is told as not read", async (text) => {
  const tree = await read("cpp", `${text}\nint known(void) { return 0; }\n`);

  expect(unread(tree)).toHaveLength(1);
  expect([...unreadParts(tree, "a.cpp", lineStarts(tree.text)), ...errorNodes(tree)]).toHaveLength(1);
  expect(nodes(tree)).toContain("function_definition");
});

test.each(["using A = int;", "class A;", "namespace b = a;", "int f(std::string s);", "template <typename T> T f(T t);"])(
  "%s holds no code, and nothing is told of it",
  async (text) => {
    const tree = await read("cpp", text);

    expect(tree.count).toBe(1);
    expect(unreadParts(tree, "a.cpp", lineStarts(tree.text))).toEqual([]);
  },
);

test("what is not valid stays an error, wherever it stands", async () => {
  const tree = await read("cpp", "int g(void) { return 0; }\nclass A { int f() { return ( ; } };\n");

  expect(errorNodes(tree)).toHaveLength(1);
});

test("of a pattern nothing is left out", async () => {
  expect(unread(await read("cpp", "void f(void) { Thing thing; }", true))).toEqual([]);
});

test("how much is not read is said once for a file", async () => {
  const text =
    "int g(void) { return 0; }\nint f(int &n) { return n; }\nint h(A a) { return a.n; }\nclass A { int m() { return 0; } };\n";
  const tree = await read("cpp", text);

  expect(unreadParts(tree, "a.cpp", lineStarts(text))).toEqual([
    {
      path: "a.cpp",
      code: "beyond-subset",
      message:
        "2 functions and one other part from line 2 on use more of C++ than is read: classes, references, templates, exceptions; not analysed",
      line: 2,
    },
  ]);
});

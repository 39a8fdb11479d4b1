import { expect, test } from "vitest";
import type { SyntaxTree } from "#analysis/parse/tree.ts";
import { touchedFiles } from "#adapters/checks/kit/touched-files.ts";
import { checkContext } from "#testing/check-contract.ts";
import { functionsOf } from "./signature.ts";
import { targetAt } from "./target.ts";

async function treeOf(text: string): Promise<SyntaxTree> {
  const context = await checkContext({ files: { "a.c": text }, patched: { "a.c": `${text}\n` } });
  const touched = await touchedFiles(context, new AbortController().signal);
  const tree = touched.kind === "read" ? touched.files[0]?.trees?.before : undefined;
  if (tree === undefined) throw new Error("not parsed");
  return tree;
}

// Both took minutes where types or words were looked for again at each place: they would run into the limit of a test.
test("a generated file with a type of its own for each of its many functions", async () => {
  const one = (index: number): string =>
    `typedef unsigned int t${index};\nint f${index}(const char *text, t${index} n) {\n  return text[n] + f${Math.max(0, index - 1)}(text, n);\n}\n`;
  const tree = await treeOf(Array.from({ length: 2500 }, (_, index) => one(index)).join(""));
  const all = functionsOf(tree);

  expect(all).toHaveLength(2500);
  expect(targetAt(tree, "a.c", all[2000]?.node ?? 0, false)).toMatchObject({
    called: { function: { name: "f2000", parameters: [{}, { type: { base: "unsigned int" } }] } },
  });
});

test("a function full of the words that parameters are told by", async () => {
  const tree = await treeOf(`int f(char *out, const char *name) {\n${"printf(%s ".repeat(3000)}\n return 0; }\n`);
  const [only] = functionsOf(tree);

  expect(targetAt(tree, "a.c", only?.node ?? 0, true)).toMatchObject({ called: { function: { name: "f" } } });
});

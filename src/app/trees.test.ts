import { expect, test } from "vitest";
import { createMemoryWorkspace } from "#adapters/workspaces/memory.ts";
import { createParser } from "#analysis/parse/parser.ts";
import python from "#analysis/languages/python.ts";
import { loadGrammar } from "./load-grammar.ts";
import { treeSource } from "./trees.ts";

const parser = await createParser(loadGrammar);
await parser.prepare([python]);

function treeFor(text: string) {
  const parsed = parser.parseNow(python, text);
  if (parsed.kind !== "tree") throw new Error(parsed.message);
  return parsed.tree;
}

test("an offered tree stands for the same text and for no other", async () => {
  const source = treeSource(async () => parser);
  const offered = treeFor("x = 1\n");
  source.offer("a.py", offered);
  const workspace = (text: string) => createMemoryWorkspace({ root: "/project", files: { "a.py": text } });

  expect(await source.treeOf(workspace("x = 1\n"), "a.py")).toBe(offered);
  expect((await source.treeOf(workspace("x = 2\n"), "a.py"))?.text).toBe("x = 2\n");
});

test("the oldest of too many offered trees are let go", async () => {
  const source = treeSource(async () => parser);
  const text = `x = "${"a".repeat(5_000_000)}"\n`;
  const [first, second] = [treeFor(text), treeFor(text)];
  source.offer("a.py", first);
  source.offer("b.py", second);
  const workspace = createMemoryWorkspace({ root: "/project", files: { "a.py": text, "b.py": text } });

  expect(await source.treeOf(workspace, "b.py")).toBe(second);
  expect(await source.treeOf(workspace, "a.py")).not.toBe(first);
});

import { readFile } from "node:fs/promises";
import { beforeAll, expect, test } from "vitest";
import { createMemoryWorkspace } from "#adapters/workspaces/memory.ts";
import python from "#analysis/languages/python.ts";
import { createParser } from "#analysis/parse/parser.ts";
import type { SyntaxTree } from "#analysis/parse/tree.ts";
import type { Defect } from "#domain/defect.ts";
import { DefectId, FindingId } from "#domain/ids.ts";
import type { Recipe } from "#ports/recipe.ts";
import { proposeByRecipes } from "./candidates.ts";

const TEXT = "bad('😀')\n";
let tree: SyntaxTree;
beforeAll(async () => {
  const parser = await createParser((file) => readFile(new URL(`../../../dist/grammars/${file}`, import.meta.url)));
  const parsed = await parser.parse(python, TEXT);
  if (parsed.kind === "tree") tree = parsed.tree;
});

const defect: Defect = {
  id: DefectId.parse("d"),
  cwe: "CWE-78",
  rule: "r",
  title: "t",
  message: "m",
  severity: "high",
  probability: 1,
  location: { path: "a.py", startLine: 1, startColumn: 1, endLine: 1, endColumn: 10 },
  witnesses: [FindingId.parse("f")],
};

const recipe = (id: string, propose: Recipe["propose"]): Recipe => ({
  id,
  title: id,
  languages: ["python"],
  cwes: ["CWE-78"],
  review: "merge-without-review",
  description: "",
  propose,
});
const replacing = (id: string, text: string): Recipe =>
  recipe(id, () => ({
    kind: "options",
    options: [{ variant: "only", title: id, rationale: "", edits: [{ start: 0, end: 3, text }], tradeOffs: {} }],
  }));

test("a recipe that breaks declines with what it said, and the others propose", async () => {
  const broken = recipe("python/broken", () => {
    throw new TypeError("no such child");
  });
  const workspace = createMemoryWorkspace({ root: "/nowhere", files: { "a.py": TEXT } });

  const { candidates, declined } = await proposeByRecipes(defect, workspace, tree, [
    broken,
    replacing("python/half", "😀".slice(0, 1)),
    replacing("python/good", "good"),
  ]);

  expect(declined).toEqual([
    { by: "python/broken", code: "recipe-failed", reason: "TypeError: no such child" },
    { by: "python/half", code: "recipe-failed", reason: "only splits a character" },
  ]);
  expect(candidates.map(({ author }) => author)).toEqual(["python/good"]);
});

import { Language, Parser } from "web-tree-sitter";
import { expect, test } from "vitest";
import { openCursor, startTreeSitter } from "#analysis/parse/cursor.ts";
import { loadGrammar } from "./match-code.ts";

await startTreeSitter();
const parser = new Parser();
parser.setLanguage(await Language.load(await loadGrammar("tree-sitter-python.wasm")));

test.each([
  ["plain", "import os\n\n\ndef f(a, b=1):\n    return [os.path.join(a, x) for x in b]\n"],
  ["with errors", "def f(:\n    return (1,\n\nclass é: x = '\u{1F600}'\n"],
  ["deep", `x = ${"(".repeat(300)}1${")".repeat(300)}\n`],
])("a walk sees what the public cursor of tree-sitter sees: %s", (_name, text) => {
  const tree = parser.parse(text);
  if (tree === null) throw new Error("not parsed");
  const seen: unknown[] = [];
  const cursor = openCursor(tree);
  for (let depth = 0; depth >= 0; ) {
    seen.push([depth, cursor.typeId(), cursor.fieldId(), cursor.start(), cursor.end(), cursor.isMissing()]);
    if (cursor.firstChild()) depth++;
    else while (!cursor.nextSibling() && depth-- > 0) cursor.parent();
  }
  cursor.close();
  const expected: unknown[] = [];
  const other = tree.walk();
  for (let depth = 0; depth >= 0; ) {
    expected.push([depth, other.nodeTypeId, other.currentFieldId, other.startIndex, other.endIndex, other.nodeIsMissing]);
    if (other.gotoFirstChild()) depth++;
    else while (!other.gotoNextSibling() && depth-- > 0) other.gotoParent();
  }

  expect(seen.length).toBeGreaterThan(20);
  expect(seen).toEqual(expected);
  tree.delete();
});

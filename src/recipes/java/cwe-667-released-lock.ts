import {
  childByField,
  descendants,
  kindOf,
  namedChildren,
  type NodeId,
  parentOf,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { callsNear, objectText } from "#recipes/java-syntax/calls.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import {
  enclosingStatement,
  indentationAt,
  indentationUnit,
  insertAfter,
  insertAt,
  lineStartAt,
  replaceNode,
  startsLine,
} from "#recipes/kit/edit.ts";

export default defineRecipe({
  id: "java/cwe-667-released-lock",
  title: "Unlock on every way out",
  languages: ["java"],
  cwes: ["CWE-667", "CWE-459"],
  review: "merge-after-review",
  description:
    "Puts what stands between `lock()` and `unlock()` of one block into a try statement whose finally unlocks. Declines where the two stand in different blocks, where a variable that is declared between them is used behind them, and where the lock is freed on several ways already.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["lock"]);
    const first = call === undefined ? -1 : enclosingStatement(tree, call);
    if (call === undefined || first < 0) return decline("nothing is locked at the place", "other-place");
    const block = parentOf(tree, first);
    const rest = namedChildren(tree, block).filter((node) => (tree.starts[node] as number) >= (tree.ends[first] as number));
    const unlocks = `${objectText(tree, call)}.unlock()`;
    const at = rest.findIndex((node) => textOf(tree, node).replaceAll(/\s/gu, "") === `${unlocks};`);
    const last = rest[at];
    if (last === undefined) return decline("it is unlocked in another block, or elsewhere", "not-in-view");
    const between = rest.slice(0, at);
    if (between.length === 0 || between.some((node) => textOf(tree, node).replaceAll(/\s/gu, "").includes(unlocks)))
      return decline("it is unlocked on several ways, or nothing can fail between", "too-involved");
    const names = between
      .filter((node) => kindOf(tree, node) === "local_variable_declaration")
      .flatMap((node) => declared(tree, node));
    const behind = rest.slice(at + 1).map((node) => textOf(tree, node));
    if (names.some((name) => behind.some((text) => new RegExp(`\\b${name}\\b`, "u").test(text))))
      return decline("a variable that is declared while it is locked is used afterwards");
    if (![first, ...between, last].every((node) => startsLine(tree, node)))
      return decline("several statements stand on one line");
    const indent = indentationAt(tree.text, tree.starts[first] as number);
    const unit = indentationUnit(tree.text);
    return offer(tree, [
      {
        variant: "finally",
        title: "Unlock in finally",
        rationale: "Whatever is thrown while the lock is held, others can take it again.",
        tradeOffs: {},
        edits: [
          insertAfter(tree, first, `\n${indent}try {`),
          ...deeper(tree, between, unit),
          replaceNode(tree, last, `} finally {\n${indent}${unit}${textOf(tree, last)}\n${indent}}`),
        ],
      },
    ]);
  },
});

function declared(tree: SyntaxTree, statement: NodeId): string[] {
  return descendants(tree, statement, ["variable_declarator"]).map((node) => textOf(tree, childByField(tree, node, "name")));
}

/** One level more for every line of the statements; lines of a text block keep theirs. */
function deeper(tree: SyntaxTree, statements: readonly NodeId[], unit: string): { start: number; end: number; text: string }[] {
  const [first, last] = [statements[0] as NodeId, statements.at(-1) as NodeId];
  const texts = statements.flatMap((node) => descendants(tree, node, ["string_literal", "text_block"]));
  const edits = [];
  for (let at = lineStartAt(tree.text, tree.starts[first] as number); at < (tree.ends[last] as number); ) {
    const next = tree.text.indexOf("\n", at);
    const end = next < 0 ? tree.text.length : next;
    const inText = texts.some((node) => (tree.starts[node] as number) < at && at < (tree.ends[node] as number));
    if (!inText && tree.text.slice(at, end).trim() !== "") edits.push(insertAt(at, unit));
    at = end + 1;
  }
  return edits;
}

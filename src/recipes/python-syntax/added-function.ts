import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, children, kindOf, namedChildren, parentOf, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { indentationUnit, insertAt, lineStartAt, quoteStyle } from "#recipes/kit/edit.ts";
import { mentions } from "./scope.ts";

export interface UsedFunction {
  readonly name: string;
  /** Empty where the file has the function already. */
  readonly edits: readonly TextEdit[];
}

/**
 * A function of the module, added in front of the top-level statement that holds `user`, under the first of the names that the file does not use;
 * one that stands there already, word for word, is taken. In the lines, which follow `def name`, a tab stands for a level of indentation and `"` for
 * the file's quote. Undefined when all names are taken.
 */
export function useFunction(
  tree: SyntaxTree,
  user: NodeId,
  names: readonly string[],
  lines: readonly string[],
): UsedFunction | undefined {
  const unit = indentationUnit(tree.text);
  const quote = quoteStyle(tree);
  const body = lines.map((line) => {
    const indented = line.replaceAll("\t", unit);
    return line.includes('"""') ? indented : indented.replaceAll('"', quote);
  });
  const top = namedChildren(tree, 0).filter((node) => kindOf(tree, node) === "function_definition");
  for (const name of names) {
    const text = `def ${name}${body.join("\n")}`;
    const own = top.find((node) => textOf(tree, childByField(tree, node, "name")) === name);
    if (own !== undefined && textOf(tree, own).replaceAll("\r\n", "\n") === text) return { name, edits: [] };
    if (mentions(tree, 0, name).length > 0) continue;
    const place = placeBefore(tree, user);
    // At the head of a file, below the imports that come with the function.
    const gap = tree.text.slice(0, place).trim() === "" ? "\n" : "";
    return { name, edits: [insertAt(place, `${gap}${text}\n\n\n`)] };
  }
  return undefined;
}

/** Where the top-level statement that holds the node begins, the comments right above it included. */
function placeBefore(tree: SyntaxTree, node: NodeId): number {
  let statement = node;
  while (parentOf(tree, statement) > 0) statement = parentOf(tree, statement);
  let start = lineStartAt(tree.text, tree.starts[statement] as number);
  for (const sibling of children(tree, 0).toReversed()) {
    const end = tree.ends[sibling] as number;
    if (end > start || kindOf(tree, sibling) !== "comment") continue;
    const lineStart = lineStartAt(tree.text, tree.starts[sibling] as number);
    const alone = tree.text.slice(lineStart, tree.starts[sibling]).trim() === "";
    if (!alone || !/^\r?\n$/.test(tree.text.slice(end, start))) break;
    start = lineStart;
  }
  return start;
}

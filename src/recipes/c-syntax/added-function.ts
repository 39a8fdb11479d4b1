import { childByField, descendants, kindOf, NONE, type NodeId, parentOf, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { indentationUnit, insertAt } from "#recipes/kit/edit.ts";
import { includeEdit } from "./calls.ts";

/**
 * Edits that put a function of the recipe before the one that the node stands in, with the headers that it needs; none where it stands there already. `text`
 * is written with tabs. Undefined where the name means something else, or the function comes too late in the file.
 */
export function addedFunction(
  tree: SyntaxTree,
  node: NodeId,
  { name, text, headers }: { readonly name: string; readonly text: string; readonly headers: readonly string[] },
): TextEdit[] | undefined {
  const item = topItem(tree, node);
  const body = text.replaceAll("\t", indentationUnit(tree.text));
  const used = descendants(tree, 0, ["identifier"]).find((one) => textOf(tree, one) === name);
  if (used !== undefined) {
    const own = tree.text.replaceAll("\r\n", "\n").indexOf(body);
    return own >= 0 && (tree.starts[used] as number) < (tree.starts[item] as number) ? [] : undefined;
  }
  const includes = headers.map((header) => includeEdit(tree, header)).filter((edit) => edit !== undefined);
  return [...includes, insertAt(placeOf(tree, item), `${body}\n\n`)];
}

/** The function, or other thing of the file, that holds the node. */
function topItem(tree: SyntaxTree, node: NodeId): NodeId {
  let item = node;
  while (parentOf(tree, item) > 0) item = parentOf(tree, item);
  return item;
}

/** In front of the comments that stand directly before it. */
function placeOf(tree: SyntaxTree, item: NodeId): number {
  let place = tree.starts[item] as number;
  for (let at = item - 1; at > 0; at--) {
    if (parentOf(tree, at) !== 0) continue;
    if (kindOf(tree, at) !== "comment" || !/^[ \t]*\r?\n?[ \t]*$/u.test(tree.text.slice(tree.ends[at], place))) break;
    place = tree.starts[at] as number;
  }
  return place;
}

/** The name that a function definition gives. */
export function functionName(tree: SyntaxTree, definition: NodeId): string {
  const declarator = functionDeclarator(tree, definition);
  return declarator === NONE ? "" : textOf(tree, childByField(tree, declarator, "declarator"));
}

export function functionDeclarator(tree: SyntaxTree, definition: NodeId): NodeId {
  let node = childByField(tree, definition, "declarator");
  while (node !== NONE && kindOf(tree, node) !== "function_declarator") node = childByField(tree, node, "declarator");
  return node;
}

/** Names of the parameters of a function that are pointers to characters. */
export function textParameters(tree: SyntaxTree, definition: NodeId): string[] {
  const declarator = functionDeclarator(tree, definition);
  if (declarator === NONE) return [];
  return descendants(tree, childByField(tree, declarator, "parameters"), ["parameter_declaration"]).flatMap((parameter) => {
    const match = /^(?:const\s+)?(?:unsigned\s+)?char\s*(?:const\s*)?\*\s*(?:const\s+)?(\w+)$/u.exec(textOf(tree, parameter));
    return match === null ? [] : [match[1] as string];
  });
}

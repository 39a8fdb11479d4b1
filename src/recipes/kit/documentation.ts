import { kindOf, NONE, type NodeId, parentOf, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";

/** What the comments directly above the functions around a node say, the innermost first, for languages that document functions so; `""` for nothing. */
export function documentationAbove(tree: SyntaxTree, node: NodeId): string {
  const texts: string[] = [];
  for (let at = node; at !== NONE; at = parentOf(tree, at)) {
    const parent = parentOf(tree, at);
    if (parent !== NONE && tree.pack.dialect.functions.includes(kindOf(tree, at)))
      texts.push(...commentsBefore(tree, parent, at));
  }
  return texts.join("\n");
}

function commentsBefore(tree: SyntaxTree, parent: NodeId, node: NodeId): string[] {
  const found: string[] = [];
  for (let child = parent + 1; child < node; child = tree.after[child] as number) {
    if (tree.pack.dialect.comments.includes(kindOf(tree, child))) found.push(textOf(tree, child));
    else found.length = 0;
  }
  return found;
}

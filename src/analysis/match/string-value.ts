import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { descendants, kindOf } from "#analysis/parse/tree.ts";

const HOLES = ["interpolation", "template_substitution"];

/** Range between the quotes of a string literal, holes included. */
export function contentRange(tree: SyntaxTree, node: NodeId): { start: number; end: number } {
  const start = tree.starts[node] as number;
  const end = tree.ends[node] as number;
  const first = node + 1;
  if (first < (tree.after[node] as number) && kindOf(tree, first) === "string_start") {
    const open = tree.ends[first] as number;
    const quotes = open - start - /^[a-zA-Z]*/.exec(tree.text.slice(start, open))![0].length;
    return { start: open, end: Math.max(open, end - quotes) };
  }
  // A text block begins in the line behind its quotes.
  const block = tree.text.slice(start, start + 200).match(/^"""[^\S\n]*\r?\n/)?.[0].length;
  if (block !== undefined) return { start: start + block, end: Math.max(start + block, end - 3) };
  return { start: start + 1, end: Math.max(start + 1, end - 1) };
}

/** Text between the quotes as written (escapes are not decoded); undefined for a string with holes. Joined literals are put together. */
export function rawContent(tree: SyntaxTree, node: NodeId): string | undefined {
  if (kindOf(tree, node) === "concatenated_string") {
    let joined = "";
    for (let child = node + 1; child < (tree.after[node] as number); child = tree.after[child] as number) {
      if (!tree.pack.strings.includes(kindOf(tree, child))) continue;
      const piece = rawContent(tree, child);
      if (piece === undefined) return undefined;
      joined += piece;
    }
    return joined;
  }
  if ((tree.after[node] as number) > node + 1 && descendants(tree, node, HOLES).length > 0) return undefined;
  const { start, end } = contentRange(tree, node);
  return tree.text.slice(start, end);
}

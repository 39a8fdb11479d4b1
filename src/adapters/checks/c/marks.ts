import { descendants, kindOf, type NodeId, parentOf, type SyntaxTree } from "#analysis/parse/tree.ts";
import { lineStarts, positionAt } from "#lib/text.ts";

export interface Marked {
  readonly text: string;
  /** 1-based lines that have a mark. */
  readonly lines: readonly number[];
}

const STATEMENTS = [
  "expression_statement",
  "return_statement",
  "if_statement",
  "for_statement",
  "while_statement",
  "do_statement",
  "switch_statement",
  "break_statement",
  "continue_statement",
  "declaration",
];

/** The text with a mark before every statement of a block that begins in one of the lines. */
export function markLines(tree: SyntaxTree, node: NodeId, lines: readonly number[]): Marked {
  const wanted = new Set(lines);
  const starts = lineStarts(tree.text);
  const places = descendants(tree, node, STATEMENTS).flatMap((each) => {
    const start = tree.starts[each] as number;
    const { line } = positionAt(starts, start);
    return kindOf(tree, parentOf(tree, each)) === "compound_statement" && wanted.has(line) ? [{ start, line }] : [];
  });
  let text = tree.text;
  for (const { start, line } of places.toReversed()) text = `${text.slice(0, start)}assay_ran(${line}); ${text.slice(start)}`;
  return { text, lines: [...new Set(places.map(({ line }) => line))] };
}

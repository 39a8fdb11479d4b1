import type { SyntaxTree } from "#analysis/parse/tree.ts";
import { indentationUnit } from "#recipes/kit/edit.ts";

/** One level of indentation as the file writes it; the stars of block comments, which stand one blank in, do not count. */
export function levelOf(tree: SyntaxTree): string {
  return indentationUnit(tree.text);
}

import { errorNodes, type SyntaxTree } from "#analysis/parse/tree.ts";
import type { Problem } from "#domain/completeness.ts";
import { positionAt } from "#lib/text.ts";

const MOST = 20;

/** One `syntax-error` for each place the parser could not read, in source order; beyond 20 places one more says how many there are. */
export function syntaxProblems(tree: SyntaxTree, path: string, lines: readonly number[]): Problem[] {
  const nodes = errorNodes(tree);
  const found = nodes.slice(0, MOST).map((node): Problem => {
    const { line } = positionAt(lines, tree.starts[node] as number);
    return {
      path,
      code: "syntax-error",
      message: `line ${line} is not valid ${tree.pack.id}; what stands there was not analysed`,
      line,
    };
  });
  if (nodes.length > MOST)
    found.push({ path, code: "syntax-error", message: `${nodes.length - MOST} more places are not valid ${tree.pack.id}` });
  return found;
}

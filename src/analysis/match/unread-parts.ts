import { descendants, ERROR, type SyntaxTree } from "#analysis/parse/tree.ts";
import type { Problem } from "#domain/completeness.ts";
import { positionAt } from "#lib/text.ts";

/** One problem for all of a file that its language's pack leaves out, but for what is not valid, of which {@link syntaxProblems} tells; none where all was read. */
export function unreadParts(tree: SyntaxTree, path: string, lines: readonly number[]): Problem[] {
  const { subset } = tree.pack;
  if (subset === undefined) return [];
  const valid = (kind: string): number[] =>
    descendants(tree, 0, [kind]).filter((node) => ((tree.flags[node] as number) & ERROR) === 0);
  const [functions, others] = subset.unread.map(valid) as [number[], number[]];
  const [first] = [...functions, ...others].toSorted((a, b) => a - b);
  if (first === undefined) return [];
  const { line } = positionAt(lines, tree.starts[first] as number);
  const counted = [...counts(functions.length, "function"), ...counts(others.length, "other part")].join(" and ");
  const one = functions.length + others.length === 1;
  const where = one ? `at line ${line} uses` : `from line ${line} on use`;
  return [
    {
      path,
      code: "beyond-subset",
      message: `${counted} ${where} ${subset.beyond}; not analysed`,
      line,
    },
  ];
}

function counts(count: number, name: string): string[] {
  if (count === 0) return [];
  return [count === 1 ? `one ${name}` : `${count} ${name}s`];
}

import { childByField, enclosing, nodeAt, NONE, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { Taint } from "#analysis/flow/types.ts";
import { linksOf } from "#analysis/flow/value.ts";

/** Where untrusted data comes in, told so that it can be found again in a changed file. */
export interface Source {
  readonly path: string;
  /** The function it comes into, `""` for the module. */
  readonly within: string;
  /** As it stands in the code. */
  readonly text: string;
}

const FUNCTIONS = [
  "function_definition",
  "function_declaration",
  "function_expression",
  "generator_function_declaration",
  "method_definition",
  "arrow_function",
];

export function sourceAt(
  trees: ReadonlyMap<string, SyntaxTree>,
  { path, start, end }: { readonly path: string; readonly start: number; readonly end: number },
): Source | undefined {
  const tree = trees.get(path);
  if (tree === undefined) return undefined;
  return { path, within: functionAt(tree, start, end), text: tree.text.slice(start, end) };
}

export function sourceOf(trees: ReadonlyMap<string, SyntaxTree>, taint: Taint): Source | undefined {
  const [first] = linksOf(taint.step);
  return first === undefined ? undefined : sourceAt(trees, first);
}

export function sameSource(a: Source, b: Source | undefined): boolean {
  return b !== undefined && a.path === b.path && a.within === b.within && bare(a.text) === bare(b.text);
}

/** A parameter stays the same when a type or a default is added. */
function bare(text: string): string {
  return /^[\w$]+(?=\s*[:=?](?!=))/u.exec(text)?.[0] ?? text.replaceAll(/\s+/gu, " ");
}

/** Name of the function around a place, `""` for none or one without name. */
export function functionAt(tree: SyntaxTree, start: number, end: number): string {
  const node = nodeAt(tree, start, end);
  const outer = enclosing(tree, node, FUNCTIONS);
  const name = outer === NONE ? NONE : childByField(tree, outer, "name");
  return name === NONE ? "" : textOf(tree, name);
}

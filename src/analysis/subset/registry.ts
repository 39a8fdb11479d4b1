import type { SyntaxTree } from "#analysis/parse/tree.ts";
import { readAsC } from "./read-as-c.ts";

/** Makes a tree of what is read of a language; of a pattern, where `pattern` is true, nothing is left out. */
export type ReadSubset = (tree: SyntaxTree, pattern: boolean) => SyntaxTree;

const SUBSETS: Readonly<Record<string, ReadSubset>> = { cpp: readAsC };

/** For a language (id of its pack) of which not all is read. */
export function subsetOf(language: string): ReadSubset | undefined {
  return SUBSETS[language];
}

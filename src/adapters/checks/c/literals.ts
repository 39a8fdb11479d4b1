import { descendants, type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";

/** What a piece of code compares with and makes room for. */
export interface Literals {
  /** Whole numbers from 0 to 65535, ascending. */
  readonly numbers: readonly number[];
  readonly texts: readonly string[];
}

const MOST = 24;
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", "0": "\0" };

/** Constants of functions, and those that the file names for all of them. */
export function literalsOf(tree: SyntaxTree, nodes: readonly NodeId[]): Literals {
  const inside = nodes.flatMap((node) => descendants(tree, node, ["number_literal"]).map((each) => textOf(tree, each)));
  const outside = descendants(tree, 0, ["preproc_def"]).flatMap(
    (node) => /\s(0x[\da-fA-F]+|\d+)\s*$/.exec(textOf(tree, node))?.[1] ?? [],
  );
  const fields = descendants(tree, 0, ["array_declarator"]).flatMap(
    (node) => /\[\s*(\d+)\s*\]$/.exec(textOf(tree, node))?.[1] ?? [],
  );
  const numbers = [...inside, ...outside, ...fields]
    .map((text) => Number(text.replace(/[uUlL]+$/, "")))
    .filter((each) => Number.isInteger(each) && each >= 0 && each <= 65535);
  const texts = nodes.flatMap((node) =>
    descendants(tree, node, ["string_literal", "char_literal"]).map((each) => unquoted(textOf(tree, each))),
  );
  return {
    numbers: [...new Set(numbers)].toSorted((a, b) => a - b).slice(0, MOST),
    texts: [...new Set(texts)].filter((each) => each.length > 0 && each.length < 60).slice(0, MOST),
  };
}

function unquoted(text: string): string {
  return text.slice(1, -1).replaceAll(/\\(.)/g, (_, letter: string) => ESCAPES[letter] ?? letter);
}

import { languageById } from "#analysis/languages/registry.ts";
import type { TreeParser } from "#analysis/parse/parser.ts";
import { descendants, errorNodes, type SyntaxTree } from "#analysis/parse/tree.ts";

export interface Stripped {
  /** As long as the text that came in, with the same lines: comments are spaces. */
  readonly text: string;
  /** What the comments say, by 1-based line of their start. */
  readonly comments: ReadonlyMap<number, string>;
}

/** Blanks all comments, which in labelled data give the answer away. Text without a grammar stays as it is: no engine of ours reads it. */
export async function stripComments(parser: TreeParser, language: string, text: string): Promise<Stripped> {
  const tree = await parseAs(parser, language, text);
  return tree === undefined ? { text, comments: new Map() } : stripTree(tree);
}

/** True for a text whose syntax has no errors. */
export async function isWhole(parser: TreeParser, language: string, text: string): Promise<boolean> {
  const tree = await parseAs(parser, language, text);
  return tree !== undefined && errorNodes(tree).length === 0;
}

async function parseAs(parser: TreeParser, language: string, text: string): Promise<SyntaxTree | undefined> {
  const pack = languageById(language);
  if (pack === undefined) return undefined;
  const parsed = await parser.parse(pack, text);
  if (parsed.kind !== "tree") throw new Error(`a text could not be parsed to remove its comments: ${parsed.message}`);
  return parsed.tree;
}

function stripTree(tree: SyntaxTree): Stripped {
  const comments = new Map<number, string>();
  let text = "";
  let done = 0;
  let line = 1;
  for (const node of descendants(tree, 0, tree.pack.comments)) {
    const [start, end] = [tree.starts[node] as number, tree.ends[node] as number];
    const before = tree.text.slice(done, start);
    const comment = tree.text.slice(start, end);
    line += newlines(before);
    comments.set(line, `${comments.get(line) ?? ""}${comment}`);
    line += newlines(comment);
    text += before + comment.replace(/[^\r\n]/gu, (character) => " ".repeat(character.length));
    done = end;
  }
  return { text: text + tree.text.slice(done), comments };
}

function newlines(text: string): number {
  return text.split("\n").length - 1;
}

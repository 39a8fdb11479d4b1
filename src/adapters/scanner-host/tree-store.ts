import { languageById } from "#analysis/languages/registry.ts";
import { sourceText } from "#analysis/match/source-text.ts";
import type { TreeParser } from "#analysis/parse/parser.ts";
import { openTree, shareTree, type SharedTree } from "#analysis/parse/shared-tree.ts";
import type { SyntaxTree } from "#analysis/parse/tree.ts";

/** A file as threads hand it to each other: with its tree, or with the bytes to make it from. */
export interface SharedFile {
  readonly path: string;
  readonly language: string;
  readonly content: SharedTree | { readonly bytes: Uint8Array };
}

/** The trees of one scan in one thread, by path. */
export interface TreeStore {
  /** Keeps a tree; its arrays go where other threads can see them. */
  keep(path: string, tree: SyntaxTree): SharedFile;
  /** Takes over what another thread has. A file that is kept or added again stands for the one before. */
  add(file: SharedFile): void;
  has(path: string): boolean;
  /** Undefined when there is none or it cannot be made. */
  tree(path: string): SyntaxTree | undefined;
  text(path: string): string;
  /** All files, in the order in which they came. */
  files(): readonly SharedFile[];
}

/** The languages of what is added must be prepared in the parser. */
export function createTreeStore(parser: TreeParser): TreeStore {
  const files = new Map<string, SharedFile>();
  const open = new Map<string, SyntaxTree | undefined>();
  return {
    keep(path, tree) {
      const file = { path, language: tree.pack.id, content: shareTree(tree) };
      files.set(path, file);
      open.delete(path);
      return file;
    },
    add(file) {
      files.set(file.path, file);
      open.delete(file.path);
    },
    has: (path) => files.has(path),
    tree(path) {
      const file = files.get(path);
      if (file === undefined) return undefined;
      if (!open.has(path)) open.set(path, treeOf(parser, file));
      return open.get(path);
    },
    text(path) {
      const content = files.get(path)?.content;
      if (content === undefined) return "";
      return "text" in content ? content.text : (open.get(path)?.text ?? sourceText(content.bytes).text);
    },
    files: () => [...files.values()],
  };
}

function treeOf(parser: TreeParser, { language, content }: SharedFile): SyntaxTree | undefined {
  const pack = languageById(language);
  if (pack === undefined) return undefined;
  if ("nodes" in content) return openTree(content, parser.names(pack));
  // It was parsed before, within the time that a file may take.
  const result = parser.parseNow(pack, sourceText(content.bytes).text);
  return result.kind === "tree" ? result.tree : undefined;
}

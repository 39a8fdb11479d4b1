import { languageById } from "#analysis/languages/registry.ts";
import { sourceText } from "#analysis/match/source-text.ts";
import type { TreeParser } from "#analysis/parse/parser.ts";
import { openTree, shareTree, type SharedTree } from "#analysis/parse/shared-tree.ts";
import type { SyntaxTree } from "#analysis/parse/tree.ts";
import { openText, shareText, type SharedText } from "./shared-text.ts";

/** A file as threads hand it to each other: with its tree, or with the bytes to make it from. */
export interface SharedFile {
  readonly path: string;
  readonly language: string;
  readonly content: TreeAndText | { readonly bytes: Uint8Array };
}

type TreeAndText = Omit<SharedTree, "text"> & { readonly text: SharedText };

/** Length of the texts whose trees are kept open: the others' lie in shared memory only. */
const OPEN_UNITS = 2_000_000;

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
  const open = new Map<string, SyntaxTree>();
  let units = 0;

  function close(path: string): void {
    units -= open.get(path)?.text.length ?? 0;
    open.delete(path);
  }

  function opened(file: SharedFile): SyntaxTree | undefined {
    const { path, content } = file;
    const known = open.get(path);
    const tree = known ?? treeOf(parser, file);
    if (tree === undefined) return undefined;
    if ("bytes" in content) files.set(path, { ...file, content: shared(tree) });
    if (known === undefined) units += tree.text.length;
    // The one that was not asked for longest is closed first.
    open.delete(path);
    open.set(path, tree);
    for (const oldest of open.keys()) {
      if (units <= OPEN_UNITS || oldest === path) break;
      close(oldest);
    }
    return tree;
  }

  return {
    keep(path, tree) {
      const file = { path, language: tree.pack.id, content: shared(tree) };
      files.set(path, file);
      close(path);
      return file;
    },
    add(file) {
      files.set(file.path, file);
      close(file.path);
    },
    has: (path) => files.has(path),
    tree(path) {
      const file = files.get(path);
      return file && opened(file);
    },
    text(path) {
      const content = files.get(path)?.content;
      if (content === undefined) return "";
      return open.get(path)?.text ?? ("bytes" in content ? sourceText(content.bytes).text : openText(content.text));
    },
    files: () => [...files.values()],
  };
}

function shared(tree: SyntaxTree): TreeAndText {
  const { text, count, nodes } = shareTree(tree);
  return { text: shareText(text), count, nodes };
}

function treeOf(parser: TreeParser, { language, content }: SharedFile): SyntaxTree | undefined {
  const pack = languageById(language);
  if (pack === undefined) return undefined;
  if ("nodes" in content) return openTree({ ...content, text: openText(content.text) }, parser.names(pack));
  // It was parsed before, within the time that a file may take.
  const result = parser.parseNow(pack, sourceText(content.bytes).text);
  return result.kind === "tree" ? result.tree : undefined;
}

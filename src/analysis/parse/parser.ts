import { Edit, Language, Parser, type Tree } from "web-tree-sitter";
import { startTreeSitter } from "./cursor.ts";
import { subsetOf } from "#analysis/subset/registry.ts";
import { editBetween } from "./edit.ts";
import { flatten, kindTable } from "./flatten.ts";
import type { LanguagePack } from "./language-pack.ts";
import { scratchFor } from "./scratch.ts";
import type { TreeNames } from "./shared-tree.ts";
import type { EarlierTree } from "./taken-over.ts";
import type { SyntaxTree } from "./tree.ts";

/** Bytes of a grammar by its file name. */
export type LoadGrammar = (file: string) => Promise<Uint8Array>;

export interface ParseOptions {
  /** Asked now and then while parsing; true gives up. */
  readonly shouldStop?: () => boolean;
  /** A name under which the parse is kept, so that the next text of that name is parsed only where it differs. The last few names stay. */
  readonly again?: string;
  /** The text is a pattern and no file: all of it is meant, see `subset` of its pack. */
  readonly pattern?: boolean;
}

/** Why no tree came back: `stopped` when shouldStop said so, `failed` when the parser itself gave up. */
export type ParseResult =
  | { readonly kind: "tree"; readonly tree: SyntaxTree }
  | { readonly kind: "stopped" | "failed"; readonly message: string };

/** Parses texts of any registered language. One instance a thread; grammars are loaded at first use and kept. */
export interface TreeParser {
  /** Never rejects for what the text holds; rejects when a grammar cannot be loaded. */
  parse(pack: LanguagePack, text: string, options?: ParseOptions): Promise<ParseResult>;
  /** Loads the grammars of these languages, after which {@link parseNow} works for them. */
  prepare(packs: readonly LanguagePack[]): Promise<void>;
  /** What trees of a prepared language have in common. */
  names(pack: LanguagePack): TreeNames;
  /** As {@link parse}, for prepared languages only: throws for others. */
  parseNow(pack: LanguagePack, text: string, options?: ParseOptions): ParseResult;
}

interface Loaded {
  readonly language: Language;
  readonly kinds: ReturnType<typeof kindTable>;
}

/** A text that will come again, changed. */
interface Earlier {
  readonly pack: LanguagePack;
  readonly text: string;
  /** In the parser's own memory; to be deleted. */
  readonly tree: Tree;
  readonly flat: SyntaxTree;
}

/** Parses that are kept. */
const MAX_EARLIER = 4;
/** Most files have fewer nodes. */
const NODES = 65_536;

export async function createParser(load: LoadGrammar): Promise<TreeParser> {
  await startTreeSitter();
  const parser = new Parser();
  const scratch = scratchFor(NODES);
  const loaded = new Map<string, Promise<Loaded>>();
  const ready = new Map<string, Loaded>();

  function grammar(pack: LanguagePack): Promise<Loaded> {
    let pending = loaded.get(pack.id);
    if (pending === undefined) {
      pending = load(pack.grammar)
        .then((bytes) => Language.load(bytes))
        .then((language) => {
          const entry = { language, kinds: kindTable(language, pack.subset) };
          ready.set(pack.id, entry);
          return entry;
        });
      loaded.set(pack.id, pending);
    }
    return pending;
  }

  function prepared(pack: LanguagePack): Loaded {
    const entry = ready.get(pack.id);
    if (entry === undefined) throw new Error(`the grammar of ${pack.id} is not prepared`);
    return entry;
  }

  const earlier = new Map<string, Earlier>();

  /** The tree of the text that came before, moved to where its parts now stand. Undefined when there is none. */
  function moved(name: string | undefined, pack: LanguagePack, text: string): { tree: Tree; flat: EarlierTree } | undefined {
    const last = name === undefined ? undefined : earlier.get(name);
    // A tree with errors depends on what stood there before.
    if (last === undefined || last.pack !== pack || last.tree.rootNode.hasError) return undefined;
    const edit = editBetween(last.text, text);
    const tree = last.tree.copy();
    if (edit !== undefined) tree.edit(new Edit(edit));
    const { startIndex: start, oldEndIndex: end } = edit ?? { startIndex: text.length, oldEndIndex: text.length };
    return { tree, flat: { tree: last.flat, start, end, longer: text.length - last.text.length } };
  }

  function keep(name: string, entry: Earlier): void {
    const last = earlier.get(name);
    last?.tree.delete();
    earlier.delete(name);
    earlier.set(name, entry);
    for (const [oldest, { tree }] of earlier) {
      if (earlier.size <= MAX_EARLIER) break;
      tree.delete();
      earlier.delete(oldest);
    }
  }

  function parseWith({ language, kinds }: Loaded, pack: LanguagePack, text: string, options: ParseOptions): ParseResult {
    parser.setLanguage(language);
    const { shouldStop, again } = options;
    let stopped = false;
    const progress = shouldStop === undefined ? undefined : { progressCallback: () => (stopped ||= shouldStop()) };
    const before = moved(again, pack, text);
    let tree = parser.parse(text, before?.tree ?? null, progress);
    before?.tree.delete();
    if (before !== undefined && tree?.rootNode.hasError === true) {
      // How errors are mended must not depend on what the text was before.
      tree.delete();
      tree = parser.parse(text, null, progress);
    }
    if (tree === null) {
      parser.reset();
      return stopped ? { kind: "stopped", message: "parsing took too long" } : { kind: "failed", message: "the parser gave up" };
    }
    const flat = flatten(pack, text, tree, kinds, scratch, before?.flat);
    if (again === undefined) tree.delete();
    else keep(again, { pack, text, tree, flat });
    return { kind: "tree", tree: subsetOf(pack.id)?.(flat, options.pattern === true) ?? flat };
  }

  return {
    async parse(pack, text, options = {}) {
      return parseWith(await grammar(pack), pack, text, options);
    },
    async prepare(packs) {
      await Promise.all(packs.map(grammar));
    },
    names(pack) {
      const { names, fieldNames } = prepared(pack).kinds;
      return { pack, kindNames: names, fieldNames };
    },
    parseNow: (pack, text, options = {}) => parseWith(prepared(pack), pack, text, options),
  };
}

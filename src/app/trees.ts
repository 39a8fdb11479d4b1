import { languageOf } from "#analysis/languages/registry.ts";
import type { TreeParser } from "#analysis/parse/parser.ts";
import type { SyntaxTree } from "#analysis/parse/tree.ts";
import { digest } from "#lib/digest.ts";
import { decodeStrict } from "#ports/overlay.ts";
import type { Workspace } from "#ports/workspace.ts";

const KEPT = 48;
/** Length of the texts whose trees are kept for others. */
const OFFERED_UNITS = 8_000_000;
const PARSE_SECONDS = 10;

/** Trees of workspaces' files. */
export interface TreeSource {
  /** Undefined for what cannot be read, is not UTF-8, has no grammar, or takes too long. */
  readonly treeOf: (workspace: Workspace, path: string) => Promise<SyntaxTree | undefined>;
  /** Takes over a tree that somebody else has made; it stands for every file of that path with the same text. */
  readonly offer: (path: string, tree: SyntaxTree) => void;
}

/** The most recent trees are kept by content. */
export function treeSource(parser: () => Promise<TreeParser>): TreeSource {
  const kept = new Map<string, SyntaxTree | undefined>();
  const offered = new Map<string, SyntaxTree>();
  let offeredUnits = 0;
  return {
    offer(path, tree) {
      offeredUnits += tree.text.length - (offered.get(path)?.text.length ?? 0);
      offered.delete(path);
      offered.set(path, tree);
      for (const [oldest, { text }] of offered) {
        if (offeredUnits <= OFFERED_UNITS) break;
        offered.delete(oldest);
        offeredUnits -= text.length;
      }
    },
    async treeOf(workspace, path) {
      const bytes = await readable(workspace, path);
      if (bytes === undefined) return undefined;
      const known = offered.get(path);
      if (known !== undefined && decodeStrict(bytes) === known.text) return known;
      const key = `${path}\n${digest(bytes)}`;
      if (kept.has(key)) {
        const tree = kept.get(key);
        kept.delete(key);
        kept.set(key, tree);
        return tree;
      }
      const tree = await parse(await parser(), path, bytes);
      kept.set(key, tree);
      for (const oldest of kept.keys()) {
        if (kept.size <= KEPT) break;
        kept.delete(oldest);
      }
      return tree;
    },
  };
}

/** Undefined for a file that went away since it was scanned. */
export async function readable(workspace: Workspace, path: string): Promise<Uint8Array | undefined> {
  try {
    return await workspace.read(path);
  } catch {
    // What it holds is unknown now; what was found in it stands.
    return undefined;
  }
}

async function parse(parser: TreeParser, path: string, bytes: Uint8Array): Promise<SyntaxTree | undefined> {
  const text = decodeStrict(bytes);
  if (text === undefined) return undefined;
  const pack = languageOf(path, text.slice(0, 200).split("\n", 1)[0]);
  if (pack === undefined) return undefined;
  const end = performance.now() + PARSE_SECONDS * 1000;
  const result = await parser.parse(pack, text, { shouldStop: () => performance.now() > end });
  return result.kind === "tree" ? result.tree : undefined;
}

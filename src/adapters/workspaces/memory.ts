import { compareText } from "#lib/compare.ts";
import type { Workspace } from "#ports/workspace.ts";
import { classify, HEAD_BYTES, mayBeSource } from "./classify.ts";
import { chooser, pathMissing, requireRepoPath, requireSelected } from "./selection.ts";
import { addToListing, type ListingDraft, sortListing } from "./sort-listing.ts";

export interface MemoryOptions {
  /** Absolute path of the project that the texts belong to. */
  readonly root: string;
  /** Texts or bytes by repository-relative path. */
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  readonly maxFileBytes?: number;
}

/** Files that are nowhere on disk: standard input, an editor's unsaved text, a test's code. Throws AssayError `path-outside` for a bad path. */
export function createMemoryWorkspace({ root, files, maxFileBytes = 2_000_000 }: MemoryOptions): Workspace {
  const contents = new Map<string, Uint8Array>();
  for (const [path, content] of Object.entries(files)) {
    requireRepoPath(path);
    contents.set(path, typeof content === "string" ? new TextEncoder().encode(content) : content);
  }
  return {
    root,
    async list(selection, signal) {
      signal.throwIfAborted();
      requireSelected(selection, contents.keys());
      const choice = chooser(selection);
      const draft: ListingDraft = { files: [], skipped: [], others: [] };
      for (const [path, bytes] of contents) {
        const how = choice(path);
        if (how === "outside") continue;
        const explicit = how === "explicit";
        const head = explicit || mayBeSource(path) ? bytes.subarray(0, HEAD_BYTES) : new Uint8Array();
        const kind = classify(path, head, bytes.length, { maxFileBytes, explicit });
        addToListing(draft, path, bytes.length, kind);
      }
      return sortListing(draft);
    },
    async read(path) {
      requireRepoPath(path);
      const bytes = contents.get(path);
      if (bytes === undefined) throw pathMissing(path);
      return bytes;
    },
    async has(path) {
      return contents.has(path);
    },
    async changed() {
      return [...contents].map(([path, bytes]) => ({ path, bytes })).toSorted((a, b) => compareText(a.path, b.path));
    },
  };
}

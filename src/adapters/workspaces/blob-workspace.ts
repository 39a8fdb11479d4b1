import { lstatSync, readFileSync, realpathSync } from "node:fs";
import { blobId, blobSizes, readBlobs } from "#adapters/git/blobs.ts";
import type { BlobEntry, Entries } from "#adapters/git/entries.ts";
import type { Git } from "#adapters/git/git.ts";
import { AssayError } from "#domain/errors.ts";
import { compareText } from "#lib/compare.ts";
import { showInvisible } from "#lib/text.ts";
import type { Selection, Workspace } from "#ports/workspace.ts";
import { classify, HEAD_BYTES, mayBeSource, skipped } from "./classify.ts";
import { isInside } from "./contain.ts";
import { createIgnoreRules } from "./ignore-rules.ts";
import { chooser, pathMissing, requireRepoPath, requireSelected } from "./selection.ts";
import { liesInSkippedFolder } from "./skipped-folders.ts";
import { addToListing, type ListingDraft, sortListing } from "./sort-listing.ts";

export interface BlobOptions {
  readonly git: Git;
  /** Patterns in git's ignore syntax for what is never listed unless named. */
  readonly exclude: readonly string[];
  readonly maxFileBytes: number;
}

/** Contents fetched from git in one go: files are mostly read in the order of the listing, and a process for each would be slow. */
const AHEAD_BYTES = 16 << 20;
const AHEAD_FILES = 512;

/**
 * The files that git holds for one state (a commit, the index), as stored: no filter and no line-end conversion is applied.
 * The state is taken once, at the first call. Read-only; what lies in the work tree alone is not part of it.
 */
export function createBlobWorkspace(options: BlobOptions, load: (signal: AbortSignal) => Promise<Entries>): Workspace {
  const { git } = options;
  const root = realpathSync(git.root);
  const unending = new AbortController().signal;
  let loaded: Entries | undefined;
  let window: ReadonlyMap<string, Uint8Array> = new Map();
  let sizes: ReadonlyMap<string, number> = new Map();
  let order: readonly string[] = [];

  const state = async (signal: AbortSignal): Promise<Entries> => (loaded ??= await load(signal));
  const fetch = async (entry: BlobEntry, entries: Entries["entries"]): Promise<Uint8Array> => {
    if (!window.has(entry.id)) window = await readBlobs(git, ahead(entry, entries, order, sizes), unending);
    return requireBlob(window, entry);
  };

  return {
    root,
    async list(selection, signal) {
      const { entries, problems } = await state(signal);
      requireSelected(selection, entries.keys());
      const chosen = choose(entries, selection, options);
      const ids = [...new Set([...chosen.keys()].filter((entry) => entry.kind === "file").map((entry) => entry.id))];
      sizes = await blobSizes(git, ids, signal);
      order = [...chosen.keys()].map((entry) => entry.path);
      const draft: ListingDraft = { files: [], skipped: [...problems], others: [] };
      for (const [entry, explicit] of chosen) {
        signal.throwIfAborted();
        await listEntry(entry, explicit, draft, { ...options, size: sizes.get(entry.id), read: () => fetch(entry, entries) });
      }
      return sortListing(draft);
    },
    async read(path) {
      requireRepoPath(path);
      const { entries } = await state(unending);
      const entry = entries.get(path);
      if (entry?.kind !== "file") throw pathMissing(path);
      return fetch(entry, entries);
    },
    async has(path) {
      return (await state(unending)).entries.get(path)?.kind === "file";
    },
    async changed() {
      const { entries } = await state(unending);
      const differing = [...entries.values()].filter((entry) => entry.kind === "file" && diskId(root, entry) !== entry.id);
      const changed: { path: string; bytes: Uint8Array }[] = [];
      for (let start = 0; start < differing.length; start += AHEAD_FILES) {
        const some = differing.slice(start, start + AHEAD_FILES);
        const blobs = await readBlobs(git, [...new Set(some.map((entry) => entry.id))], unending);
        changed.push(...some.map((entry) => ({ path: entry.path, bytes: requireBlob(blobs, entry) })));
      }
      return changed.toSorted((a, b) => compareText(a.path, b.path));
    },
  };
}

/** The entries a selection takes, in git's order, and whether it names them. */
function choose(entries: Entries["entries"], selection: Selection, { exclude }: BlobOptions): ReadonlyMap<BlobEntry, boolean> {
  const rules = createIgnoreRules(exclude, () => undefined);
  const choice = chooser(selection);
  const chosen = new Map<BlobEntry, boolean>();
  for (const entry of entries.values()) {
    const how = choice(entry.path);
    if (how === "explicit") chosen.set(entry, true);
    else if (how === "inside" && !liesInSkippedFolder(entry.path) && !rules.ignores(entry.path, false, ""))
      chosen.set(entry, false);
  }
  return chosen;
}

interface ListEntryOptions extends BlobOptions {
  /** Undefined when the object is not in this clone. */
  readonly size: number | undefined;
  readonly read: () => Promise<Uint8Array>;
}

async function listEntry(entry: BlobEntry, explicit: boolean, draft: ListingDraft, options: ListEntryOptions): Promise<void> {
  const { path } = entry;
  if (entry.kind === "submodule")
    draft.skipped.push(skipped(path, "submodule", "another repository; check it by itself").problem);
  // The file a link leads to has an entry of its own, unless it lies outside, where git does not reach.
  if (entry.kind !== "file") return;
  if (!explicit && !mayBeSource(path)) draft.others.push(path);
  else if (options.size === undefined) draft.skipped.push(skipped(path, "unreadable", "the object is not in this clone").problem);
  else {
    const tooLarge = options.size > options.maxFileBytes;
    const head = tooLarge ? new Uint8Array() : (await options.read()).subarray(0, HEAD_BYTES);
    const kind = classify(path, head, options.size, { maxFileBytes: options.maxFileBytes, explicit });
    addToListing(draft, path, options.size, kind);
  }
}

/** Ids of an entry and of those after it in the listing that are small enough to come along. */
function ahead(
  entry: BlobEntry,
  entries: Entries["entries"],
  order: readonly string[],
  sizes: ReadonlyMap<string, number>,
): string[] {
  const ids = new Set([entry.id]);
  let bytes = 0;
  for (let index = order.indexOf(entry.path) + 1; index > 0 && index < order.length && ids.size < AHEAD_FILES; index++) {
    const path = order[index] as string;
    const next = entries.get(path);
    const size = next?.kind === "file" && mayBeSource(path) ? sizes.get(next.id) : undefined;
    if (next === undefined || size === undefined || bytes + size > AHEAD_BYTES) continue;
    bytes += size;
    ids.add(next.id);
  }
  return [...ids];
}

function requireBlob(blobs: ReadonlyMap<string, Uint8Array>, entry: BlobEntry): Uint8Array {
  const bytes = blobs.get(entry.id);
  if (bytes === undefined) throw new AssayError("git-failed", `git has no content for ${showInvisible(entry.path)}`);
  return bytes;
}

/** Id of the file on disk, or undefined when there is no regular file or it cannot be read. */
function diskId(root: string, entry: BlobEntry): string | undefined {
  try {
    const real = realpathSync(`${root}/${entry.path}`);
    if (!isInside(root, real) || !lstatSync(real).isFile()) return undefined;
    return blobId(readFileSync(real), entry.id);
  } catch {
    // Missing or unreadable on disk: it differs.
    return undefined;
  }
}

import { blobSizes, readBlobs } from "#adapters/git/blobs.ts";
import { type BlobEntry, commitEntries, type Entries, type IndexEntries, indexEntries } from "#adapters/git/entries.ts";
import type { Git } from "#adapters/git/git.ts";
import { untrackedFiles } from "#adapters/git/untracked.ts";
import type { Problem } from "#domain/completeness.ts";
import { by } from "#lib/compare.ts";
import { changedBytes, type LineRange } from "./changed-lines.ts";
import type { DiskIds } from "./disk-ids.ts";
import { sameByPointer } from "./lfs.ts";
import { onDisk, readDisk } from "./on-disk.ts";

/** The state that a change leads to. */
export type ChangeHead =
  | { readonly kind: "worktree" }
  | { readonly kind: "index" }
  | { readonly kind: "commit"; readonly id: string };

export interface ChangedFile {
  readonly path: string;
  readonly change: "added" | "modified" | "deleted";
  readonly kind: BlobEntry["kind"];
  /** Ids of the content as git blobs. */
  readonly before?: string;
  readonly after?: string;
  /** Changed lines of the new text; empty for what was deleted or moved, is no text, or too large. */
  readonly ranges: readonly LineRange[];
}

export interface ChangedFiles {
  /** Sorted by path; files of every kind, source or not. */
  readonly files: readonly ChangedFile[];
  /** Ids of the contents of the later state, by path; a file that differs in line ends alone has the id that git knows. */
  readonly ids: ReadonlyMap<string, string>;
  /** What could not be compared: names that cannot be used, conflicts, unreadable files. */
  readonly problems: readonly Problem[];
}

/** A listing of the work tree that is being made, and the ids that it comes to know: no file is read twice for them. */
export interface Listed {
  readonly ids: DiskIds;
  readonly listing: Promise<unknown>;
}

/** Beyond this, no lines are told apart. */
const MOST_BYTES = 2_000_000;
const NO_ENTRIES: Entries = { entries: new Map(), problems: [] };

/**
 * What differs between a commit (undefined: before the first one) and a later state. A change of line ends alone is none. Git compares
 * nothing in the work tree: that would run the filters that a repository configures.
 */
export async function changedFiles(
  git: Git,
  base: string | undefined,
  head: ChangeHead,
  signal: AbortSignal,
  known?: Listed,
): Promise<ChangedFiles> {
  const [before, after] = await Promise.all([
    base === undefined ? NO_ENTRIES : commitEntries(git, base, signal),
    gitState(git, head, signal),
  ]);
  const old = new Set(before.problems.map(({ message, path = "" }) => `${path} ${message}`));
  const state =
    after.kind === "stored" ? { ...after.entries, read: undefined } : await diskState(git, before.entries, after, signal, known);
  const drafts: Draft[] = [];
  for (const [path, was] of before.entries) {
    const now = state.entries.get(path);
    if (now === undefined) drafts.push({ path, change: "deleted", kind: was.kind, before: was.id });
    else if (now.id !== was.id || now.kind !== was.kind)
      drafts.push({ path, change: "modified", kind: now.kind, before: was.id, after: now.id });
  }
  for (const [path, now] of state.entries)
    if (!before.entries.has(path)) drafts.push({ path, change: "added", kind: now.kind, after: now.id });
  const files = await withLines(git, drafts, state.read, signal);
  return {
    files: files.toSorted(by(({ path }) => path)),
    problems: state.problems.filter(({ message, path = "" }) => !old.has(`${path} ${message}`)),
    ids: new Map(Array.from(state.entries, ([path, { id }]) => [path, id])),
  };
}

type Draft = Omit<ChangedFile, "ranges">;

interface HeadState extends Entries {
  /** Contents that git does not have; undefined: they are in git. */
  readonly read: ((path: string) => Uint8Array | undefined) | undefined;
}

interface DiskNames {
  readonly kind: "disk";
  readonly index: IndexEntries;
  readonly fresh: Awaited<ReturnType<typeof untrackedFiles>>;
}

/** What git says of the later state. */
async function gitState(
  git: Git,
  head: ChangeHead,
  signal: AbortSignal,
): Promise<DiskNames | { readonly kind: "stored"; readonly entries: Entries }> {
  if (head.kind === "commit") return { kind: "stored", entries: await commitEntries(git, head.id, signal) };
  if (head.kind === "index") return { kind: "stored", entries: await indexEntries(git, signal) };
  const [index, fresh] = await Promise.all([indexEntries(git, signal), untrackedFiles(git, signal)]);
  return { kind: "disk", index, fresh };
}

/** What lies in the work tree: tracked files as they are there, and new ones that are not ignored. */
async function diskState(
  git: Git,
  before: Entries["entries"],
  { index, fresh }: DiskNames,
  signal: AbortSignal,
  listed: Listed | undefined,
): Promise<HeadState> {
  await listed?.listing;
  const known = listed?.ids;
  const like = [...before.values()][0]?.id ?? [...index.entries.values()][0]?.id ?? "";
  const entries = new Map<string, BlobEntry>();
  const problems: Problem[] = [...index.problems, ...fresh.problems];
  const unmerged = index.problems.flatMap(({ path }) => path ?? []);
  for (const path of new Set([...index.entries.keys(), ...unmerged, ...fresh.paths])) {
    signal.throwIfAborted();
    const tracked = before.get(path) ?? index.entries.get(path);
    const staged = index.entries.get(path);
    if (staged !== undefined && (staged.kind === "submodule" || index.sparse.has(path))) {
      entries.set(path, staged);
      continue;
    }
    const seen = onDisk(git.root, path, { tracked, like, known });
    if (seen.kind === "entry") entries.set(path, seen.entry);
    else if (seen.kind === "problem") problems.push(seen.problem);
  }
  await known?.done();
  await sameByPointer(git, entries, before, signal);
  return { entries, problems, read: (path) => readDisk(git.root, path) };
}

/** Adds the lines; drops what differs in line ends alone. */
async function withLines(
  git: Git,
  drafts: readonly Draft[],
  read: HeadState["read"],
  signal: AbortSignal,
): Promise<ChangedFile[]> {
  const moved = new Set(drafts.flatMap(({ change, before }) => (change === "deleted" && before !== undefined ? [before] : [])));
  const plain = drafts.filter(({ change, kind, after }) => change !== "deleted" && kind === "file" && !moved.has(after ?? ""));
  const inGit = plain.flatMap(({ before, after }) => [before, read === undefined ? after : undefined]);
  const wanted = [...new Set(inGit.filter((id) => id !== undefined))];
  const sizes = await blobSizes(git, wanted, signal);
  const blobs = await readBlobs(
    git,
    wanted.filter((id) => (sizes.get(id) ?? MOST_BYTES) < MOST_BYTES),
    signal,
  );
  const lined = new Set(plain);
  return drafts.flatMap((draft): ChangedFile[] => {
    if (!lined.has(draft)) return [{ ...draft, ranges: [] }];
    const after = read === undefined ? blobs.get(draft.after ?? "") : read(draft.path);
    const before = draft.before === undefined ? undefined : blobs.get(draft.before);
    const unknown = after === undefined || after.length > MOST_BYTES || (draft.before !== undefined && before === undefined);
    if (unknown || after.subarray(0, 8192).includes(0)) return [{ ...draft, ranges: [] }];
    const ranges = changedBytes(before, after);
    return ranges.length === 0 && draft.change === "modified" ? [] : [{ ...draft, ranges }];
  });
}

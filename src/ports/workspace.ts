import type { Digest } from "#domain/ids.ts";
import type { Problem } from "#domain/completeness.ts";

/** One file of the code under analysis. `path` is repository-relative with `/`. */
export interface SourceFile {
  readonly path: string;
  /** Id of a language pack (`python`, `javascript`, `typescript`, `tsx`). */
  readonly language: string;
  readonly bytes: number;
}

/** What a request selects: all fields together narrow the set. */
export interface Selection {
  /** Repository-relative files or folders; the empty list means everything. */
  readonly paths: readonly string[];
}

export interface Listing {
  /** Sorted by path. */
  readonly files: readonly SourceFile[];
  /** What was left out, with the reason: binary, too large, minified, symlink out of the tree, unreadable, … */
  readonly skipped: readonly Problem[];
  /** How many further files were seen that no language pack covers. */
  readonly unsupported?: number;
  /** Paths of those, sorted: lock files, build files and the like, for engines that read them by name. */
  readonly others?: readonly string[];
}

/**
 * One state of a project's files: the disk, a git revision, the index, standard input, or another workspace with a patch on top
 * (see overlay in stages/repair). Reading never changes anything.
 */
export interface Workspace {
  /** Where the project lies on this machine; the only absolute path in the core, used to stage it for the sandbox. */
  readonly root: string;
  list(selection: Selection, signal: AbortSignal): Promise<Listing>;
  /** Bytes of one file. Rejects when it cannot be read; never follows a symlink out of the root. */
  read(path: string): Promise<Uint8Array>;
  /** True for any regular file under the root, source or not (manifests, configuration). */
  has(path: string): Promise<boolean>;
  /** Files that differ from the disk under `root`, with their bytes: what a staged copy must overwrite. Sorted by path. */
  changed(): Promise<readonly { path: string; bytes: Uint8Array }[]>;
}

/** A workspace that can be written to: all files change or none does. */
export interface WritableWorkspace extends Workspace {
  /**
   * Replaces files atomically, keeping mode and owner. A file that already has the digest `after` is left alone, so the call may be
   * repeated after a crash. Throws AssayError `patch-stale` when a file has neither digest, `write-failed` when the disk refuses; then nothing is changed.
   */
  replace(files: readonly { path: string; before: Digest; after: Digest; bytes: Uint8Array }[]): Promise<void>;
  /** Creates a file in a folder that exists; never overwrites, but one with these bytes may be there already. Throws AssayError `write-failed`. */
  create(file: { path: string; bytes: Uint8Array }): Promise<void>;
}

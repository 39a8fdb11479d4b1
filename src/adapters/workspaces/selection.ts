import { AssayError } from "#domain/errors.ts";
import { isRepoPath } from "#domain/ids.ts";
import { showInvisible } from "#lib/text.ts";
import type { Selection } from "#ports/workspace.ts";

export type Choice = "explicit" | "inside" | "outside";

/** Tells for a path whether the selection names it, holds it in a named folder, or leaves it out. */
export function chooser(selection: Selection): (path: string) => Choice {
  const named = new Set(selection.paths);
  if (named.size === 0) return () => "inside";
  return (path) => {
    if (named.has(path)) return "explicit";
    for (let slash = path.indexOf("/"); slash !== -1; slash = path.indexOf("/", slash + 1)) {
      if (named.has(path.slice(0, slash))) return "inside";
    }
    return "outside";
  };
}

/** Throws AssayError `path-missing` when the selection names a path that none of `paths` (files) is or lies in. */
export function requireSelected(selection: Selection, paths: Iterable<string>): void {
  const missing = new Set(selection.paths);
  for (const path of paths) {
    missing.delete(path);
    for (let slash = path.indexOf("/"); slash !== -1; slash = path.indexOf("/", slash + 1)) missing.delete(path.slice(0, slash));
  }
  const [first] = missing;
  if (first !== undefined) throw pathMissing(first);
}

/** Throws AssayError `path-outside` for a path that is no repository-relative one. */
export function requireRepoPath(path: string): void {
  if (!isRepoPath(path)) throw new AssayError("path-outside", `${showInvisible(path)} is not a path inside the project`);
}

export function pathMissing(path: string): AssayError {
  return new AssayError("path-missing", `no such file or folder: ${showInvisible(path)}`);
}

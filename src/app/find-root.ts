import { existsSync, realpathSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { AssayError } from "#domain/errors.ts";
import { showInvisible } from "#lib/text.ts";

export interface Root {
  /** Absolute, links resolved. */
  readonly root: string;
  /** True when the folder holds a git work tree. */
  readonly git: boolean;
}

/**
 * The top of the git work tree that holds a path, found without running git; without one the folder itself, or the file's
 * folder. `near` is relative to `cwd` or absolute. Throws AssayError `path-missing`.
 */
export function findRoot(cwd: string, near = "."): Root {
  const path = existing(resolve(cwd, near), near);
  const folder = statSync(path).isDirectory() ? path : dirname(path);
  for (let current = folder; ; current = dirname(current)) {
    if (existsSync(join(current, ".git"))) return { root: current, git: true };
    if (current === dirname(current)) return { root: folder, git: false };
  }
}

/**
 * Paths of a request, as given by the user, in the form workspaces take: relative to the root, `/`, links in the folders
 * above resolved but a link at the end kept. The root itself is the empty list: everything.
 * Throws AssayError `path-missing` or `path-outside`.
 */
export function selectPaths(cwd: string, root: string, paths: readonly string[]): readonly string[] {
  const selected = paths.map((path) => {
    const full = resolve(cwd, path);
    existing(full, path);
    const real = full === "/" ? full : join(realpathSync(dirname(full)), full.slice(dirname(full).length));
    if (real === root || realpathSync(full) === root) return "";
    const prefix = root.endsWith("/") ? root : `${root}/`;
    if (!real.startsWith(prefix))
      throw new AssayError("path-outside", `${showInvisible(path)} is not inside ${showInvisible(root)}`);
    return real.slice(prefix.length);
  });
  return selected.includes("") ? [] : [...new Set(selected)].toSorted();
}

function existing(path: string, given: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const reason = code === "ENOENT" || code === "ENOTDIR" ? "no such file or folder" : `cannot be reached (${code})`;
    throw new AssayError("path-missing", `${showInvisible(given)}: ${reason}`, { cause: error });
  }
}

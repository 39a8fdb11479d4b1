import { existsSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
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
  const real = existing(resolve(cwd, near), near);
  // A link to a file belongs to the folder that holds the link, not to the one it leads to.
  const folder = statSync(real).isDirectory() ? real : realpathSync(dirname(resolve(cwd, near)));
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

/**
 * The path of a text that comes from elsewhere, in the form workspaces take: relative to the root. It need not exist, but the folder that
 * it would lie in must. Throws AssayError `path-missing` or `path-outside`.
 */
export function selectStandIn(cwd: string, root: string, path: string): string {
  const full = resolve(cwd, path);
  const real = join(existing(dirname(full), path === "" ? "" : dirname(path)), basename(full));
  const prefix = root.endsWith("/") ? root : `${root}/`;
  if (real === root || !real.startsWith(prefix))
    throw new AssayError("path-outside", `${showInvisible(path)} is not inside ${showInvisible(root)}`);
  return real.slice(prefix.length);
}

function existing(path: string, given: string): string {
  // As an argument it is a variable that was not set; as a path it would be the whole folder.
  if (given === "") throw new AssayError("path-missing", "a path is empty");
  try {
    return realpathSync(path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const reason = code === "ENOENT" || code === "ENOTDIR" ? "no such file or folder" : `cannot be reached (${code})`;
    throw new AssayError("path-missing", `${showInvisible(given)}: ${reason}`, { cause: error });
  }
}

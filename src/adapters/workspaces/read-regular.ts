import { constants } from "node:fs";
import { AssayError } from "#domain/errors.ts";
import { showInvisible } from "#lib/text.ts";
import { isInside } from "./contain.ts";
import type { DiskCalls } from "./disk-calls.ts";
import { pathMissing, requireRepoPath } from "./selection.ts";

/** Not blocking: a pipe put in the file's place between the look and the opening must not hang us. */
const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK | constants.O_NOCTTY;

/**
 * The absolute path, without links, of a regular file under `root` (itself absolute and without links). Throws AssayError
 * `path-missing` when there is none, `path-outside` when a link leads out or the file is a pipe, socket, device or folder.
 */
export function locate(root: string, path: string, calls: DiskCalls): string {
  requireRepoPath(path);
  let real: string;
  try {
    real = calls.realpathSync(`${root}/${path}`);
  } catch (error) {
    throw new AssayError("path-missing", pathMissing(path).message, { cause: error });
  }
  if (!isInside(root, real)) throw new AssayError("path-outside", `${showInvisible(path)} leads out of the project`);
  if (!calls.lstatSync(real).isFile()) throw new AssayError("path-outside", `${showInvisible(path)} is not a regular file`);
  return real;
}

/** At most `limit` bytes from the start of a regular file that {@link locate} found, and its size. Throws the system's error. */
export function readRegular(
  real: string,
  calls: DiskCalls,
  limit = Number.POSITIVE_INFINITY,
): { bytes: Uint8Array; size: number } {
  const descriptor = calls.openSync(real, FLAGS);
  try {
    const stats = calls.fstatSync(descriptor);
    if (!stats.isFile()) throw new AssayError("path-outside", `${showInvisible(real)} is not a regular file`);
    const buffer = new Uint8Array(Math.min(stats.size, limit));
    let length = 0;
    while (length < buffer.length) {
      const count = calls.readSync(descriptor, buffer, length, buffer.length - length, null);
      if (count === 0) break;
      length += count;
    }
    return { bytes: buffer.subarray(0, length), size: stats.size };
  } finally {
    calls.closeSync(descriptor);
  }
}

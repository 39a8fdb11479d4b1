import { constants } from "node:fs";
import { basename, dirname } from "node:path";
import { AssayError } from "#domain/errors.ts";
import { showInvisible } from "#lib/text.ts";
import { isInside } from "./contain.ts";
import type { DiskCalls } from "./disk-calls.ts";
import { readRegular } from "./read-regular.ts";
import { requireRepoPath } from "./selection.ts";

/**
 * Creates a file in a folder that exists. One with the same bytes is left alone, so the call may be repeated; anything else at the path, and a folder
 * that a link leads to outside, is AssayError `write-failed`.
 */
export function createFile(root: string, path: string, bytes: Uint8Array, calls: DiskCalls): void {
  requireRepoPath(path);
  const shown = showInvisible(path);
  try {
    const folder = calls.realpathSync(dirname(`${root}/${path}`));
    if (folder !== root && !isInside(root, folder)) throw new Error("the folder leads out of the project");
    const target = `${folder}/${basename(path)}`;
    if (holds(target, bytes, calls)) return;
    write(target, bytes, calls);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AssayError("write-failed", `cannot create ${shown}: ${reason}`, { cause });
  }
}

/** Throws when something else stands there. */
function holds(target: string, bytes: Uint8Array, calls: DiskCalls): boolean {
  let found: Uint8Array;
  try {
    found = readRegular(target, calls).bytes;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return false;
    throw error;
  }
  if (Buffer.compare(found, bytes) !== 0) throw new Error("there is another file of this name");
  return true;
}

function write(target: string, bytes: Uint8Array, calls: DiskCalls): void {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  const descriptor = calls.openSync(target, flags, 0o666);
  try {
    for (let offset = 0; offset < bytes.length; ) offset += calls.writeSync(descriptor, bytes, offset);
    calls.fsyncSync(descriptor);
  } finally {
    calls.closeSync(descriptor);
  }
}

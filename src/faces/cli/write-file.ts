import { randomBytes } from "node:crypto";
import { open, realpath, rename, stat, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { AssayError } from "#domain/errors.ts";

/**
 * Writes a file so that it is there whole or not at all: temporary file beside it, flushed, renamed. A symbolic link is
 * followed; what is no regular file (a device, a pipe) is written to directly. Throws AssayError `write-failed`.
 */
export async function writeFileWhole(path: string, text: string): Promise<void> {
  let temporary: string | undefined;
  try {
    const existing = await statOf(path);
    if (existing !== undefined && !existing.isFile()) return await writeTo(path, text, "w");
    const target = existing === undefined ? path : await realpath(path);
    temporary = join(dirname(target), `.${basename(target).slice(0, 100)}.${randomBytes(6).toString("hex")}.tmp`);
    await writeTo(temporary, text, "wx", existing?.mode);
    await rename(temporary, target);
  } catch (cause) {
    if (temporary !== undefined) await unlink(temporary).catch(ignoreMissing);
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AssayError("write-failed", `cannot write ${path}: ${reason}`, { cause });
  }
}

async function statOf(path: string) {
  try {
    return await stat(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function writeTo(path: string, text: string, flag: string, mode = 0o666): Promise<void> {
  const file = await open(path, flag, mode & 0o777);
  try {
    await file.writeFile(text);
    if (flag === "wx") await file.sync();
  } finally {
    await file.close();
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

function ignoreMissing(error: unknown): void {
  if (!isMissing(error)) throw error;
}

import { access, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AssayError } from "#domain/errors.ts";

/** Writes a file that is not there yet, and its folders. False when it was there: it is never overwritten. Rejects with AssayError `write-failed`. */
export async function writeNew(path: string, text: string): Promise<boolean> {
  try {
    await access(path);
    return false;
  } catch (error) {
    if (!hasCode(error, "ENOENT")) throw failed(path, error);
  }
  try {
    await mkdir(join(path, ".."), { recursive: true });
    await writeFile(path, text, { flag: "wx" });
    return true;
  } catch (error) {
    if (hasCode(error, "EEXIST")) return false;
    throw failed(path, error);
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

function failed(path: string, cause: unknown): AssayError {
  return new AssayError("write-failed", `cannot write ${path}: ${cause instanceof Error ? cause.message : String(cause)}`, {
    cause,
  });
}

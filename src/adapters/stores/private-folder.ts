import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { AssayError } from "#domain/errors.ts";

/**
 * Makes a folder and those above it, with mode 0700; existing ones stay as they are. Step by step, since mkdir's own recursion never ends
 * where a file system refuses with "no such file" (/proc). Rejects with AssayError `write-failed`.
 */
export async function makePrivateFolder(folder: string): Promise<void> {
  const missing: string[] = [];
  try {
    let existing = folder;
    for (; !(await isThere(existing)); existing = dirname(existing)) missing.unshift(existing);
    for (const path of missing) await mkdirUnlessThere(path);
    if (!(await stat(folder)).isDirectory()) throw new Error("it is no folder");
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AssayError("write-failed", `cannot use ${folder} as the folder of the journal: ${reason}`, {
      hint: "Check free space and permissions, or name another folder with --state.",
      cause,
    });
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (cause) {
    if (codeOf(cause) === "ENOENT") return false;
    throw cause;
  }
}

async function mkdirUnlessThere(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (cause) {
    // Another process was faster.
    if (codeOf(cause) !== "EEXIST") throw cause;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { AssayError } from "#domain/errors.ts";
import { writeFileWhole } from "./write-file.ts";

const PIECE = /^assay-\d+\.sarif$/u;

/** Writes `assay-1.sarif`, `assay-2.sarif`, … into a folder, which is made, and removes pieces of an earlier run that are too many. Throws `write-failed`. */
export async function writePieces(folder: string, pieces: Iterable<string>): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AssayError("write-failed", `cannot make the folder ${folder}: ${reason}`, { cause });
  }
  const written = new Set<string>();
  for (const text of pieces) {
    const name = `assay-${written.size + 1}.sarif`;
    await writeFileWhole(join(folder, name), text);
    written.add(name);
  }
  for (const name of await readdir(folder)) if (PIECE.test(name) && !written.has(name)) await rm(join(folder, name));
}

import { lstat, readdir, readFile } from "node:fs/promises";
import { posix } from "node:path";

const MOST_KEPT = 150;
const MOST_BYTES = 1 << 20;

/** The first files of a folder in the order of their names: plain ones only, since the program under test may write here what it likes. */
export async function filesIn(folder: string, wanted: (name: string) => boolean = () => true): Promise<Uint8Array[]> {
  const place = await lstat(folder).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR")) return undefined;
    throw error;
  });
  if (place?.isDirectory() !== true) return [];
  const names = (await readdir(folder)).filter(wanted).toSorted().slice(0, MOST_KEPT);
  const found: Uint8Array[] = [];
  for (const name of names) {
    const path = posix.join(folder, name);
    const about = await lstat(path);
    if (about.isFile() && about.size <= MOST_BYTES) found.push(await readFile(path));
  }
  return found;
}

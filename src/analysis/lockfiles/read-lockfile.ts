import cargo from "./cargo.ts";
import composer from "./composer.ts";
import gemfile from "./gemfile.ts";
import goMod, { goSum } from "./go-mod.ts";
import type { LockReader, LockReading } from "./locked-package.ts";
import { refused } from "./locked-package.ts";
import maven, { gradle } from "./maven.ts";
import npm from "./npm.ts";
import pipfile from "./pipfile.ts";
import pnpm from "./pnpm.ts";
import poetry from "./poetry.ts";
import requirements from "./requirements.ts";
import uv from "./uv.ts";
import yarn from "./yarn.ts";

/** Every format, sorted by id. */
export const LOCK_READERS: readonly LockReader[] = [
  cargo,
  composer,
  gemfile,
  goMod,
  goSum,
  gradle,
  npm,
  pipfile,
  pnpm,
  poetry,
  maven,
  requirements,
  uv,
  yarn,
];

/** The reader for a path, by the name of the file. */
export function lockReaderOf(path: string): LockReader | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  return LOCK_READERS.find((reader) => reader.fits(name));
}

/** Packages of a lock file. Total: a text that cannot be read in whole or in part says so in its problems. */
export function readLockfile(reader: LockReader, bytes: Uint8Array): LockReading {
  if (bytes.length > reader.longest)
    return refused("too-large", `${bytes.length} bytes, more than the ${reader.longest} that are read`);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return refused("bad-encoding", "no UTF-8 text");
  }
  const conflict = conflictLine(text);
  if (conflict !== undefined) return refused("merge-conflict", "marks of an unfinished merge stand in the file", conflict);
  return reader.read(text);
}

function conflictLine(text: string): number | undefined {
  const mark = /^<{7}(?: |$)/mu.exec(text);
  if (mark === null || !/^>{7}(?: |$)/mu.test(text)) return undefined;
  return text.slice(0, mark.index).split("\n").length;
}

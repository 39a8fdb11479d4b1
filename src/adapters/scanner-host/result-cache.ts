import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { digest } from "#lib/digest.ts";

/** Results kept from run to run, by key. Many processes may use one folder at once. */
export interface ResultCache {
  /** Undefined when there is none, or what lies there is not what was put. */
  get(key: string): Promise<unknown>;
  /** Keeps a JSON value. A folder that cannot be written to keeps nothing, and nobody is told: what is lost is time. */
  put(key: string, value: unknown): Promise<void>;
  /** Removes the oldest entries when all together are too large. To be called when a run is done. */
  trim(): Promise<void>;
}

export interface ResultCacheOptions {
  /** Absolute; made when needed, for this user alone. */
  readonly folder: string;
  /** Which build of the analyser: results of others do not count. */
  readonly build: string;
  /** Most bytes that stay after a run; default 256 MiB. */
  readonly maxBytes?: number;
}

const MAX_BYTES = 256 * 1024 * 1024;
const OWNER_ONLY = 0o700;
/** Entries of one shard folder in 256; together they stand for the whole. */
const SHARDS = Array.from({ length: 256 }, (_, index) => index.toString(16).padStart(2, "0"));

/** Of all caches of this process, so that no two write to one place at once. */
let serial = 0;

/** Keys are told apart by their digest and stand in the entries; a digest over each entry tells damage. */
export function createResultCache({ folder, build, maxBytes = MAX_BYTES }: ResultCacheOptions): ResultCache {
  const placeOf = (key: string): { name: string; path: string; shard: string } => {
    const name = digest(`${build}\n${key}`).slice(7);
    const shard = join(folder, name.slice(0, 2));
    return { name, shard, path: join(shard, name.slice(2)) };
  };
  let usable: Promise<boolean> | undefined;
  let written = 0;
  return {
    async get(key) {
      const { name, path } = placeOf(key);
      if (!(await (usable ??= isPrivate(folder)))) return undefined;
      return readEntry(path, name);
    },
    async put(key, value) {
      const { name, path, shard } = placeOf(key);
      const body = JSON.stringify({ name, value });
      const temporary = `${path}.${process.pid}.${serial++}.new`;
      try {
        await mkdir(folder, { recursive: true, mode: OWNER_ONLY });
        if (!(await isPrivate(folder))) return;
        usable = Promise.resolve(true);
        await mkdir(shard, { recursive: true, mode: OWNER_ONLY });
        await writeFile(temporary, `${digest(body)}\n${body}`, { mode: 0o600, flag: "wx" });
        await rename(temporary, path);
        written += body.length;
      } catch {
        // A full or read-only disk: the run goes on without keeping anything.
        await rm(temporary, { force: true }).catch(() => undefined);
      }
    },
    async trim() {
      if (written === 0) return;
      written = 0;
      await trimFolder(folder, maxBytes);
    },
  };
}

async function readEntry(path: string, name: string): Promise<unknown> {
  try {
    const text = await readFile(path, "utf8");
    const end = text.indexOf("\n");
    const body = text.slice(end + 1);
    if (end < 0 || digest(body) !== text.slice(0, end)) return undefined;
    const entry = JSON.parse(body) as { readonly name: unknown; readonly value: unknown };
    return entry.name === name ? entry.value : undefined;
  } catch {
    // Not there, unreadable or no JSON: all of them are a miss.
    return undefined;
  }
}

/** Whether the folder is there, is no link, and belongs to this user alone. */
async function isPrivate(folder: string): Promise<boolean> {
  if (process.platform === "win32") return true;
  try {
    const handle = await open(folder);
    try {
      const { uid, mode } = await handle.stat();
      return uid === process.getuid?.() && (mode & 0o022) === 0;
    } finally {
      await handle.close();
    }
  } catch {
    // There is none yet.
    return false;
  }
}

async function trimFolder(folder: string, maxBytes: number): Promise<void> {
  const entries: { path: string; bytes: number; changed: number }[] = [];
  let total = 0;
  for (const shard of SHARDS) {
    const names = await readdir(join(folder, shard)).catch(() => []);
    for (const name of names) {
      const path = join(folder, shard, name);
      const known = await stat(path).catch(() => undefined);
      if (known === undefined) continue;
      entries.push({ path, bytes: known.size, changed: known.mtimeMs });
      total += known.size;
    }
  }
  // To three quarters, so that not every run has to tidy up.
  if (total <= maxBytes) return;
  for (const { path, bytes } of entries.toSorted((a, b) => a.changed - b.changed)) {
    if (total <= maxBytes * 0.75) break;
    await rm(path, { force: true }).catch(() => undefined);
    total -= bytes;
  }
}

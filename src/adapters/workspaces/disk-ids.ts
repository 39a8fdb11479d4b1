import type { BigIntStats } from "node:fs";

/** Where something is kept from run to run, by key. */
interface Keeper {
  get(key: string): Promise<unknown>;
  put(key: string, value: unknown): Promise<void>;
}

/** Ids of files' contents, known from what the file system says of them. */
export interface DiskIds {
  /** Undefined for a file that is not known to be the one that was read. */
  of(path: string, stats: BigIntStats): string | undefined;
  /** `plain`: its beginning was seen to be text of ordinary lines. */
  keep(path: string, stats: BigIntStats, id: string, plain?: boolean): void;
  /** True for a file that is known to be the one that was seen to be plain. */
  isPlain(path: string, stats: BigIntStats): boolean;
  /** The id that a file had when this run looked at it. */
  seen(path: string): string | undefined;
  /** To be called when all files were seen; those that were not are forgotten. */
  done(): Promise<void>;
}

/** A file that changed so recently could change again within one tick of its clock. */
const TICK_NS = 2_000_000_000n;

/**
 * Opens the table of one work tree. Device, inode, size, time of modification and time of change must all be the same: the last one is the kernel's
 * own, so that nobody but the administrator writes another text under it.
 */
export async function openDiskIds(keeper: Keeper, root: string, nowMs: number): Promise<DiskIds> {
  const key = `disk ids ${root}`;
  const before = tableOf(await keeper.get(key));
  const after: Record<string, [sign: string, id: string, plain: boolean]> = {};
  const current = new Map<string, string>();
  const old = BigInt(Math.floor(nowMs)) * 1_000_000n - TICK_NS;
  let news = false;
  const recall = (path: string, stats: BigIntStats): { readonly id: string; readonly plain: boolean } | undefined => {
    const known = before[path];
    if (!Array.isArray(known)) return undefined;
    const [sign, id, plain] = known as readonly unknown[];
    if (typeof id !== "string" || sign !== signOf(stats)) return undefined;
    after[path] = [sign, id, plain === true];
    current.set(path, id);
    return { id, plain: plain === true };
  };
  return {
    of: (path, stats) => recall(path, stats)?.id,
    isPlain: (path, stats) => recall(path, stats)?.plain === true,
    seen: (path) => current.get(path),
    keep(path, stats, id, plain = false) {
      current.set(path, id);
      if (stats.ctimeNs > old || stats.mtimeNs > old) return;
      after[path] = [signOf(stats), id, plain];
      news = true;
    },
    async done() {
      if (news || Object.keys(after).length !== Object.keys(before).length) await keeper.put(key, after);
    },
  };
}

function signOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [dev, ino, size, mtimeNs, ctimeNs].join(" ");
}

/** Not checked as a whole: most of a check by schema would be spent on thousands of lines that are equal to what was written. */
function tableOf(kept: unknown): Readonly<Record<string, unknown>> {
  return typeof kept === "object" && kept !== null && !Array.isArray(kept) ? (kept as Record<string, unknown>) : {};
}

import { languageOf } from "#analysis/languages/registry.ts";

/** Most files of one folder that are taken to know each other. */
const MAX_PEERS = 1000;

/** Files of one folder that may know the same others. */
export interface Peers {
  /** The same for all of them. */
  readonly key: string;
  /** In the order of `paths`; at most {@link MAX_PEERS}. */
  readonly files: readonly string[];
  /** How many there are beside these. */
  readonly left: number;
}

/** What is known of folders whose files are one module, see `packages` of the language's pack. */
export interface FolderFiles {
  /** The files of its folder that a file may know without an import, itself among them; undefined where its language knows no such thing. */
  group(path: string): Peers | undefined;
  /** The first file of another folder that one file may import; undefined where its language imports no folders. */
  first(from: string, folder: string): string | undefined;
}

export function folderFiles(paths: readonly string[]): FolderFiles {
  const folders = new Map<string, string[]>();
  for (const path of paths) {
    const pack = languageOf(path);
    if (pack?.packages === undefined) continue;
    const key = `${pack.id} ${folderOf(path)}`;
    const known = folders.get(key);
    if (known === undefined) folders.set(key, [path]);
    else known.push(path);
  }
  const groups = new Map<string, Peers>();
  return {
    group(path) {
      const pack = languageOf(path);
      const apart = pack?.packages?.apart;
      if (apart === undefined) return undefined;
      const folder = `${pack?.id} ${folderOf(path)}`;
      const key = `${path.endsWith(apart) ? "all" : "own"} ${folder}`;
      let group = groups.get(key);
      if (group === undefined) {
        const files = (folders.get(folder) ?? []).filter((other) => path.endsWith(apart) || !other.endsWith(apart));
        group = { key, files: files.slice(0, MAX_PEERS), left: Math.max(0, files.length - MAX_PEERS) };
        groups.set(key, group);
      }
      return group;
    },
    first(from, folder) {
      const pack = languageOf(from);
      const apart = pack?.packages?.apart;
      return apart === undefined ? undefined : folders.get(`${pack?.id} ${folder}`)?.find((path) => !path.endsWith(apart));
    },
  };
}

/** Folder of a path, `""` for the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

import { languageOf } from "#analysis/languages/registry.ts";

/** Most files of one folder that are taken to know each other. */
const MAX_PEERS = 200;

/** What is known of folders whose files are one module, see `packages` of the language's pack. */
export interface FolderFiles {
  /** For a path the others of its folder that it may know without an import; in the order of `paths`. */
  peers(path: string): readonly string[];
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
  const filesOf = (path: string, folder: string): { readonly files: readonly string[]; readonly apart: string } | undefined => {
    const pack = languageOf(path);
    const apart = pack?.packages?.apart;
    return apart === undefined ? undefined : { files: folders.get(`${pack?.id} ${folder}`) ?? [], apart };
  };
  return {
    peers(path) {
      const found = filesOf(path, folderOf(path));
      if (found === undefined) return [];
      const { files, apart } = found;
      return files.filter((other) => other !== path && (path.endsWith(apart) || !other.endsWith(apart))).slice(0, MAX_PEERS);
    },
    first(from, folder) {
      const found = filesOf(from, folder);
      return found?.files.find((path) => !path.endsWith(found.apart));
    },
  };
}

/** Folder of a path, `""` for the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

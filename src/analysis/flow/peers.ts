import { languageOf } from "#analysis/languages/registry.ts";

/** Most files of one folder that are taken to know each other. */
const MAX_PEERS = 200;

/** For a path the others of its folder that it may know without an import, see `packages` of the language's pack; in the order of `paths`. */
export function peersAmong(paths: readonly string[]): (path: string) => readonly string[] {
  const folders = new Map<string, string[]>();
  for (const path of paths) {
    const pack = languageOf(path);
    if (pack?.packages === undefined) continue;
    const key = `${pack.id} ${folderOf(path)}`;
    const known = folders.get(key);
    if (known === undefined) folders.set(key, [path]);
    else known.push(path);
  }
  return (path) => {
    const pack = languageOf(path);
    const apart = pack?.packages?.apart;
    if (pack === undefined || apart === undefined) return [];
    const all = folders.get(`${pack.id} ${folderOf(path)}`) ?? [];
    return all.filter((other) => other !== path && (path.endsWith(apart) || !other.endsWith(apart))).slice(0, MAX_PEERS);
  };
}

/** Folder of a path, `""` for the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

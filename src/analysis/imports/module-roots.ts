import { languageOf } from "#analysis/languages/registry.ts";

/** A folder and the path by which imports name it. */
export interface ModuleRoot {
  /** `""` for the project's root. */
  readonly folder: string;
  readonly name: string;
}

/** Longest manifest that is read. */
const MAX_MANIFEST = 1_000_000;

/**
 * Modules whose files are among `paths`, as the manifests in the folders above them say, sorted by folder; none for languages whose imports name no folders.
 * `read` gives undefined for a file that is not there or cannot be read: what it would have named is then not found.
 */
export async function moduleRoots(
  paths: readonly string[],
  read: (path: string) => Promise<string | undefined>,
): Promise<ModuleRoot[]> {
  const manifests = new Map<string, RegExp>();
  for (const path of paths) {
    const packages = languageOf(path)?.packages;
    if (packages === undefined) continue;
    for (let end = path.lastIndexOf("/"); ; end = path.lastIndexOf("/", end - 1)) {
      const manifest = end < 0 ? packages.manifest : `${path.slice(0, end)}/${packages.manifest}`;
      if (manifests.has(manifest)) break;
      manifests.set(manifest, packages.named);
      if (end <= 0) break;
    }
  }
  const roots: ModuleRoot[] = [];
  for (const [manifest, named] of [...manifests].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const text = await read(manifest);
    const name = text === undefined || text.length > MAX_MANIFEST ? undefined : named.exec(text)?.[1];
    if (name !== undefined) roots.push({ folder: manifest.slice(0, Math.max(0, manifest.lastIndexOf("/"))), name });
  }
  return roots;
}

/** The folder that an import path names; undefined for what lies in none of the modules. */
export function folderOfImport(specifier: string, roots: readonly ModuleRoot[]): string | undefined {
  const fitting = roots.filter(({ name }) => specifier === name || specifier.startsWith(`${name}/`));
  const root = fitting.toSorted((a, b) => b.name.length - a.name.length)[0];
  if (root === undefined) return undefined;
  return [root.folder, specifier.slice(root.name.length + 1)].filter((part) => part !== "").join("/");
}

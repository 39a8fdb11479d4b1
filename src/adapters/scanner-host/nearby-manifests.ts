import { type Declared, declaredBy, MANIFESTS } from "#analysis/imports/declared.ts";
import { languageById } from "#analysis/languages/registry.ts";
import type { Registry } from "#analysis/parse/language-pack.ts";
import type { Problem } from "#domain/completeness.ts";
import type { Workspace } from "#ports/workspace.ts";

/** What the manifests in the folders above a file declare. */
export interface Nearby {
  /** Undefined where no manifest of the registry lies above. */
  of(path: string, registry: Registry | undefined): Promise<ReadonlySet<string> | undefined>;
  /** Manifests that could not be read. */
  readonly problems: readonly Problem[];
}

const NAMES: Readonly<Record<Registry, readonly string[]>> = {
  npm: MANIFESTS.npm,
  PyPI: ["pyproject.toml", "requirements.txt", "setup.py", "setup.cfg", "Pipfile", "environment.yml"],
};

/** Reads each folder's manifests once. */
export function nearbyManifests(workspace: Workspace): Nearby {
  const problems: Problem[] = [];
  const folders = new Map<string, Promise<ReadonlySet<string> | undefined>>();
  const own = async (folder: string, registry: Registry): Promise<ReadonlySet<string> | undefined> => {
    const found: Declared[] = [];
    for (const name of NAMES[registry]) {
      const path = folder + name;
      if (!(await workspace.has(path))) continue;
      const bytes = await workspace.read(path).catch(() => undefined);
      const declared = bytes === undefined ? undefined : declaredBy(path, new TextDecoder().decode(bytes));
      if (declared === undefined)
        problems.push({ path, code: "bad-manifest", message: "cannot be read, so what it declares is not known" });
      else found.push(declared);
    }
    return found.length === 0 ? undefined : new Set(found.flatMap(({ names }) => [...names]));
  };
  const upTo = (folder: string, registry: Registry): Promise<ReadonlySet<string> | undefined> => {
    const key = `${registry} ${folder}`;
    const kept = folders.get(key) ?? joined(folder, registry);
    folders.set(key, kept);
    return kept;
  };
  const joined = async (folder: string, registry: Registry): Promise<ReadonlySet<string> | undefined> => {
    const mine = await own(folder, registry);
    if (folder === "") return mine;
    const above = await upTo(folder.replace(/[^/]+\/$/u, ""), registry);
    return mine === undefined ? above : new Set([...mine, ...(above ?? [])]);
  };
  return {
    of: async (path, registry) => (registry === undefined ? undefined : upTo(path.slice(0, path.lastIndexOf("/") + 1), registry)),
    problems,
  };
}

/** The registry of the packages that imports in a language name; undefined for none. */
export function registryOf(language: string): Registry | undefined {
  return languageById(language)?.registry;
}

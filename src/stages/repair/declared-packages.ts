import { declaredBy, MANIFESTS } from "#analysis/imports/declared.ts";
import goMod from "#analysis/lockfiles/go-mod.ts";
import type { Workspace } from "#ports/workspace.ts";

const NAMES = [...MANIFESTS.npm, ...MANIFESTS.PyPI, "go.mod"];

/**
 * Names of the packages that manifests in the folders above a file declare, as their registries write them (of Go the
 * modules). Empty where there is none; one that cannot be read declares nothing.
 */
export async function declaredPackages(workspace: Workspace, path: string): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (let folder = path; folder !== ""; ) {
    folder = folder.replace(/[^/]+\/?$/u, "");
    for (const name of NAMES) {
      const manifest = folder + name;
      if (!(await workspace.has(manifest))) continue;
      const bytes = await workspace.read(manifest).catch(() => undefined);
      if (bytes !== undefined) for (const each of namesIn(manifest, new TextDecoder().decode(bytes))) found.add(each);
    }
  }
  return found;
}

function namesIn(path: string, text: string): readonly string[] {
  if (!path.endsWith("go.mod")) return [...(declaredBy(path, text)?.names ?? [])];
  return goMod.read(text).packages.map(({ name }) => name);
}

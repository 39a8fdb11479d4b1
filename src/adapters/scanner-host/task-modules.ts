import { type ModuleRoot, moduleRoots } from "#analysis/imports/module-roots.ts";
import type { ScanTask } from "#ports/scanner.ts";

/** Modules that the manifests above the files of a scan name. A manifest that cannot be read names none. */
export function modulesOf({ files, workspace }: Pick<ScanTask, "files" | "workspace">): Promise<ModuleRoot[]> {
  return moduleRoots(
    files.map(({ path }) => path),
    async (path) => {
      const bytes = (await workspace.has(path)) ? await workspace.read(path).catch(() => undefined) : undefined;
      return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
    },
  );
}

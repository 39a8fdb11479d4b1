import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

let root: string | undefined;

/** Absolute path of a file of this package, found from wherever this module runs: sources or bundle. */
export function packageFile(...parts: readonly string[]): string {
  root ??= findRoot(dirname(fileURLToPath(import.meta.url)));
  return join(root, ...parts);
}

function findRoot(folder: string): string {
  if (existsSync(join(folder, "package.json")) && existsSync(join(folder, "dist"))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error("the installation of assay is incomplete: no dist folder beside its package.json");
  return findRoot(parent);
}

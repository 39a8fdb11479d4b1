import { globSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { digest } from "#lib/digest.ts";
import type { ScannerTools } from "#ports/scanner-tools.ts";
import { packageFile } from "./package-file.ts";
import { toolVersion } from "./version.ts";

/** Where results of scans are kept for this user. Undefined when the configuration says nowhere. */
export function resultCache(config: { readonly cache: boolean }, cacheFolder: string): ScannerTools["cache"] {
  return config.cache ? { folder: join(cacheFolder, "results"), build: buildOf() } : undefined;
}

/** What tells this build from others: names, sizes and times of the files that it runs from. */
function buildOf(): string {
  const sources = import.meta.url.endsWith(".ts");
  const folder = packageFile(sources ? "src" : "dist");
  const names = sources
    ? globSync("{adapters/scanner-host,analysis,lib}/**/*.{ts,json}", { cwd: folder })
    : readdirSync(folder).filter((name) => name.endsWith(".js"));
  const files = names.toSorted().map((name) => {
    const { size, mtimeMs } = statSync(join(folder, name));
    return `${name} ${size} ${mtimeMs}`;
  });
  return digest([toolVersion(), ...files].join("\n"));
}

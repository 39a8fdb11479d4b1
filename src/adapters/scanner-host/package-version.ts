import { createRequire } from "node:module";
import { z } from "zod";

const require = createRequire(import.meta.url);
const PackageFile = z.object({ version: z.string() });

/** Version of an installed package by its own file, or undefined where there is none. The package itself is not loaded: that is slow. */
export function packageVersion(name: string): string | undefined {
  try {
    return PackageFile.parse(require(`${name}/package.json`)).version;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}

import type { CheckContext } from "#ports/check.ts";
import type { LibraryScanner } from "#ports/scanner.ts";
import type { SourceFile } from "#ports/workspace.ts";
import { scan } from "#stages/scan/scan.ts";

/** Scans with engines that take no part in the run; `files` are those of the project. Nothing is announced. */
export function secondScanner(
  scanners: readonly LibraryScanner[],
  files: readonly SourceFile[],
  now: () => number,
): NonNullable<CheckContext["secondScan"]> {
  return async (workspace, paths, signal) => {
    const wanted = new Set(paths);
    const listing = { files: files.filter(({ path }) => wanted.has(path)), skipped: [] };
    return scan({ scanners, workspace, listing, required: [], emit: () => {}, now }, signal);
  };
}

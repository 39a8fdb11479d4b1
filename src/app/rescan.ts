import { dependentsOf, type ImportingFile } from "#analysis/imports/dependents.ts";
import type { ScanReport } from "#domain/report.ts";
import type { LibraryScanner } from "#ports/scanner.ts";
import type { SourceFile, Workspace } from "#ports/workspace.ts";
import { scan } from "#stages/scan/scan.ts";
import type { Rescan } from "#stages/validate/validate.ts";
import { importIndex } from "./import-index.ts";

export type Rescanner = (
  after: Workspace,
  touched: readonly string[],
  before: ScanReport,
  signal: AbortSignal,
) => Promise<Rescan>;

/**
 * Scans touched files and whatever imports them, with the engines that ran before, the threat model they chose for the whole project and the suppressions that held then.
 * The import index is made once, from the given files.
 */
export function createRescanner(
  scanners: readonly LibraryScanner[],
  files: readonly SourceFile[],
  base: Workspace,
  now: () => number,
  suppress: (fresh: ScanReport, after: Workspace, before: ScanReport, rescanned: ReadonlySet<string>) => Promise<ScanReport>,
): Rescanner {
  let index: Promise<readonly ImportingFile[]> | undefined;
  return async (after, touched, before, signal) => {
    index ??= importIndex(base, files);
    const wanted = new Set([...touched, ...dependentsOf(touched, await index)]);
    const listing = { files: files.filter((file) => wanted.has(file.path)), skipped: [] };
    const ran = new Set(before.engines.map((engine) => engine.id));
    const engines = scanners.filter((scanner) => ran.has(scanner.id));
    const threatModels = new Map(before.engines.map(({ id, threatModel }) => [id, threatModel]));
    const report = await scan(
      { scanners: engines, workspace: after, listing, required: [...ran], threatModels, emit: () => {}, now },
      signal,
    );
    const rescanned = listing.files.map((file) => file.path);
    return { report: await suppress(report, after, before, new Set(rescanned)), files: rescanned };
  };
}

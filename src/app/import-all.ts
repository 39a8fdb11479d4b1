import { resolve } from "node:path";
import { importFile } from "#adapters/scanner-host/import-file.ts";
import { AssayError } from "#domain/errors.ts";
import { showInvisible } from "#lib/text.ts";
import type { ImportedReport } from "#ports/imported-report.ts";
import type { Project } from "./project.ts";
import type { OpenedTarget } from "./target.ts";

/** Reads the reports of other tools, in the order given. Throws AssayError `path-missing` for a file that cannot be opened. */
export async function importAll(
  project: Project,
  names: readonly string[],
  { workspace, holds }: OpenedTarget,
  signal: AbortSignal,
): Promise<ImportedReport[]> {
  const reports: ImportedReport[] = [];
  for (const name of names) {
    const request = { file: resolve(project.cwd, name), name, workspace, asked: holds };
    const read = await importFile(request, signal).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === undefined || cause.syscall === undefined) throw cause;
      throw new AssayError("path-missing", `${showInvisible(name)} cannot be read: ${cause.code}`, { cause });
    });
    reports.push(...read);
  }
  return reports;
}

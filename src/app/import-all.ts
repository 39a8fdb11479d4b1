import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { importFile } from "#adapters/scanner-host/import-file.ts";
import { importWith } from "#adapters/scanner-host/import-with.ts";
import { AssayError } from "#domain/errors.ts";
import { showInvisible } from "#lib/text.ts";
import type { ImportedReport } from "#ports/imported-report.ts";
import type { CommandScanner } from "#ports/scanner.ts";
import { loadGrammar } from "./load-grammar.ts";
import type { Project } from "./project.ts";
import { SCANNERS } from "./registry.generated.ts";
import { readLean } from "./start-fast.ts";
import type { OpenedTarget } from "./target.ts";

/**
 * Reads the reports of other tools, in the order given: `FILE` in a format that tells itself, or `ENGINE=FILE` as that engine writes it. Throws
 * AssayError `path-missing` for a file that cannot be opened.
 */
export async function importAll(
  project: Project,
  names: readonly string[],
  { workspace, holds }: OpenedTarget,
  signal: AbortSignal,
): Promise<ImportedReport[]> {
  const reports: ImportedReport[] = [];
  for (const name of names) {
    const [path, scanner] = await readerOf(name);
    const request = { file: resolve(project.cwd, path), name: path, workspace, asked: holds };
    const reading = async () => (scanner === undefined ? importFile(request, signal) : importWith(scanner, request, signal));
    const sized = async () => readLean((await stat(request.file)).size, reading);
    const read = await (project.brief ? sized() : reading()).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === undefined || cause.syscall === undefined) throw cause;
      throw new AssayError("path-missing", `${showInvisible(name)} cannot be read: ${cause.code}`, { cause });
    });
    reports.push(...[read].flat());
  }
  return reports;
}

/** A name of a file may hold `=` too: only an engine that is a tool of the machine is meant. */
async function readerOf(name: string): Promise<[path: string, scanner?: CommandScanner]> {
  const [, id = "", path = ""] = /^([a-z][a-z0-9-]*)=(.+)$/su.exec(name) ?? [];
  const load = Object.hasOwn(SCANNERS, id) ? SCANNERS[id] : undefined;
  if (load === undefined) return [name];
  const { default: made } = await load();
  const scanner = typeof made === "function" ? made({ loadGrammar, teamRules: [] }) : made;
  return scanner.kind === "command" ? [path, scanner] : [name];
}

import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { ImportedReport } from "#ports/imported-report.ts";
import type { LibraryResult } from "#ports/scanner.ts";
import type { Workspace } from "#ports/workspace.ts";
import { anyReportReader } from "./formats/any-report.ts";
import type { ToolReport } from "./formats/claim.ts";
import { jsonPieces } from "./formats/json-pieces.ts";
import { claimsIn } from "./import-claims.ts";

export interface ImportRequest {
  /** Absolute path on this machine. */
  readonly file: string;
  /** As the user gave it, for messages. */
  readonly name: string;
  readonly workspace: Workspace;
  /** True for paths of the project that the run asks about; claims about others are left out without a word. */
  readonly asked: (path: string) => boolean;
}

/** Past this a file is refused: one string of it could not be held in memory. */
const LARGEST_IMPORT = 400 << 20;

/**
 * What the tools named in a report said about the files of a workspace: one entry a tool, in the order of the file. Reads it piece by piece.
 * A file that is no report, or one cut short, gives one entry `import` with the reason. Rejects with the system's error when it cannot be read.
 */
export async function importFile(request: ImportRequest, signal: AbortSignal): Promise<ImportedReport[]> {
  const reports = await readReports(request.file, signal);
  if (typeof reports === "string") return [{ id: "import", version: "", file: request.name, result: refused(reports) }];
  const byTool = new Map<string, ToolReport[]>();
  for (const report of reports) byTool.set(idOf(report.tool), [...(byTool.get(idOf(report.tool)) ?? []), report]);
  const imported: ImportedReport[] = [];
  for (const [id, runs] of byTool) {
    const result = await claimsIn(runs, request, signal);
    imported.push({ id, version: runs.find(({ version }) => version !== "")?.version ?? "", file: request.name, result });
  }
  return imported;
}

async function readReports(file: string, signal: AbortSignal): Promise<readonly ToolReport[] | string> {
  const stats = await stat(file);
  if (!stats.isFile()) return "it is not a regular file";
  if (stats.size > LARGEST_IMPORT) return `${stats.size} bytes, more than the ${LARGEST_IMPORT} that an import may have`;
  const reader = anyReportReader();
  const pieces = jsonPieces(reader);
  for await (const chunk of createReadStream(file, { highWaterMark: 256 << 10, signal })) pieces.write(chunk as Uint8Array);
  const fault = pieces.end();
  return fault === undefined ? reader.finish() : `the report is not JSON: ${fault}`;
}

function refused(message: string): LibraryResult {
  return { findings: [], problems: [{ code: "report-unreadable", message }], covered: [] };
}

/** `Semgrep OSS` becomes `semgrep-oss`. */
function idOf(tool: string): string {
  const id = tool
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, "-")
    .replaceAll(/^-+|-+$/gu, "")
    .slice(0, 40);
  return id === "" ? "unnamed" : id;
}

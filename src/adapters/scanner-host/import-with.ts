import { open } from "node:fs/promises";
import { COVERAGE_UNKNOWN, type Problem } from "#domain/completeness.ts";
import type { ImportedReport } from "#ports/imported-report.ts";
import type { CommandScanner, ParseContext, ParsedReport } from "#ports/scanner.ts";
import { inPlaceOrder } from "./each-file.ts";
import type { ImportRequest } from "./import-file.ts";
import { REPORT_BYTES } from "./run-report.ts";
import { decodeSource } from "./source-text.ts";

/**
 * What a tool said that was run elsewhere, read as its adapter reads it. Absolute paths are understood inside the workspace's root. Rejects with the
 * system's error when the file cannot be read.
 */
export async function importWith(scanner: CommandScanner, request: ImportRequest, signal: AbortSignal): Promise<ImportedReport> {
  const raw = await readReport(request.file);
  const said = typeof raw === "string" ? refused(raw) : await parsed(scanner, raw, request, signal);
  const inside = ({ location }: { readonly location: { readonly path: string } }): boolean => request.asked(location.path);
  // Which files of the project it was run on is not known: that it names others, or fewer, is no fault.
  const problems = said.problems.filter(({ code }) => code !== "not-reported");
  problems.push({ code: COVERAGE_UNKNOWN, message: "imported: what the tool looked at is not known" });
  const result = {
    findings: inPlaceOrder(said.findings.filter(inside), (finding) => finding),
    suppressed: (said.suppressed ?? []).filter(({ finding }) => inside(finding)),
    problems,
    covered: [],
  };
  return { id: scanner.id, version: "", file: request.name, result };
}

function refused(message: string): ParsedReport {
  return { findings: [], problems: [{ code: "report-unreadable", message }] };
}

async function readReport(path: string): Promise<Uint8Array | string> {
  await using file = await open(path);
  const stats = await file.stat();
  if (!stats.isFile()) return "it is not a regular file";
  return stats.size > REPORT_BYTES ? `${stats.size} bytes, more than the ${REPORT_BYTES} that are read` : file.readFile();
}

/** Once to learn which texts are asked for, and again with them: `parse` cannot wait. */
async function parsed(
  scanner: CommandScanner,
  raw: Uint8Array,
  { workspace }: ImportRequest,
  signal: AbortSignal,
): Promise<ParsedReport> {
  const listing = await workspace.list({ paths: [] }, signal);
  const others = (listing.others ?? []).filter((path) => scanner.reads?.(path) === true);
  const files = [
    ...listing.files.filter(({ language }) => scanner.languages.includes(language)),
    ...others.map((path) => ({ path, language: "other", bytes: 0 })),
  ];
  const asked = new Set<string>();
  const context = (text: ParseContext["text"]): ParseContext => ({ staged: workspace.root, files, text });
  scanner.parse(
    raw,
    context((path) => void asked.add(path)),
  );
  const texts = new Map<string, string>();
  const problems: Problem[] = [];
  for (const path of asked) {
    signal.throwIfAborted();
    const bytes = (await workspace.has(path)) ? await workspace.read(path).catch((cause: unknown) => String(cause)) : undefined;
    if (typeof bytes === "string") problems.push({ path, code: "unreadable", message: bytes.slice(0, 300) });
    else if (bytes !== undefined) texts.set(path, decodeSource(bytes).text);
  }
  const said = scanner.parse(
    raw,
    context((path) => texts.get(path)),
  );
  return { ...said, problems: [...said.problems, ...problems] };
}

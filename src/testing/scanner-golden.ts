import assert from "node:assert/strict";
import { Problem } from "#domain/completeness.ts";
import { Finding } from "#domain/finding.ts";
import { lineStarts } from "#lib/text.ts";
import type { CommandScanner, LibraryResult, LibraryScanner, ParsedReport, Scanner } from "#ports/scanner.ts";
import { sentinelText } from "#ports/scanner-traps.ts";
import type { SourceFile, Workspace } from "#ports/workspace.ts";
import type { ScannerCase } from "./scanner-cases.ts";

const RawFindingSchema = Finding.unwrap().omit({ id: true, engine: true, raw: true }).strict();

/** What `npm run golden` writes: a command's report parsed, or what a library says of the inputs. */
export async function goldenOf(scanner: Scanner, each: ScannerCase): Promise<ParsedReport | LibraryResult> {
  if (scanner.kind === "library") return scanTexts(scanner, each.files);
  assert.ok(each.raw !== undefined, `${each.folder} has no raw.json: record one with scripts/golden.ts`);
  return parseCase(scanner, each, each.raw);
}

/** Scans texts that lie nowhere. */
export function scanTexts(
  scanner: LibraryScanner,
  files: readonly (SourceFile & { readonly text: string })[],
  signal: AbortSignal = AbortSignal.timeout(60_000),
): Promise<LibraryResult> {
  const texts = new Map(files.map(({ path, text }) => [path, new TextEncoder().encode(text)]));
  const mine = files
    .filter(({ language }) => scanner.languages.includes(language))
    .map(({ path, language, bytes }) => ({ path, language, bytes }));
  const others = files.map(({ path }) => path).filter((path) => scanner.reads?.(path) === true);
  return scanner.scan({ files: mine, others, workspace: textWorkspace(texts), progress: () => undefined }, signal);
}

/** Where the recorder staged the inputs. */
export const STAGED = "/assay/staged";

export function parseCase(scanner: CommandScanner, each: ScannerCase, raw: Uint8Array): ParsedReport {
  const texts = stagedTexts(scanner, each);
  const files = [...texts].map(([path, { language, text }]) => ({ path, language, bytes: Buffer.byteLength(text) }));
  return scanner.parse(raw, { staged: STAGED, files, text: (path) => texts.get(path)?.text });
}

/** Inputs as the tool saw them: sentinels appended, control files beside them. */
export function stagedTexts(scanner: CommandScanner, each: ScannerCase): Map<string, { language: string; text: string }> {
  const mine = each.files.filter(({ language, path }) => scanner.languages.includes(language) || scanner.reads?.(path) === true);
  const texts = new Map<string, { language: string; text: string }>();
  for (const { path, language, text } of mine) {
    const sentinel = scanner.sentinel[language];
    texts.set(path, { language, text: sentinel === undefined ? text : `${text}\n${sentinelText(sentinel, path)}\n` });
  }
  for (const [language, { name, text }] of Object.entries(scanner.control))
    texts.set(`assay-control/${language}/${name}`, { language, text });
  return texts;
}

/** Parses a changed report of a case and checks the shape of whatever comes out; for property tests. */
export function checkMutant(scanner: CommandScanner, each: ScannerCase, raw: Uint8Array): ParsedReport {
  const said = parseCase(scanner, each, raw);
  const texts = stagedTexts(scanner, each);
  checkShape(said, (path) => texts.get(path)?.text);
  return said;
}

/** Findings and problems are of the vocabulary, and lie inside the files. */
export function checkShape(said: ParsedReport | LibraryResult, text: (path: string) => string | undefined): void {
  for (const problem of said.problems) Problem.parse(problem);
  for (const finding of [...said.findings, ...(said.suppressed ?? []).map(({ finding }) => finding)]) {
    RawFindingSchema.parse(finding);
    const { path, startLine, startColumn, endLine, endColumn } = finding.location;
    const content = text(path);
    assert.ok(content !== undefined, `${path} was asked for`);
    const starts = lineStarts(content);
    assert.ok(
      startLine <= endLine && endLine <= starts.length,
      `${finding.rule} in ${path}: lines ${startLine} to ${endLine} of ${starts.length}`,
    );
    assert.ok(startLine < endLine || startColumn <= endColumn, `${finding.rule} in ${path}: the end is before the start`);
    for (const [line, column] of [
      [startLine, startColumn],
      [endLine, endColumn],
    ] as const) {
      const length = content.slice(starts[line - 1], starts[line] ?? content.length).replace(/[\r\n]+$/, "").length;
      assert.ok(column <= length + 1, `${finding.rule} in ${path}:${line}: column ${column} of ${length}`);
    }
  }
}

export function textWorkspace(texts: ReadonlyMap<string, Uint8Array>): Workspace {
  return {
    root: "/nowhere",
    list: async () => ({ files: [], skipped: [] }),
    async read(path) {
      const bytes = texts.get(path);
      if (bytes === undefined) throw new Error(`no file ${path}`);
      return bytes;
    },
    has: async (path) => texts.has(path),
    changed: async () => [],
  };
}

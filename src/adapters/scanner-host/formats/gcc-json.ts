import type { Problem } from "#domain/completeness.ts";
import type { Claim, ClaimedPlace, ToolReport } from "./claim.ts";
import { words } from "./claim.ts";
import type { ParseContext } from "#ports/scanner.ts";
import { dig, digList, digText, digWhole } from "./dig.ts";
import { jsonPieces } from "./json-pieces.ts";

const DECODER = new TextDecoder("utf-8");

/** Reads what gcc 9 to 14 writes with `-fdiagnostics-format=json`: one list a compiled file, each in a line of its own. */
export function readGccJson(raw: Uint8Array, { files }: Pick<ParseContext, "files">): readonly ToolReport[] | string {
  const claims: Claim[] = [];
  const problems: Problem[] = [];
  let lists = 0;
  const lines = DECODER.decode(raw)
    .split(/\r?\n/u)
    .filter((line) => line.trim() !== "");
  if (lines.length === 0) return "gcc wrote no diagnostics, not even an empty list";
  for (const line of lines) {
    // The driver adds words of its own after a failed compilation.
    if (/^(?:gcc|g\+\+|cc1(?:plus)?|compilation terminated)\b/u.test(line)) {
      problems.push({ code: "engine-error", message: words(line, "gcc") });
      continue;
    }
    const list: unknown[] = [];
    const kinds: string[] = [];
    const pieces = jsonPieces({
      paths: ["$.*"],
      onPiece: (_, value) => list.push(value),
      onOpen: (path, kind) => void (path.length === 0 && kinds.push(kind)),
    });
    pieces.write(new TextEncoder().encode(line));
    const fault = pieces.end() ?? (kinds[0] === "array" ? undefined : "it is no list");
    if (fault !== undefined) return `the report is not one of gcc: ${fault}`;
    lists++;
    for (const item of list) {
      const read = diagnostic(item);
      if (read === undefined) continue;
      if ("code" in read) problems.push(read);
      else claims.push(read);
    }
  }
  if (lists !== files.length) return `the report holds the diagnostics of ${lists} files, and ${files.length} were compiled`;
  return [{ tool: "gcc", version: "", claims, problems, roots: [] }];
}

function diagnostic(item: unknown): Claim | Problem | undefined {
  const kind = digText(item, "kind");
  const caret = dig(item, "locations", 0, "caret");
  const path = digText(caret, "file");
  const message = words(dig(item, "message"), "no message");
  if (kind === "note") return undefined;
  if (kind !== "warning") {
    const line = digWhole(caret, "line");
    return {
      code: "not-compiled",
      message,
      ...(path === undefined ? {} : { path }),
      ...(line !== undefined && line > 0 ? { line } : {}),
    };
  }
  if (path === undefined) return { code: "no-place", message };
  const number = digWhole(item, "metadata", "cwe");
  const steps = digList(item, "path").flatMap((step) => {
    const at = dig(step, "location");
    const file = digText(at, "file");
    return file === undefined ? [] : [{ place: placeOf(file, at, undefined), note: words(dig(step, "description"), "") }];
  });
  return {
    rule: words(dig(item, "option"), "warning"),
    cwe: number === undefined || number < 1 ? [] : [`CWE-${number}`],
    severity: "medium",
    confidence: 0.4,
    message,
    place: placeOf(path, caret, dig(item, "locations", 0, "finish")),
    ...(steps.length === 0 ? {} : { trace: steps }),
  };
}

function placeOf(path: string, start: unknown, finish: unknown): ClaimedPlace {
  const end = digWhole(finish, "byte-column");
  const sameLine = digWhole(finish, "line") === digWhole(start, "line");
  return {
    path,
    startLine: digWhole(start, "line"),
    startColumn: digWhole(start, "byte-column"),
    endLine: digWhole(start, "line"),
    endColumn: end === undefined || !sameLine ? undefined : end + 1,
    unit: "bytes",
  };
}

import type { Problem } from "#domain/completeness.ts";
import type { ParseContext } from "#ports/scanner.ts";
import { type Claim, type ClaimedPlace, type ToolReport, words } from "./claim.ts";
import { dig, digList, digText, digWhole } from "./dig.ts";
import { readGccJson } from "./gcc-json.ts";
import { jsonPieces } from "./json-pieces.ts";

const DECODER = new TextDecoder("utf-8");
/** From here on gcc is asked for SARIF: its own JSON is on the way out, and no longer in one line a file. */
const SARIF_SINCE = 14;

/** Options for a report on the standard error that {@link readGcc} takes, for a version of gcc as it tells it; without one, for the oldest. */
export function gccReportOptions(version: string | undefined): readonly string[] {
  if (Number.parseInt(version ?? "0", 10) < SARIF_SINCE) return ["-fdiagnostics-format=json"];
  // Columns are those of a terminal: a tab is to count one there.
  return ["-fno-diagnostics-json-formatting", "-fdiagnostics-format=sarif-stderr", "-ftabstop=1"];
}

/** Reads what gcc writes with {@link gccReportOptions}, its own JSON or SARIF: one document a compiled file. */
export function readGcc(raw: Uint8Array, context: Pick<ParseContext, "files">): readonly ToolReport[] | string {
  return /^\{/mu.test(DECODER.decode(raw)) ? readGccSarif(raw, context) : readGccJson(raw, context);
}

/** SARIF 2.1.0 as gcc 14 and 15 write it: what stops a compilation is a result too, and columns count as a terminal does. */
function readGccSarif(raw: Uint8Array, { files }: Pick<ParseContext, "files">): readonly ToolReport[] | string {
  const claims: Claim[] = [];
  const problems: Problem[] = [];
  const { documents, others } = taken(DECODER.decode(raw));
  for (const line of others) {
    // The driver adds words of its own after a failed compilation.
    if (!/^(?:\S*gcc(?:-\d+)?|g\+\+|cc1(?:plus)?|compilation terminated)\b/u.test(line))
      return `the report is not one of gcc: ${words(line.slice(0, 80), "a line of no letters")}`;
    problems.push({ code: "engine-error", message: words(line, "gcc") });
  }
  for (const document of documents) {
    const results: unknown[] = [];
    let [version, held]: [unknown, boolean] = [undefined, false];
    const pieces = jsonPieces({
      paths: ["$.version", "$.runs.*.results.*"],
      onPiece: (path, value) => {
        if (path[0] === "version") version = value;
        else results.push(value);
      },
      onOpen: (path, kind) => {
        if (path.length === 3 && path[0] === "runs" && path[2] === "results" && kind === "array") held = true;
      },
    });
    pieces.write(new TextEncoder().encode(document));
    const fault = pieces.end() ?? (version === "2.1.0" && held ? undefined : "it holds no results of SARIF 2.1.0");
    if (fault !== undefined) return `the report is not one of gcc: ${fault}`;
    for (const result of results) {
      const read = resultOf(result);
      if (read === undefined) continue;
      if ("code" in read) problems.push(read);
      else claims.push(read);
    }
  }
  if (documents.length !== files.length)
    return `the report holds the diagnostics of ${documents.length} files, and ${files.length} were compiled`;
  return [{ tool: "gcc", version: "", claims, problems, roots: [] }];
}

/** Documents begin at the left; lines of one that is laid out for people do not. */
function taken(text: string): { readonly documents: readonly string[]; readonly others: readonly string[] } {
  const documents: string[][] = [];
  const others: string[] = [];
  for (const line of text.split(/\r?\n/u)) {
    if (line.startsWith("{")) documents.push([line]);
    else if (/^\s/u.test(line) && documents.length > 0) documents.at(-1)?.push(line);
    else if (line !== "") others.push(line);
  }
  return { documents: documents.map((lines) => lines.join("\n")), others };
}

function resultOf(result: unknown): Claim | Problem | undefined {
  const [rule, level] = [words(dig(result, "ruleId"), "warning"), digText(result, "level")];
  const message = words(dig(result, "message", "text"), "no message");
  const place = placeOf(dig(result, "locations", 0));
  if (level === "note" || rule === "note") return undefined;
  if (level !== "warning") {
    const { path, startLine: line } = place ?? {};
    return {
      code: "not-compiled",
      message,
      ...(path === undefined ? {} : { path }),
      ...(line !== undefined && line > 0 ? { line } : {}),
    };
  }
  if (place === undefined) return { code: "no-place", message };
  const cwe = digList(result, "taxa").flatMap((taxon) => {
    const number = /^\d{1,5}$/u.exec(digText(taxon, "id") ?? "")?.[0];
    return number === undefined || digText(taxon, "toolComponent", "name") !== "cwe" ? [] : [`CWE-${number}`];
  });
  const steps = digList(dig(result, "codeFlows", 0, "threadFlows", 0), "locations").flatMap((step) => {
    const at = placeOf(dig(step, "location"));
    return at === undefined ? [] : [{ place: at, note: words(dig(step, "location", "message", "text"), "") }];
  });
  return {
    rule,
    cwe,
    severity: "medium",
    confidence: 0.4,
    message,
    place,
    ...(steps.length === 0 ? {} : { trace: steps }),
  };
}

/** Columns are kept where the line holds letters that take one place each, tabs among them. */
function placeOf(location: unknown): ClaimedPlace | undefined {
  const physical = dig(location, "physicalLocation");
  const path = digText(physical, "artifactLocation", "uri");
  if (path === undefined) return undefined;
  const [region, shown] = [dig(physical, "region"), digText(physical, "contextRegion", "snippet", "text")];
  const startLine = digWhole(region, "startLine");
  const endLine = digWhole(region, "endLine") ?? startLine;
  // oxlint-disable-next-line no-control-regex -- a tab, and what a terminal shows in one place
  const exact = shown !== undefined && /^[\t\n\r\x20-\x7e]*$/u.test(shown);
  return {
    path,
    startLine,
    startColumn: exact ? digWhole(region, "startColumn") : undefined,
    endLine: startLine,
    endColumn: exact && endLine === startLine ? digWhole(region, "endColumn") : undefined,
    unit: "bytes",
  };
}

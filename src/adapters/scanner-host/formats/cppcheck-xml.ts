import { SaxesParser } from "saxes";
import type { Problem } from "#domain/completeness.ts";
import { type Claim, severityOfWord, type ToolReport, words } from "./claim.ts";

/** Ids with which cppcheck says that it did not, or not wholly, understand a file. */
const TROUBLE =
  /^(?:syntaxError|unknownMacro|internalAstError|internalError|cppcheckError|preprocessorErrorDirective|noValidConfiguration|unhandledChar|AST.*|.*Limit)$/u;
const DEEPEST = 20;

interface Entry {
  readonly attributes: Readonly<Record<string, string>>;
  place: Readonly<Record<string, string>> | undefined;
}

/** Reads cppcheck's XML of version 2 (1.90 to 2.x). */
export function readCppcheckXml(raw: Uint8Array): readonly ToolReport[] | string {
  const parser = new SaxesParser();
  const entries: Entry[] = [];
  const open: string[] = [];
  let fault: string | undefined;
  let version: string | undefined;
  parser.on("error", (error) => void (fault ??= error.message));
  parser.on("doctype", () => void (fault ??= "it declares a document type"));
  parser.on("opentag", ({ name, attributes }) => {
    open.push(name);
    if (open.length > DEEPEST) fault ??= "it is nested too deep";
    const path = open.join("/");
    if (path === "results/cppcheck") version = attributes["version"];
    else if (path === "results/errors/error") entries.push({ attributes, place: undefined });
    else if (path === "results/errors/error/location") {
      const entry = entries.at(-1);
      if (entry !== undefined) entry.place ??= attributes;
    }
  });
  parser.on("closetag", () => void open.pop());
  parser.write(new TextDecoder("utf-8").decode(raw)).close();
  if (fault !== undefined) return `the report is not XML: ${fault.slice(0, 200)}`;
  if (version === undefined) return "the report is not one of cppcheck";
  const problems: Problem[] = [];
  const claims = entries.flatMap((entry) => {
    const claim = toClaim(entry);
    if ("code" in claim) problems.push(claim);
    return "code" in claim || claim.severity === "info" ? [] : [claim];
  });
  return [{ tool: "cppcheck", version, claims, problems, roots: [] }];
}

function toClaim({ attributes, place }: Entry): Claim | Problem {
  const { id = "unnamed", severity, cwe, msg, verbose, inconclusive } = attributes;
  const line = Number(place?.["line"]);
  const path = place?.["file"];
  const message = words(verbose ?? msg, "no message");
  const at = path === undefined ? {} : { path };
  if (TROUBLE.test(id)) return { ...at, code: "not-analysed", message, ...(line >= 1 ? { line } : {}) };
  const column = Number(place?.["column"]);
  return {
    rule: words(id, "unnamed"),
    cwe: /^[1-9]\d*$/u.test(cwe ?? "") ? [`CWE-${cwe}`] : [],
    severity: severityOfWord(severity === "portability" || severity === "performance" ? "low" : severity) ?? "info",
    confidence: inconclusive === "true" ? 0.3 : severity === "error" ? 0.7 : 0.4,
    title: words(msg, id).slice(0, 120),
    message,
    place: {
      path: path ?? "",
      startLine: Number.isSafeInteger(line) ? line : 0,
      startColumn: Number.isSafeInteger(column) && column > 0 ? column : undefined,
      unit: "bytes",
    },
  };
}

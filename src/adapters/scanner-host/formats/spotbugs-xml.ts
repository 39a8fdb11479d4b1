import { SaxesParser } from "saxes";
import type { Problem } from "#domain/completeness.ts";
import type { ParseContext } from "#ports/scanner.ts";
import { type Claim, type ToolReport, words } from "./claim.ts";
import type { Severity } from "#domain/severity.ts";

const DEEPEST = 40;

interface Bug {
  readonly attributes: Readonly<Record<string, string>>;
  message: string;
  place: Readonly<Record<string, string>> | undefined;
}

interface Collected {
  version: string | undefined;
  readonly bugs: Bug[];
  /** Source files whose classes were looked at. */
  readonly files: Set<string>;
  readonly errors: string[];
}

/** Reads SpotBugs' XML with messages (`-xml:withMessages`), of versions 4.x. Sources are named by package, and found by their ends. */
export function readSpotbugsXml(raw: Uint8Array, context: ParseContext): readonly ToolReport[] | string {
  const read = collect(new TextDecoder("utf-8").decode(raw));
  if (typeof read === "string") return read;
  const byEnd = sourcesByEnd(context);
  const problems: Problem[] = read.errors.slice(0, 50).map((message) => ({ code: "engine-error", message }));
  const seen = new Set([...read.files].flatMap((path) => byEnd(path) ?? []));
  for (const { path } of context.files)
    if (!seen.has(path)) problems.push({ path, code: "not-reported", message: "no compiled class of this file was looked at" });
  const claims = read.bugs.map((bug) => toClaim(bug, byEnd));
  return [{ tool: "spotbugs", version: read.version ?? "", claims, problems, roots: [] }];
}

function collect(text: string): Collected | string {
  const parser = new SaxesParser();
  const found: Collected = { version: undefined, bugs: [], files: new Set(), errors: [] };
  const open: string[] = [];
  let words = "";
  let fault: string | undefined;
  parser.on("error", (error) => void (fault ??= error.message));
  parser.on("doctype", () => void (fault ??= "it declares a document type"));
  parser.on("text", (part) => void (words = open.length > 0 ? (words + part).slice(0, 4000) : ""));
  parser.on("opentag", ({ name, attributes }) => {
    open.push(name);
    words = "";
    if (open.length > DEEPEST) fault ??= "it is nested too deep";
    const path = open.join("/");
    if (path === "BugCollection") found.version = attributes["version"];
    else if (path === "BugCollection/BugInstance") found.bugs.push({ attributes, message: "", place: undefined });
    else if (path === "BugCollection/FindBugsSummary/FileStats") found.files.add(attributes["path"] ?? "");
    else if (name === "SourceLine" && open[1] === "BugInstance") {
      const bug = found.bugs.at(-1);
      // Its own line, else that of the method or class.
      if (bug !== undefined && (bug.place === undefined || (open.length === 3 && bug.place["primary"] !== "true")))
        bug.place = open.length === 3 ? { ...attributes, primary: attributes["primary"] ?? "true" } : attributes;
    }
  });
  parser.on("closetag", ({ name }) => {
    const path = open.join("/");
    const bug = found.bugs.at(-1);
    if (path === "BugCollection/BugInstance/LongMessage" && bug !== undefined) bug.message = words;
    if (/^BugCollection\/Errors\/(?:Error\/(?:ErrorMessage|Exception)|MissingClass)$/u.test(path))
      found.errors.push(`${name}: ${words}`.slice(0, 300));
    open.pop();
  });
  parser.write(text).close();
  if (fault !== undefined) return `the report is not XML: ${fault.slice(0, 200)}`;
  return found.version === undefined ? "the report is not one of SpotBugs" : found;
}

/** `shop/Orders.java` is the file whose path ends so. */
function sourcesByEnd({ files }: ParseContext): (end: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  return (end) => {
    if (!known.has(end))
      known.set(
        end,
        files.map(({ path }) => path).find((path) => path === end || path.endsWith(`/${end}`)),
      );
    return known.get(end);
  };
}

const SEVERITY: Readonly<Record<string, Severity>> = { "1": "high", "2": "medium", "3": "low" };

function toClaim({ attributes, message, place }: Bug, byEnd: (end: string) => string | undefined): Claim {
  const { type, priority = "3", category, cweid } = attributes;
  const rule = words(type, "unnamed");
  const security = category === "SECURITY" || category === "MALICIOUS_CODE";
  const told = SEVERITY[priority] ?? "low";
  const source = place?.["sourcepath"] ?? "";
  const line = (name: string): number | undefined => (/^\d{1,9}$/u.test(place?.[name] ?? "") ? Number(place?.[name]) : undefined);
  return {
    rule,
    cwe: /^[1-9]\d{0,4}$/u.test(cweid ?? "") ? [`CWE-${cweid}`] : [],
    severity: security ? told : told === "high" ? "medium" : "low",
    confidence: priority === "1" ? 0.6 : priority === "2" ? 0.4 : 0.2,
    message: words(message, rule),
    place: { path: byEnd(source) ?? source, startLine: line("start"), endLine: line("end"), unit: "utf16" },
  };
}
